"""Seats: one function for each way they change. Every one locks the session first, then counts.

No page, command or import writes bookings in another way. ``fill_free_seats`` runs in every
function that can free a seat, in the same transaction.
"""

from datetime import datetime

from django.db import connection, transaction

from portal.audit.trail import events_at_the_end, record
from portal.errors import DomainError
from portal.staff.models import StaffMember
from training import notices
from training.models import Booking, BookingEvent, CancelReason, Session
from training.verdict import BOOK, TAKE, Verdict, facts_of, judge, moves_up_by_itself

Status, Kind = Booking.Status, BookingEvent.Kind
OWN_REASONS = [
    reason for reason in CancelReason if reason not in (CancelReason.DESK, CancelReason.SESSION)
]


class NoSeat(DomainError):
    """The verdict says no; it is kept in ``verdict``."""

    def __init__(self, verdict: Verdict):
        super().__init__(verdict.sentence + verdict.next_step)
        self.verdict = verdict


class TooLateToCancel(DomainError):
    message = "自分で取り消せる期限を過ぎました。研修担当に連絡してください。"


class NotOnTheList(DomainError):
    message = "この申込みは、すでに取り消されています。"


class CapacityBelowBooked(DomainError):
    def __init__(self, booked: int):
        super().__init__(f"申込済みの人が{booked}人います。{booked}人以上にしてください。")


class SessionFull(DomainError):
    message = "満席です。定員を増やしてから加えるか、「定員を1つ増やす」を選んでください。"


class AlreadyHasSeat(DomainError):
    message = "この人は、すでに申込済みです。"


class SessionIsOff(DomainError):
    message = "公開されていないか、中止になった回です。"


class NotInTransaction(Exception):
    """A lock outside of a transaction: a bug that SQLite would not show."""


def lock(session: Session) -> Session:
    """The row that carries the seats, locked and as it is now. The first query of every verb."""
    if not connection.in_atomic_block:
        raise NotInTransaction
    return Session.objects.select_for_update().get(pk=session.pk)


@transaction.atomic
def book_seat(session: Session, staff: StaffMember, *, now: datetime) -> Booking:
    """Give ``staff`` a seat, or a place on the waitlist when none is free.

    Who has one already gets the same again. Raises NoSeat, and then changes nothing.
    """
    session = lock(session)
    facts = facts_of(session, staff)
    if facts.own:
        return facts.own
    verdict = judge(session, facts, staff, now)
    if not verdict.is_allowed:
        raise NoSeat(verdict)
    has_seat = verdict.act == BOOK
    booking = Booking.objects.create(
        session=session,
        staff=staff,
        department_id=staff.department_id,
        status=Status.BOOKED if has_seat else Status.WAITLISTED,
        requested_at=now,
    )
    _note(booking, Kind.BOOKED if has_seat else Kind.WAITLISTED, staff, now)
    record("training.booking.made", actor=staff, obj=booking, details={"status": booking.status})
    return booking


@transaction.atomic
def take_free_seat(session: Session, staff: StaffMember, *, now: datetime) -> Booking:
    """Shortly before the start: of all who wait, the first who asks has the free seat.

    Raises NoSeat when somebody was faster.
    """
    session = lock(session)
    facts = facts_of(session, staff)
    if facts.own and facts.own.is_booked:
        return facts.own
    verdict = judge(session, facts, staff, now)
    if verdict.act != TAKE:
        raise NoSeat(verdict)
    _seat(facts.own, Kind.TAKEN, staff, now)
    record("training.booking.promoted", actor=staff, obj=facts.own)
    return facts.own


@transaction.atomic
@events_at_the_end()
def cancel_own(booking: Booking, *, reason: CancelReason, words: str, now: datetime) -> Booking:
    """Give one's seat or place on the waitlist back. A second time changes nothing.

    Raises TooLateToCancel: a seat after the deadline, a place on the waitlist after the start.
    """
    session = lock(booking.session)
    booking = session.bookings.select_related("staff").get(pk=booking.pk)
    if not booking.is_live:
        return booking
    deadline = session.cancel_until if booking.is_booked else session.starts_at
    if now > deadline:
        raise TooLateToCancel
    _cancel(booking, reason, words, booking.staff, now)
    record("training.booking.cancelled", actor=booking.staff, obj=booking)
    fill_free_seats(session, now=now)
    return booking


