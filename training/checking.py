"""What must always hold of seats, asked of the database as it is. For operators: check_bookings."""

from datetime import datetime

from django.db.models import Count

from training.models import Booking, BookingEvent, Session
from training.verdict import moves_up_by_itself

Kind, Status = BookingEvent.Kind, Booking.Status
EXPLAINS = {
    Status.BOOKED: {Kind.BOOKED, Kind.PROMOTED, Kind.TAKEN, Kind.ADDED},
    Status.WAITLISTED: {Kind.WAITLISTED},
    Status.CANCELLED: {Kind.CANCELLED},
}


def faults(now: datetime) -> list[str]:
    """One line for each thing that does not hold; empty when all does. Changes nothing."""
    sessions = list(Session.objects.with_counts().order_by("pk"))
    return [
        *_overbooked(sessions),
        *_forgotten_waiters(sessions, now),
        *_seats_in_cancelled(sessions),
        *_twice_on_a_list(),
        *_unexplained(),
    ]


def _overbooked(sessions):
    for session in sessions:
        if session.taken > session.capacity:
            yield f"開催回{session.pk}：定員{session.capacity}に申込済み{session.taken}"


def _forgotten_waiters(sessions, now):
    for session in sessions:
        is_filling = session.state == Session.State.OPEN and not session.has_started(now)
        if not is_filling or not moves_up_by_itself(session, now):
            continue
        if session.waiting and session.taken < session.capacity:
            yield f"開催回{session.pk}：空席があるのに補欠{session.waiting}"


def _seats_in_cancelled(sessions):
    for session in sessions:
        if session.is_cancelled and (session.taken or session.waiting):
            yield f"開催回{session.pk}：中止なのに申込みが残っている"


def _twice_on_a_list():
    live = Booking.objects.live().order_by().values("session", "staff")
    for row in live.annotate(count=Count("pk")).filter(count__gt=1):
        yield f"開催回{row['session']}：職員{row['staff']}の申込みが{row['count']}つ"


def _unexplained():
    last = dict(BookingEvent.objects.order_by("pk").values_list("booking", "kind"))
    for pk, status in Booking.objects.order_by("pk").values_list("pk", "status"):
        if last.get(pk) not in EXPLAINS[status]:
            yield f"申込み{pk}：状態{status}を説明する経過がない"
