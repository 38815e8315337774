"""Calendar files: one session, or everything a person has a seat in, as RFC 5545.

The uid of a meeting never changes; ``SEQUENCE`` grows with every change of time or place, and a
cancelled session stays in the feed as CANCELLED, so that calendars take it out.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from icalendar import Calendar, Event, Timezone, TimezoneStandard

from portal.audit.trail import record
from portal.staff.models import StaffMember
from training.models import Booking, BookingEvent, FeedKey, Meeting, Session

CONTENT_TYPE = "text/calendar; charset=utf-8"
KEY_BYTES = 32
TOKYO = "Asia/Tokyo"
# Calendars keep what they have seen; older sessions need not be sent again.
KEPT = timedelta(days=180)
Kind = BookingEvent.Kind
GIVES_A_SEAT = [Kind.BOOKED, Kind.PROMOTED, Kind.ADDED, Kind.TAKEN]


class Entry(NamedTuple):
    """A meeting with what it is for its reader. ``steps``: how often their seat has changed."""

    meeting: Meeting
    is_cancelled: bool
    steps: int = 0


class Appointment(NamedTuple):
    """What another part puts into a person's feed. ``uid`` never changes; ``sequence`` and
    ``changed_at`` grow with every change. ``path`` leads to its page."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    path: str
    is_cancelled: bool
    sequence: int
    changed_at: datetime


_others: list[Callable[[StaffMember, datetime], Iterable[Appointment]]] = []


def adds_to_feed(appointments_of: Callable[[StaffMember, datetime], Iterable[Appointment]]) -> None:
    """For ``portal.flows``: what else stands in the feed of a person, from a moment on."""
    _others.append(appointments_of)


def calendar_of(session: Session) -> bytes:
    return _calendar([_event(Entry(m, session.is_cancelled)) for m in session.meetings.all()])


def feed_of(staff: StaffMember, now: datetime) -> bytes:
    """Meetings that ``staff`` has a seat in, those that were called off, and what others add."""
    seats = Booking.objects.filter(staff=staff, session__ends_at__gte=now - KEPT)
    booked = set(seats.booked().values_list("session", flat=True))
    had_seat = seats.filter(events__kind__in=GIVES_A_SEAT)
    given_back = set(had_seat.values_list("session", flat=True)) - booked
    meetings = Meeting.objects.filter(session__in=booked | given_back)
    meetings = meetings.select_related("session__course").order_by("starts_at", "pk")
    steps = _steps(staff, booked | given_back)
    events = [
        _event(Entry(each, each.session_id not in booked, steps[each.session_id]))
        for each in meetings
    ]
    added = [each for other in _others for each in other(staff, now - KEPT)]
    return _calendar(events + [_added_event(each) for each in added])


def _steps(staff: StaffMember, sessions: set[int]) -> dict[int, int]:
    events = BookingEvent.objects.filter(booking__staff=staff, booking__session__in=sessions)
    counts = events.order_by().values("booking__session").annotate(count=Count("pk"))
    return {row["booking__session"]: row["count"] - 1 for row in counts}


def etag_of(content: bytes) -> str:
    return f'"{sha256(content).hexdigest()[:32]}"'


def _calendar(events: list[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//DX Portal//Training//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "DXポータルの予定")
    calendar.add("x-wr-timezone", TOKYO)
    calendar.add_component(_tokyo())
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def _tokyo() -> Timezone:
    """Japan has had one time without summer time since 1952."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - local by definition
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=9))
    standard.add("tzname", "JST")
    zone = Timezone()
    zone.add("tzid", TOKYO)
    zone.add_component(standard)
    return zone


def _event(entry: Entry) -> Event:
    meeting, session = entry.meeting, entry.meeting.session
    title = f"【中止】{session}" if session.is_cancelled else str(session)
    return _added_event(
        Appointment(
            f"{session.uid}-{meeting.pk}@dx-portal",
            title,
            meeting.starts_at,
            meeting.ends_at,
            meeting.place or session.place or session.online_address,
            session.get_absolute_url(),
            entry.is_cancelled,
            session.sequence + entry.steps,
            session.changed_at,
        )
    )


def _added_event(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("dtstamp", appointment.changed_at.astimezone(UTC))
    event.add("last-modified", appointment.changed_at.astimezone(UTC))
    event.add("sequence", appointment.sequence)
    event.add("status", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    _add_moment(event, "dtstart", appointment.starts_at)
    _add_moment(event, "dtend", appointment.ends_at)
    event.add("summary", appointment.title)
    if appointment.place:
        event.add("location", appointment.place)
    event.add("url", settings.BASE_URL + appointment.path)
    return event


def _add_moment(event: Event, name: str, moment: datetime) -> None:
    local = moment.astimezone(UTC) + timedelta(hours=9)
    event.add(name, local.replace(tzinfo=None), parameters={"TZID": TOKYO})


@transaction.atomic
def replace_key(staff: StaffMember, *, now: datetime) -> str:
    """A new key; the old one opens nothing from now on. It is shown this once."""
    key = secrets.token_urlsafe(KEY_BYTES)
    row, _made = FeedKey.objects.update_or_create(
        staff=staff, defaults={"key_hash": _hash(key), "made_at": now}
    )
    record("training.feed.replaced", actor=staff, obj=row)
    return key


@transaction.atomic
def revoke_key(staff: StaffMember) -> None:
    row = FeedKey.objects.filter(staff=staff).first()
    if row:
        record("training.feed.revoked", actor=staff, obj=row)
        row.delete()


def person_of(key: str) -> StaffMember | None:
    """Whose feed a key opens; None for a wrong key and for an account that is switched off."""
    found = FeedKey.objects.filter(key_hash=_hash(key), staff__is_active=True)
    row = found.select_related("staff").first()
    return row.staff if row else None


def _hash(key: str) -> str:
    # 256 random bits need no slow hash.
    return sha256(key.encode()).hexdigest()
