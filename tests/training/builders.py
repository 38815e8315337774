"""Sessions, seats and the rest, filled in with what a test is not about."""

import itertools
from datetime import UTC, datetime, timedelta

from portal.files.keeping import keep_made_file
from portal.files.models import StoredFile
from training.models import (
    Attendance,
    Booking,
    BookingEvent,
    Course,
    Meeting,
    Session,
    SkillArea,
    SkillQuestion,
    SurveyQuestion,
)

_numbers = itertools.count(1)
# Friday 20 November 2026, 10:00 in Tokyo: the ``now`` of the tests.
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
# Thursday 10 December 2026, 14:00 to 16:00 in Tokyo.
STARTS = datetime(2026, 12, 10, 5, 0, tzinfo=UTC)


def a_course(title="見本の科目", **fields) -> Course:
    fields = {
        "code": f"course-{next(_numbers)}",
        "aim": "ねらいです。",
        "topic": "rpa",
        "form": "hands_on",
        "for_everyone": True,
        **fields,
    }
    return Course.objects.create(title=title, **fields)


def mp4(length: int = 0) -> bytes:
    """The smallest thing with the boxes of an MP4 file, and ``length`` bytes of pictures."""
    kinds = {b"ftyp": b"isom\0\0\2\0isommp41", b"moov": b"\0" * 8, b"mdat": bytes(length)}
    return b"".join((len(body) + 8).to_bytes(4) + name + body for name, body in kinds.items())


def a_video(course: Course, *, by, now=NOW, content=b"", name="動画.mp4") -> StoredFile:
    return keep_made_file(content or mp4(1000), name, by=by, owner=course, now=now)


def a_session(*, starts_at=STARTS, hours=2, trainers=(), meetings=1, **fields) -> Session:
    """One that can be booked since a month before it starts, until a day before."""
    course = fields.pop("course", None) or a_course()
    starts = [starts_at + timedelta(days=7 * number) for number in range(meetings)]
    fields = {
        "capacity": 2,
        "place": "会議室1",
        "state": Session.State.OPEN,
        "booking_opens_at": starts_at - timedelta(days=30),
        "booking_closes_at": starts_at - timedelta(days=1),
        "cancel_until": starts_at - timedelta(days=1),
        "changed_at": NOW,
        **fields,
    }
    session = Session.objects.create(
        course=course, starts_at=starts_at, ends_at=starts[-1] + timedelta(hours=hours), **fields
    )
    Meeting.objects.bulk_create(
        Meeting(session=session, starts_at=each, ends_at=each + timedelta(hours=hours))
        for each in starts
    )
    session.trainers.set(trainers)
    return session


def a_booking(session, staff, *, status=Booking.Status.BOOKED, at=NOW, **fields) -> Booking:
    """A row with the event that explains it, whatever the capacity."""
    booking = Booking.objects.create(
        session=session,
        staff=staff,
        department=staff.department,
        status=status,
        requested_at=at,
        **fields,
    )
    BookingEvent.objects.create(booking=booking, kind=status, at=at, by=staff)
    return booking


def was_there(booking, value=Attendance.Value.ATTENDED) -> None:
    for meeting in booking.session.meetings.all():
        Attendance.objects.create(
            booking=booking, meeting=meeting, value=value, how="list", at=meeting.ends_at
        )


def a_skill_question(label="RPAの基礎", *, area="ツール", **fields) -> SkillQuestion:
    number = next(_numbers)
    group, _made = SkillArea.objects.get_or_create(
        code=f"area-{area}"[:20] if area.isascii() else f"area-{len(area)}",
        defaults={"name": area},
    )
    fields = {"words": f"{label}が分かりますか。", "order": number, **fields}
    return SkillQuestion.objects.create(
        code=f"question-{number}", area=group, label=label, **fields
    )


def a_survey_question(kind="scale", **fields) -> SurveyQuestion:
    fields = {"words": f"質問{next(_numbers)}", **fields}
    return SurveyQuestion.objects.create(kind=kind, **fields)
