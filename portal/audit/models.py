"""The trail: rows that are only ever added, each holding the hash of the row before it."""

from datetime import datetime

from django.conf import settings
from django.db import models

from portal.audit.actions import ACTIONS


class TrailIsAppendOnly(Exception):
    """Somebody tried to change or delete what has been recorded: a bug of the caller."""


class AuditEventQuerySet(models.QuerySet):
    def since(self, moment: datetime):
        return self.filter(at__gte=moment)

    def before(self, moment: datetime):
        return self.filter(at__lt=moment)

    def update(self, **fields):
        raise TrailIsAppendOnly

    def delete(self):
        raise TrailIsAppendOnly

    delete.alters_data = True
    delete.queryset_only = True

    def bulk_update(self, *args, **options):
        raise TrailIsAppendOnly


class AuditEvent(models.Model):
    """That somebody did something to something. Codes and ids only, never a text of a person.

    Rows are added by ``portal.audit.trail.record`` alone. The actor's row is protected: people
    who leave are made anonymous, not deleted, so that the trail keeps pointing at one person.
    """

    class Result(models.TextChoices):
        OK = "ok", "実行"
        REFUSED = "refused", "拒否"

    sequence = models.BigIntegerField("番号", primary_key=True)
    at = models.DateTimeField("日時", db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name="行った人",
        related_name="+",
    )
    action = models.CharField("操作", max_length=60, db_index=True)
    object_type = models.CharField("対象の種類", max_length=60, blank=True)
    object_id = models.CharField("対象の番号", max_length=60, blank=True)
    object_label = models.CharField("対象の目印", max_length=80, blank=True)
    result = models.CharField("結果", max_length=8, choices=Result.choices)
    address = models.CharField("接続元", max_length=45, blank=True)
    request_id = models.CharField("要求番号", max_length=32, blank=True)
    details = models.JSONField("詳細", default=dict)
    previous_hash = models.CharField("前の行のハッシュ", max_length=64, blank=True)
    hash = models.CharField("ハッシュ", max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "監査ログ"
        verbose_name_plural = "監査ログ"
        ordering = ["sequence"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_by_object")]

    def save(self, **options):
        raise TrailIsAppendOnly

    def delete(self, **options):
        raise TrailIsAppendOnly

    def action_label(self):
        return ACTIONS.get(self.action, self.action)


class ChainHead(models.Model):
    """The end of the chain, in one row: who appends locks it, so that no number is used twice.

    ``pruned_through`` and ``pruned_hash`` are where the chain begins now, after rows whose
    retention is over were erased. The database refuses to delete any row after it.
    """

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    pruned_through = models.BigIntegerField(default=0)
    pruned_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "監査ログの末尾"
        verbose_name_plural = "監査ログの末尾"