@transaction.atomic
@events_at_the_end()
def cancel_for(booking: Booking, *, words: str, by: StaffMember, now: datetime) -> Booking:
    """The desk takes somebody off the list; the person is told. Raises NotOnTheList."""
    session = lock(booking.session)
    booking = session.bookings.select_related("staff").get(pk=booking.pk)
    if not booking.is_live:
        raise NotOnTheList
    booking.session = session
    _cancel(booking, CancelReason.DESK, words, by, now)
    notices.cancelled_by_desk(booking, now=now)
    record("training.booking.cancelled", actor=by, obj=booking)
    fill_free_seats(session, now=now)
    return booking


@transaction.atomic
@events_at_the_end()
def add_person(
    session: Session,
    staff: StaffMember,
    *,
    reason: str,
    by: StaffMember,
    now: datetime,
    raise_capacity: bool = False,
) -> Booking:
    """The desk gives a seat with a reason, also after the booking window and past the waitlist.

    With ``raise_capacity`` a full session grows by one. Raises SessionIsOff, AlreadyHasSeat and
    SessionFull.
    """
    session = lock(session)
    if not session.is_public or session.is_cancelled:
        raise SessionIsOff
    own = session.bookings.live().filter(staff=staff).first()
    if own and own.is_booked:
        raise AlreadyHasSeat
    if session.bookings.booked().count() >= session.capacity:
        if not raise_capacity:
            raise SessionFull
        session.capacity += 1
        session.save(update_fields=["capacity"])
    booking = own or Booking(
        session=session, staff=staff, department_id=staff.department_id, requested_at=now
    )
    booking.added_because = reason
    booking.status = Status.BOOKED
    booking.save()
    _note(booking, Kind.ADDED, by, now)
    notices.added(booking, now=now)
    record("training.booking.added", actor=by, obj=booking, details={"session": session.pk})
    return booking


@transaction.atomic
@events_at_the_end()
def change_capacity(session: Session, capacity: int, *, by: StaffMember, now: datetime) -> Session:
    """More seats go to the waitlist at once. Raises CapacityBelowBooked."""
    session = lock(session)
    booked = session.bookings.booked().count()
    if capacity < booked:
        raise CapacityBelowBooked(booked)
    if capacity == session.capacity:
        return session
    session.capacity = capacity
    session.save(update_fields=["capacity"])
    record("training.session.changed", actor=by, obj=session, details={"capacity": capacity})
    fill_free_seats(session, now=now)
    return session


@transaction.atomic
@events_at_the_end()
def cancel_session(session: Session, *, reason: str, by: StaffMember, now: datetime) -> Session:
    """Call a session off. Everybody on the list is told; calendars show it as cancelled."""
    session = lock(session)
    if session.is_cancelled:
        return session
    bookings = list(session.bookings.live().select_related("staff").order_by("pk"))
    for booking in bookings:
        _cancel(booking, CancelReason.SESSION, "", by, now)
    session.state = Session.State.CANCELLED
    session.cancelled_because = reason
    session.sequence += 1
    session.changed_at = now
    session.save(update_fields=["state", "cancelled_because", "sequence", "changed_at"])
    notices.session_cancelled(session, [booking.staff for booking in bookings], now=now)
    record("training.session.cancelled", actor=by, obj=session, details={"told": len(bookings)})
    return session


def fill_free_seats(session: Session, *, now: datetime) -> list[Booking]:
    """Give free seats to those who wait, in order. ``session`` is locked.

    In the last working hours nobody is moved by surprise: all who wait are told instead.
    """
    if session.state != Session.State.OPEN or session.has_started(now):
        return []
    free = session.capacity - session.bookings.booked().count()
    if free <= 0:
        return []
    waiting = list(session.bookings.waiting().select_related("staff"))
    if not moves_up_by_itself(session, now):
        if waiting:
            notices.seat_is_free(session, [each.staff for each in waiting], now=now)
        return []
    for booking in waiting[:free]:
        booking.session = session
        _seat(booking, Kind.PROMOTED, None, now)
        notices.promoted(booking, now=now)
        record("training.booking.promoted", actor=None, obj=booking)
    return waiting[:free]


def _seat(booking: Booking, kind: Kind, by: StaffMember | None, now: datetime) -> None:
    booking.status = Status.BOOKED
    booking.save(update_fields=["status"])
    _note(booking, kind, by, now)


def _cancel(booking, reason: CancelReason, words: str, by: StaffMember, now: datetime) -> None:
    booking.status = Status.CANCELLED
    booking.cancel_reason = reason
    booking.cancel_words = words
    booking.cancelled_at = now
    booking.save(update_fields=["status", "cancel_reason", "cancel_words", "cancelled_at"])
    _note(booking, Kind.CANCELLED, by, now)


def _note(booking: Booking, kind: Kind, by: StaffMember | None, now: datetime) -> None:
    BookingEvent.objects.create(booking=booking, kind=kind, at=now, by=by)
