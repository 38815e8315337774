"""What people report, and what became of it."""

from django.db import models
from django.db.models import Q

from portal.community.models.anything import OnAnything, OnAnythingQuerySet, person
from portal.ui.storable import StorableTextField


class ReportQuerySet(OnAnythingQuerySet):
    def waiting(self):
        return self.filter(state=Report.State.WAITING)


class Report(OnAnything):
    """That a person asks the moderators to look at something."""

    class Why(models.TextChoices):
        RUDE = "rude", "人を傷つける、失礼な言葉がある"
        PERSONAL = "personal", "個人情報や、住民の情報が書かれている"
        SECRET = "secret", "外に出してはいけない情報が書かれている"
        WRONG = "wrong", "事実とちがう"
        OTHER = "other", "そのほか"

    class State(models.TextChoices):
        WAITING = "waiting", "確認待ち"
        HIDDEN = "hidden", "非表示にしました"
        KEPT = "kept", "そのまま残しました"
        GONE = "gone", "書いた人が削除しました"

    staff = person("知らせた人")
    why = models.CharField("理由", max_length=10, choices=Why.choices)
    words = StorableTextField("くわしい内容", blank=True)
    at = models.DateTimeField("知らせた日時")
    state = models.CharField("状態", max_length=8, choices=State.choices, default=State.WAITING)
    decided_by = person("判断した人", null=True)
    decided_at = models.DateTimeField("判断した日時", null=True)
    answer = StorableTextField("知らせた人への説明", blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "コメントなどの通報"
        verbose_name_plural = "コメントなどの通報"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "kind", "object_id"],
                condition=Q(state="waiting"),
                name="one_waiting_report_per_person_and_object",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="a_decided_report_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "at"], name="report_queue")]
