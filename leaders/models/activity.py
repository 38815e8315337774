"""What leaders do: reports, small findings, goals, hours, and words among themselves."""

from datetime import date

from django.db import models
from django.db.models import Q, Sum

from leaders.models.people import person
from leaders.models.term import Appointment
from portal.staff.models import Department, StaffMember
from portal.staff.roles import has_right
from portal.ui.storable import StorableCharField, StorableTextField

TITLE_LETTERS = 40
REPORT = ("activity report of a leader", "edit")


def section() -> models.ForeignKey:
    return models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="そのときの所属", related_name="+"
    )


class ReportQuerySet(models.QuerySet):
    def newest(self):
        return self.order_by("-happened_on", "-pk")

    def editable_by(self, staff: StaffMember):
        return self if has_right(staff, *REPORT) else self.filter(staff=staff)


class ActivityReport(models.Model):
    """What a leader did and what came of it. The whole office reads it."""

    staff = person("報告した人", related_name="leader_reports")
    section = section()
    title = StorableCharField("件名", max_length=80)
    happened_on = models.DateField("活動した日")
    what = StorableTextField("したこと")
    effect = StorableTextField("効果", blank=True)
    minutes_saved = models.PositiveIntegerField("減った時間（1か月あたりの分）", null=True)
    taught_tool = models.BooleanField("道具の使い方を課に伝えた", default=False)
    made_at = models.DateTimeField("報告した日時")
    changed_at = models.DateTimeField("直した日時")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "活動報告"
        verbose_name_plural = "活動報告"

    def __str__(self):
        return self.title


class SmallFinding(models.Model):
    """小さな気づき: a line or two from a section, for everybody."""

    staff = person("書いた人", related_name="leader_findings")
    section = section()
    text = StorableCharField("気づき", max_length=280)
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "小さな気づき"
        verbose_name_plural = "小さな気づき"

    def __str__(self):
        return self.text

    @property
    def first_words(self) -> str:
        """What a list may call it."""
        line = " ".join(self.text.split())
        return line if len(line) <= TITLE_LETTERS else f"{line[: TITLE_LETTERS - 1]}…"


class Goal(models.Model):
    """What a leader wants to reach in a term; looked at together later. No ranking."""

    class Result(models.TextChoices):
        REACHED = "reached", "できた"
        PARTLY = "partly", "一部できた"
        OPEN = "open", "つづける"
        DROPPED = "dropped", "とりやめた"

    appointment = models.ForeignKey(
        Appointment, models.PROTECT, verbose_name="任期", related_name="goals"
    )
    text = StorableCharField("目標", max_length=200)
    due_on = models.DateField("ふり返る日")
    made_at = models.DateTimeField("決めた日時")
    result = models.CharField("ふり返り", max_length=8, choices=Result.choices, blank=True)
    review = StorableTextField("ふり返りの言葉", blank=True)
    reviewed_at = models.DateTimeField("ふり返った日時", null=True)

    class Meta:
        verbose_name = "リーダーの目標"
        verbose_name_plural = "リーダーの目標"


class HoursQuerySet(models.QuerySet):
    def in_month(self, on: date):
        return self.filter(on__year=on.year, on__month=on.month)

    def minutes(self) -> int:
        return self.aggregate(sum=Sum("minutes"))["sum"] or 0


class LiaisonHours(models.Model):
    """Working time that went into being a leader, written down by the leader."""

    staff = person("リーダー", related_name="leader_hours")
    on = models.DateField("日")
    minutes = models.PositiveIntegerField("時間（分）")
    what = StorableCharField("内容", max_length=100, blank=True)
    at = models.DateTimeField("書いた日時")

    objects = HoursQuerySet.as_manager()

    class Meta:
        verbose_name = "リーダーの活動時間"
        verbose_name_plural = "リーダーの活動時間"
        indexes = [models.Index(fields=["staff", "on"], name="hours_by_staff_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=24 * 60), name="hours_fit_in_a_day"
            )
        ]


class BoardPost(models.Model):
    """A post on the board that only leaders and the DX section read, or an answer to one."""

    topic = models.ForeignKey(
        "self", models.CASCADE, null=True, verbose_name="話題", related_name="answers"
    )
    staff = person("書いた人")
    title = StorableCharField("件名", max_length=80, blank=True)
    text = StorableTextField("本文")
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "リーダーの掲示板"
        verbose_name_plural = "リーダーの掲示板"

    def __str__(self):
        return self.title

    def is_topic(self) -> bool:
        return self.topic_id is None


class SectionManager(models.Model):
    """責任者: who answers for DX in a section. One at a time; past ones stay."""

    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="部署", related_name="dx_managers"
    )
    staff = person("責任者")
    starts_on = models.DateField("開始日")
    ends_on = models.DateField("終了日", null=True)
    named_by = person("登録した人")

    class Meta:
        verbose_name = "DX推進責任者"
        verbose_name_plural = "DX推進責任者"
        constraints = [
            models.UniqueConstraint(
                fields=["department"], condition=Q(ends_on=None), name="one_dx_manager_a_section"
            )
        ]


class Duty(models.Model):
    """One line of the yearly schedule of duties."""

    month = models.PositiveSmallIntegerField("月")
    text = StorableCharField("すること", max_length=200)

    class Meta:
        verbose_name = "年間の役割"
        verbose_name_plural = "年間の役割"
        constraints = [
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="duty_in_a_month")
        ]
