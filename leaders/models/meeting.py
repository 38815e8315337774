"""Monthly meetings: agenda, who comes, minutes, and what is to be done next."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from leaders.models.people import person
from portal.staff.models import StaffMember
from portal.staff.roles import has_right
from portal.ui.storable import StorableCharField, StorableTextField

LEADER_PAGES = ("leader-only pages, boards", "view, post")


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, staff: StaffMember):
        """Leaders and the DX section see all; everybody sees those that are open to all."""
        return self if has_right(staff, *LEADER_PAGES) else self.filter(is_open=True)

    def to_come(self, now: datetime):
        return self.filter(ends_at__gt=now, cancelled_at=None).order_by("starts_at", "pk")


class Meeting(models.Model):
    """``is_open`` meetings may be visited by anybody who wants to look before raising a hand."""

    title = StorableCharField("名前", max_length=80)
    starts_at = models.DateTimeField("開始")
    ends_at = models.DateTimeField("終了")
    place = StorableCharField("場所", max_length=80, blank=True)
    is_open = models.BooleanField("だれでも見学できる", default=False)
    agenda = StorableTextField("議題", blank=True)
    minutes = StorableTextField("議事録", blank=True)
    cancelled_at = models.DateTimeField("中止した日時", null=True)
    made_by = person("作成した人")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "リーダーの会議"
        verbose_name_plural = "リーダーの会議"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="leader_meeting_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return self.title


class Attendance(models.Model):
    """Whether somebody comes, in their own words; and whether they came, as the desk noted."""

    class Answer(models.TextChoices):
        COMES = "comes", "出席"
        ABSENT = "absent", "欠席"

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name="会議", related_name="attendances"
    )
    staff = person("職員")
    answer = models.CharField("出欠の返事", max_length=8, choices=Answer.choices, blank=True)
    came = models.BooleanField("出席した", null=True)

    class Meta:
        verbose_name = "会議の出欠"
        verbose_name_plural = "会議の出欠"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "staff"], name="one_attendance_per_meeting_and_person"
            )
        ]


class ActionQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(done_at=None)


class MeetingAction(models.Model):
    """What a meeting agreed on: who does what until when."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="会議", related_name="actions"
    )
    text = StorableCharField("すること", max_length=200)
    owner = person("担当", null=True, related_name="leader_actions")
    due_on = models.DateField("期限")
    done_at = models.DateTimeField("終えた日時", null=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "会議で決めたこと"
        verbose_name_plural = "会議で決めたこと"

    def __str__(self):
        return self.text
