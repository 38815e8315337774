"""Attendance: by the trainer's list, and by the code on the room's screen.

Completions follow from it: who was at every meeting has completed the course.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from portal.audit.trail import events_at_the_end, record
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.staff.roles import has_right
from training import notices
from training.booking import lock
from training.certifying import issue, revoke
from training.models import Attendance, AttendanceChange, Booking, Completion, Meeting

Value, How = Attendance.Value, Attendance.How
# No letter that can be mistaken for another when it is read off a screen.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6
CODE_LASTS = timedelta(minutes=5)
OPENS_BEFORE = timedelta(minutes=30)
IN_TIME = timedelta(minutes=15)
# Source: RIGHTS, "attendance": closed after 14 days except for the DX section.
DAYS_OPEN = 14
COUNTS_AS_THERE = {Value.ATTENDED, Value.LATE}


class WrongCode(DomainError):
    message = "コードが違うか、期限が切れています。画面に出ているコードを入れてください。"


class NoSeatHere(DomainError):
    message = "この回の参加者の名簿に、名前がありません。研修担当に話してください。"


class AttendanceClosed(DomainError):
    message = f"終了から{DAYS_OPEN}日を過ぎました。訂正はDX課に頼んでください。"


class NotYetHeld(DomainError):
    message = "出欠は、開始の30分前から入力できます。"


@transaction.atomic
@events_at_the_end()
def mark(
    meeting: Meeting,
    values: dict[Booking, Value],
    *,
    by: StaffMember,
    now: datetime,
    how: How = How.LIST,
) -> int:
    """Enter or correct who was there; the old value is kept. Returns how many entries changed.

    Raises AttendanceClosed and NotYetHeld.
    """
    lock(meeting.session)
    _check_time(meeting, by, now)
    changed = [
        booking
        for booking, value in sorted(values.items(), key=lambda pair: pair[0].pk)
        if _put(meeting, booking, value, by=by, now=now, how=how)
    ]
    for booking in changed:
        follow_completion(booking, by=by, now=now)
    return len(changed)


@transaction.atomic
@events_at_the_end()
def check_in(meeting: Meeting, staff: StaffMember, code: str, *, now: datetime) -> Attendance:
    """A person says with the code from the screen that they are in the room.

    What the trainer entered stays. Raises WrongCode and NoSeatHere.
    """
    lock(meeting.session)
    if not _is_right(meeting, code, now):
        raise WrongCode
    booking = meeting.session.bookings.booked().filter(staff=staff).first()
    if booking is None:
        raise NoSeatHere
    entered = Attendance.objects.filter(meeting=meeting, booking=booking).first()
    if entered:
        return entered
    value = Value.ATTENDED if now <= meeting.starts_at + IN_TIME else Value.LATE
    _put(meeting, booking, value, by=staff, now=now, how=How.CODE)
    follow_completion(booking, by=staff, now=now)
    return Attendance.objects.get(meeting=meeting, booking=booking)


def meeting_by_code(staff: StaffMember, code: str, *, now: datetime) -> Meeting:
    """The meeting going on that ``staff`` has a seat in and that shows this code now.

    Raises WrongCode.
    """
    seats = Booking.objects.booked().filter(staff=staff).values("session")
    going_on = Meeting.objects.filter(
        session__in=seats, starts_at__lte=now + OPENS_BEFORE, ends_at__gte=now
    )
    for meeting in going_on.select_related("session__course"):
        if _is_right(meeting, code, now):
            return meeting
    raise WrongCode


def code_of(meeting: Meeting, now: datetime) -> str:
    """What the room's screen shows now. A new one every five minutes, so that none travels far."""
    return _code(meeting, int(now.timestamp() // CODE_LASTS.total_seconds()))


def _code(meeting: Meeting, slot: int) -> str:
    digest = salted_hmac("training.attending", f"{meeting.pk}-{slot}", algorithm="sha256").digest()
    number = int.from_bytes(digest)
    return "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(6))


def _is_right(meeting: Meeting, code: str, now: datetime) -> bool:
    typed = code.strip().upper()
    is_on = meeting.starts_at - OPENS_BEFORE <= now <= meeting.ends_at
    right = (code_of(meeting, now), code_of(meeting, now - CODE_LASTS))
    return is_on and any(constant_time_compare(typed, each) for each in right)


def _check_time(meeting: Meeting, by: StaffMember, now: datetime) -> None:
    if now < meeting.starts_at - OPENS_BEFORE:
        raise NotYetHeld
    is_late = now > meeting.session.ends_at + timedelta(days=DAYS_OPEN)
    if is_late and not has_right(by, "attendance", "record, correct"):
        raise AttendanceClosed


def _put(meeting, booking, value, *, by, now, how) -> bool:
    """Write one entry with its old value. Whether anything changed."""
    entry = Attendance.objects.filter(meeting=meeting, booking=booking).first()
    old = entry.value if entry else ""
    if old == value:
        return False
    entry = entry or Attendance(meeting=meeting, booking=booking)
    entry.value, entry.how, entry.at = value, how, now
    entry.save()
    AttendanceChange.objects.create(attendance=entry, old=old, new=value, by=by, at=now)
    act = "training.attendance.corrected" if old else "training.attendance.entered"
    record(act, actor=by, obj=entry, details={"value": str(value), "how": str(how)})
    return True


def follow_completion(booking: Booking, *, by: StaffMember, now: datetime) -> None:
    """Make the completion that the entries give, or take it back with its certificate."""
    session = booking.session
    completion = Completion.objects.filter(staff=booking.staff, session=session).first()
    is_complete = _was_at_all(booking)
    if is_complete and completion is None:
        completion = Completion.objects.create(
            staff=booking.staff,
            department_id=booking.staff.department_id,
            course=session.course,
            session=session,
            completed_on=timezone.localdate(session.ends_at),
        )
        _certify(completion, now)
    elif completion and not is_complete:
        certificate = getattr(completion, "certificate", None)
        if certificate and certificate.is_valid:
            revoke(certificate, reason="出欠の訂正", by=by, now=now)
        completion.delete()


def _certify(completion: Completion, now: datetime) -> None:
    if completion.course.gives_certificate:
        issue(completion, now=now)
    title = completion.course.title
    notices.completed(completion.staff, f"completion-{completion.pk}", title=title, now=now)


def _was_at_all(booking: Booking) -> bool:
    meetings = booking.session.meetings.count()
    there = booking.attendances.filter(value__in=COUNTS_AS_THERE).count()
    return bool(meetings) and there == meetings


def entries_of(meeting: Meeting, bookings: Iterable[Booking]) -> dict[int, Attendance]:
    """What is entered so far, by the pk of the booking, with its changes."""
    rows = Attendance.objects.filter(meeting=meeting, booking__in=bookings)
    return {row.booking_id: row for row in rows.prefetch_related("changes__by")}
