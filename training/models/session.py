"""When and where a course is held."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from portal.staff.models import StaffMember
from portal.ui.storable import StorableCharField, StorableTextField
from training.models.course import Course, Lecturer


class Audience(models.TextChoices):
    """To whom a session is open, when not to everybody."""

    MANAGER = "manager", "所属長"
    LEADER = "LD", "DXリーダー"
    OFFICER = "OF", "DX課"


class SessionQuerySet(models.QuerySet):
    def visible_to(self, staff: StaffMember):
        """What everybody sees: sessions that were opened, also when they were cancelled."""
        return self.exclude(state=Session.State.DRAFT)

    def run_by(self, staff: StaffMember):
        return self.filter(trainers=staff)

    def coming(self, now: datetime):
        return self.filter(ends_at__gt=now)

    def with_counts(self):
        """Add ``taken`` (booked) and ``waiting`` (on the waitlist)."""
        return self.annotate(
            taken=Count("bookings", filter=Q(bookings__status="booked")),
            waiting=Count("bookings", filter=Q(bookings__status="waitlisted")),
        )


class Session(models.Model):
    """One holding of a course, with its seats. ``starts_at`` and ``ends_at`` are of its meetings.

    Seats, waitlist and state change only through ``booking`` and ``running``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "準備中"
        OPEN = "open", "公開"
        CANCELLED = "cancelled", "中止"

    course = models.ForeignKey(Course, models.PROTECT, verbose_name="科目", related_name="sessions")
    title = StorableCharField("回の名前", max_length=60, blank=True)
    place = StorableCharField("会場", max_length=100, blank=True)
    online_address = models.URLField("オンラインのアドレス", blank=True)
    capacity = models.PositiveSmallIntegerField("定員")
    booking_opens_at = models.DateTimeField("受付開始")
    booking_closes_at = models.DateTimeField("受付終了")
    cancel_until = models.DateTimeField("本人が取り消せる期限")
    starts_at = models.DateTimeField("開始", db_index=True)
    ends_at = models.DateTimeField("終了")
    audience = models.JSONField("対象", default=list, blank=True)
    section_cap = models.PositiveSmallIntegerField("1つの課の上限", null=True, blank=True)
    section_cap_until = models.DateField("上限をなくす日", null=True, blank=True)
    equipment = StorableTextField("機材", blank=True)
    bring = StorableTextField("持ち物・準備", blank=True)
    partners = StorableCharField("合同で行う自治体", max_length=200, blank=True)
    trainers = models.ManyToManyField(
        StaffMember, verbose_name="研修担当", related_name="sessions_run", blank=True
    )
    lecturers = models.ManyToManyField(
        Lecturer, verbose_name="講師", related_name="sessions", blank=True
    )
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.DRAFT)
    cancelled_because = StorableTextField("中止の理由", blank=True)
    uid = models.UUIDField("予定の番号", default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField("予定の版", default=0, editable=False)
    changed_at = models.DateTimeField("最後の変更")
    is_demo = models.BooleanField("デモ", default=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "開催回"
        verbose_name_plural = "開催回"
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=1), name="session_has_a_seat"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(booking_closes_at__gt=F("booking_opens_at")),
                name="booking_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""),
                name="cancelled_session_has_a_reason",
            ),
        ]

    def __str__(self):
        return " ".join(part for part in [self.course.title, self.title] if part)

    def get_absolute_url(self):
        return reverse("training:session", args=[self.pk])

    @property
    def audit_label(self):
        return f"session-{self.pk}"

    @property
    def is_public(self) -> bool:
        return self.state != self.State.DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def audience_labels(self) -> list[str]:
        return [Audience(code).label for code in self.audience]

    def readers(self):
        """Who is in a public session: the people on its list, and those who run it."""
        if not self.is_public:
            return StaffMember.objects.none()
        on_list = Q(training_bookings__session=self) & ~Q(training_bookings__status="cancelled")
        return StaffMember.objects.filter(on_list | Q(sessions_run=self))

    def has_ended(self, now: datetime) -> bool:
        return self.ends_at <= now

    def has_started(self, now: datetime) -> bool:
        return self.starts_at <= now


class Meeting(models.Model):
    """One of the times at which a session comes together."""

    session = models.ForeignKey(
        Session, models.CASCADE, verbose_name="開催回", related_name="meetings"
    )
    starts_at = models.DateTimeField("開始")
    ends_at = models.DateTimeField("終了")
    place = StorableCharField("会場（この日だけ違うとき）", max_length=100, blank=True)

    class Meta:
        verbose_name = "日程"
        verbose_name_plural = "日程"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"
            )
        ]
