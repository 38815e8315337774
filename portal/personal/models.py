"""What is kept about keeping: leavers, holds, runs, exports and requests of people."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.ui.storable import StorableTextField


def person(label: str, **options) -> models.ForeignKey:
    options = {"on_delete": models.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=label, **options)


class Leaving(models.Model):
    """Since when an account has been out of use. Noted every night; gone when it is used again."""

    staff = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="職員", related_name="leaving"
    )
    since = models.DateField("退職に気づいた日")
    anonymised_at = models.DateTimeField("名前を消した日時", null=True)

    class Meta:
        verbose_name = "退職"
        verbose_name_plural = "退職"


class ErasedPerson(models.Model):
    """Whose name was erased, by id alone: a restored backup must erase it again."""

    staff_id = models.BigIntegerField("職員の番号", unique=True)
    erased_at = models.DateTimeField("消した日時")

    class Meta:
        verbose_name = "名前を消した職員"
        verbose_name_plural = "名前を消した職員"


class HoldQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(lifted_at=None)


class Hold(models.Model):
    """保存期間の延長: nothing of this person, or of this kind of data, is erased meanwhile."""

    staff = person("だれの情報", null=True, blank=True)
    model = models.CharField("どの情報", max_length=80, blank=True)
    reason = StorableTextField("理由", max_length=500)
    placed_by = person("延長した人")
    placed_at = models.DateTimeField("延長した日時")
    lifted_by = person("解除した人", null=True)
    lifted_at = models.DateTimeField("解除した日時", null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = "保存期間の延長"
        verbose_name_plural = "保存期間の延長"
        constraints = [
            models.CheckConstraint(
                condition=~Q(staff=None, model=""), name="hold_is_about_a_person_or_a_kind"
            )
        ]


class RetentionRun(models.Model):
    """A proposal to erase what is over its time, and its report once a second person agreed."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "承認待ち"
        DONE = "done", "実行済み"
        WITHDRAWN = "withdrawn", "取り下げ"

    state = models.CharField("状態", max_length=10, choices=State.choices)
    proposed_by = person("申し出た人")
    proposed_at = models.DateTimeField("申し出た日時")
    planned = models.JSONField("予定の件数", default=dict)
    agreed_by = person("承認した人", null=True)
    closed_at = models.DateTimeField("終えた日時", null=True)
    done = models.JSONField("実行した件数", default=dict)
    held = models.JSONField("延長のため残した件数", default=dict)

    class Meta:
        verbose_name = "保存期間の処理"
        verbose_name_plural = "保存期間の処理"
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="proposed"), name="one_open_retention_run"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (Q(agreed_by__isnull=False)
                & ~Q(agreed_by=models.F("proposed_by"))),
                name="a_retention_run_needs_two_persons",
            ),
        ]  # fmt: skip


class OwnDataExport(models.Model):
    """That a person asked for everything about them; the file is kept for a day."""

    class State(models.TextChoices):
        WAITING = "waiting", "準備中"
        READY = "ready", "受け取れます"
        EXPIRED = "expired", "期限切れ"

    staff = person("職員", on_delete=models.CASCADE)
    state = models.CharField("状態", max_length=8, choices=State.choices)
    asked_at = models.DateTimeField("頼んだ日時")
    ready_at = models.DateTimeField("用意できた日時", null=True)
    expires_at = models.DateTimeField("受け取りの期限", null=True)

    class Meta:
        verbose_name = "自分の情報の書き出し"
        verbose_name_plural = "自分の情報の書き出し"
        constraints = [
            models.UniqueConstraint(
                fields=["staff"], condition=Q(state="waiting"), name="one_waiting_export_per_person"
            )
        ]

    def may_be_taken(self, now: datetime) -> bool:
        return self.state == self.State.READY and now < self.expires_at


class DataRequestQuerySet(models.QuerySet):
    def still_open(self):
        return self.filter(closed_at=None)


class DataRequest(models.Model):
    """What a person asks about their own data: correct it, stop using it, or delete it."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "訂正"
        STOP = "stop", "利用の停止"
        DELETION = "deletion", "削除"

    class State(models.TextChoices):
        RECEIVED = "received", "受け付けました"
        IN_PROGRESS = "in_progress", "対応中"
        DONE = "done", "応じました"
        DECLINED = "declined", "応じられません"
        WITHDRAWN = "withdrawn", "取り下げました"

    staff = person("申し出た人")
    kind = models.CharField("求めること", max_length=10, choices=Kind.choices)
    text = StorableTextField("くわしい内容")
    state = models.CharField("状態", max_length=12, choices=State.choices, default=State.RECEIVED)
    asked_at = models.DateTimeField("申し出た日時")
    due_on = models.DateField("回答の期限")
    answer = StorableTextField("回答", blank=True)
    closed_at = models.DateTimeField("終えた日時", null=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "個人情報についての申出"
        verbose_name_plural = "個人情報についての申出"


class DataRequestChange(models.Model):
    """One step of a request: who moved it, when."""

    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="changes")
    old = models.CharField("前の状態", max_length=12, choices=DataRequest.State.choices)
    new = models.CharField("後の状態", max_length=12, choices=DataRequest.State.choices)
    by = person("動かした人")
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "申出の経過"
        verbose_name_plural = "申出の経過"
