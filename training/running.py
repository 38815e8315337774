"""Preparing sessions: making, changing, opening and repeating them."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from portal.audit.trail import events_at_the_end, record
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.submitting.versions import ChangedMeanwhile, version_of
from training import notices
from training.booking import change_capacity, lock
from training.models import Course, Meeting, Session

# A change of these is news for those who have a seat, and a new version in their calendars.
TOLD = ["place", "online_address", "starts_at", "ends_at"]
PLAIN = [
    "title", "place", "online_address", "booking_opens_at", "booking_closes_at", "cancel_until",
    "audience", "section_cap", "section_cap_until", "equipment", "bring", "partners",
]  # fmt: skip


class NotADraft(DomainError):
    message = "この回は、すでに公開されているか、中止になっています。"


class AlreadyHeld(DomainError):
    message = "終わった回や中止になった回は変更できません。"


class Times(NamedTuple):
    """One meeting as it is typed: its two moments, both aware."""

    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def make_session(
    course: Course,
    values: dict,
    meetings: list[Times],
    *,
    by: StaffMember,
    now: datetime,
    is_demo: bool = False,
) -> Session:
    """A draft that ``by`` runs. ``values`` has the fields of PLAIN and ``capacity``."""
    session = Session.objects.create(
        course=course,
        **values,
        starts_at=meetings[0].starts_at,
        ends_at=max(each.ends_at for each in meetings),
        changed_at=now,
        is_demo=is_demo,
    )
    session.trainers.add(by)
    Meeting.objects.bulk_create(Meeting(session=session, **each._asdict()) for each in meetings)
    record("training.session.made", actor=by, obj=session, details={"course": course.code})
    return session


@transaction.atomic
@events_at_the_end()
def change_session(
    session: Session,
    values: dict,
    meetings: list[Times],
    *,
    version: str,
    by: StaffMember,
    now: datetime,
) -> Session:
    """Put ``values`` and ``meetings`` in place; who has a seat is told of a new time or place.

    Raises ChangedMeanwhile, AlreadyHeld and CapacityBelowBooked, and then changes nothing.
    """
    session = lock(session)
    if version != version_of(session, [*PLAIN, "capacity"]):
        raise ChangedMeanwhile(session)
    if session.is_cancelled or session.has_ended(now):
        raise AlreadyHeld
    old = [getattr(session, field) for field in TOLD] + [_times_of(session)]
    for field in PLAIN:
        setattr(session, field, values[field])
    session.starts_at = meetings[0].starts_at
    session.ends_at = max(each.ends_at for each in meetings)
    _put_meetings(session, meetings)
    is_news = old != [getattr(session, field) for field in TOLD] + [_times_of(session)]
    if is_news:
        session.sequence += 1
        session.changed_at = now
    session.save(update_fields=[*PLAIN, "starts_at", "ends_at", "sequence", "changed_at"])
    if is_news and session.is_public:
        _tell_everybody(session, now)
    record("training.session.changed", actor=by, obj=session)
    return change_capacity(session, values["capacity"], by=by, now=now)


def _times_of(session: Session) -> list[Times]:
    return [Times(each.starts_at, each.ends_at) for each in session.meetings.all()]


def _put_meetings(session: Session, meetings: list[Times]) -> None:
    """Keep the rows of meetings that stay in their place: attendance hangs on them."""
    rows = list(session.meetings.all())
    for row, times in zip(rows, meetings, strict=False):
        row.starts_at, row.ends_at = times
        row.save(update_fields=["starts_at", "ends_at"])
    for row in rows[len(meetings) :]:
        row.delete()
    Meeting.objects.bulk_create(
        Meeting(session=session, **times._asdict()) for times in meetings[len(rows) :]
    )


def _tell_everybody(session: Session, now: datetime) -> None:
    live = session.bookings.live().select_related("staff")
    notices.session_changed(session, [booking.staff for booking in live], now=now)


@transaction.atomic
def open_session(session: Session, *, by: StaffMember, now: datetime) -> Session:
    """Show a draft to everybody. Raises NotADraft."""
    session = lock(session)
    if session.state != Session.State.DRAFT:
        raise NotADraft
    session.state = Session.State.OPEN
    session.changed_at = now
    session.save(update_fields=["state", "changed_at"])
    record("training.session.opened", actor=by, obj=session)
    return session


@transaction.atomic
def repeat_session(
    session: Session, *, days: int, by: StaffMember, now: datetime, title: str | None = None
) -> Session:
    """A draft like ``session``, every date ``days`` later. Seats and state are not taken over."""
    shift = _shifter(days)
    values = {field: getattr(session, field) for field in PLAIN}
    for field in ("booking_opens_at", "booking_closes_at", "cancel_until", "section_cap_until"):
        values[field] = shift(values[field])
    meetings = [
        Times(shift(each.starts_at), shift(each.ends_at)) for each in session.meetings.all()
    ]
    values["capacity"] = session.capacity
    values["title"] = session.title if title is None else title
    copy = make_session(session.course, values, meetings, by=by, now=now, is_demo=session.is_demo)
    copy.trainers.add(*session.trainers.all())
    copy.lecturers.set(session.lecturers.all())
    return copy


def _shifter(days: int):
    from_days = timedelta(days=days)
    return lambda moment: moment + from_days if moment else moment
