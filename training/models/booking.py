"""Seats: who has one, who waits, and everything that ever happened to it."""

from django.db import models
from django.db.models import Q

from portal.staff.models import Department, StaffMember
from portal.ui.storable import StorableCharField
from training.models.session import Session


class CancelReason(models.TextChoices):
    """Why a seat was given back. A closed list, with free words beside it."""

    DUTY = "duty", "業務の都合"
    ILLNESS = "illness", "体調"
    ANOTHER_DATE = "another_date", "別の回で受ける"
    NO_NEED = "no_need", "受ける必要がなくなった"
    OTHER = "other", "そのほか"
    # These two are not for people to choose.
    DESK = "desk", "研修担当による取り消し"
    SESSION = "session", "開催回の中止"


class BookingQuerySet(models.QuerySet):
    def live(self):
        return self.filter(status__in=[Booking.Status.BOOKED, Booking.Status.WAITLISTED])

    def booked(self):
        return self.filter(status=Booking.Status.BOOKED)

    def waiting(self):
        """In the order in which they will get a seat."""
        queue = self.filter(status=Booking.Status.WAITLISTED)
        return queue.order_by("requested_at", "pk")


class Booking(models.Model):
    """That a person asked for a seat. A person has at most one live one in a session."""

    class Status(models.TextChoices):
        BOOKED = "booked", "申込済み"
        WAITLISTED = "waitlisted", "補欠"
        CANCELLED = "cancelled", "取り消し"

    session = models.ForeignKey(
        Session, models.PROTECT, verbose_name="開催回", related_name="bookings"
    )
    staff = models.ForeignKey(
        StaffMember, models.PROTECT, verbose_name="職員", related_name="training_bookings"
    )
    # As it was when they asked: a move does not change the counts of the old section.
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="申込時の所属",
        related_name="+",
    )
    status = models.CharField("状態", max_length=10, choices=Status.choices)
    requested_at = models.DateTimeField("申込日時")
    added_because = StorableCharField("加えた理由", max_length=200, blank=True)
    cancel_reason = models.CharField(
        "取り消しの理由", max_length=20, choices=CancelReason.choices, blank=True
    )
    cancel_words = StorableCharField("くわしい理由", max_length=200, blank=True)
    cancelled_at = models.DateTimeField("取り消した日時", null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = "申込み"
        verbose_name_plural = "申込み"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "staff"],
                condition=~Q(status="cancelled"),
                name="one_live_booking_per_person_and_session",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False) & ~Q(cancel_reason="")
                | ~Q(status="cancelled") & Q(cancelled_at=None, cancel_reason=""),
                name="cancelled_booking_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["booked", "waitlisted", "cancelled"]),
                name="booking_status_is_known",
            ),
        ]
        indexes = [models.Index(fields=["session", "status", "requested_at"])]

    @property
    def audit_label(self):
        return f"booking-{self.pk}"

    @property
    def is_live(self) -> bool:
        return self.status != self.Status.CANCELLED

    @property
    def is_booked(self) -> bool:
        return self.status == self.Status.BOOKED


class BookingEvent(models.Model):
    """One step of a booking. Rows are only added: they explain every state there is."""

    class Kind(models.TextChoices):
        BOOKED = "booked", "申し込んだ"
        WAITLISTED = "waitlisted", "補欠になった"
        PROMOTED = "promoted", "繰り上がった"
        TAKEN = "taken", "空席を取った"
        ADDED = "added", "研修担当が加えた"
        CANCELLED = "cancelled", "取り消した"

    booking = models.ForeignKey(
        Booking, models.CASCADE, verbose_name="申込み", related_name="events"
    )
    kind = models.CharField("できごと", max_length=10, choices=Kind.choices)
    at = models.DateTimeField("日時")
    by = models.ForeignKey(
        StaffMember,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="操作した人",
        related_name="+",
    )

    class Meta:
        verbose_name = "申込みの経過"
        verbose_name_plural = "申込みの経過"
        ordering = ["pk"]
