"""Attendance: by list, by code, corrected without losing what was; and what follows from it."""

from datetime import timedelta

import pytest

from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.training.builders import NOW, STARTS, a_booking, a_session, was_there
from training.attending import (
    AttendanceClosed,
    NotYetHeld,
    WrongCode,
    check_in,
    code_of,
    mark,
    meeting_by_code,
)
from training.certifying import AlreadyRevoked, certificate_by_code, issue, revoke
from training.models import Attendance, AttendanceChange, Certificate, Completion

pytestmark = pytest.mark.django_db
Value = Attendance.Value
AFTER = STARTS + timedelta(hours=3)


def test_a_correction_keeps_the_value_before_it():
    booking, trainer = a_booking(a_session(), a_staff_member()), a_staff_member()
    meeting = booking.session.meetings.get()

    mark(meeting, {booking: Value.ABSENT}, by=trainer, now=AFTER)
    mark(meeting, {booking: Value.LATE}, by=trainer, now=AFTER)

    changes = AttendanceChange.objects.values_list("old", "new")
    assert list(changes) == [("", "absent"), ("absent", "late")]


def test_the_same_value_again_is_no_correction():
    booking, trainer = a_booking(a_session(), a_staff_member()), a_staff_member()
    meeting = booking.session.meetings.get()

    counts = [mark(meeting, {booking: Value.LATE}, by=trainer, now=AFTER) for _each in range(2)]

    assert (counts, AttendanceChange.objects.count()) == ([1, 0], 1)


@pytest.mark.parametrize(
    ("role", "at", "refusal"),
    [
        (Role.TRAINER, STARTS - timedelta(hours=1), NotYetHeld),
        (Role.TRAINER, AFTER + timedelta(days=15), AttendanceClosed),
        (Role.TRAINER, AFTER + timedelta(days=13), None),
        (Role.OFFICER, AFTER + timedelta(days=15), None),
    ],
)
def test_attendance_can_be_entered_in_its_time(role, at, refusal):
    booking, by = a_booking(a_session(), a_staff_member()), a_staff_member(role=role)
    meeting = booking.session.meetings.get()

    if refusal:
        with pytest.raises(refusal):
            mark(meeting, {booking: Value.ATTENDED}, by=by, now=at)
    else:
        mark(meeting, {booking: Value.ATTENDED}, by=by, now=at)

    assert Attendance.objects.exists() == (refusal is None)


@pytest.mark.parametrize(
    ("values", "is_complete"),
    [
        (["attended", "attended"], True),
        (["attended", "late"], True),
        (["attended", "partly"], False),
        (["attended", "absent"], False),
        (["attended", "excused"], False),
        (["attended", None], False),
    ],
)
def test_who_was_at_every_meeting_has_completed(values, is_complete):
    booking, trainer = a_booking(a_session(meetings=2), a_staff_member()), a_staff_member()
    at = STARTS + timedelta(days=8)

    for meeting, value in zip(booking.session.meetings.all(), values, strict=True):
        if value:
            mark(meeting, {booking: Value(value)}, by=trainer, now=at)

    assert Completion.objects.exists() == is_complete
    assert Certificate.objects.exists() == is_complete


def test_a_correction_takes_the_completion_back_and_revokes_its_certificate():
    booking, trainer = a_booking(a_session(), a_staff_member()), a_staff_member()
    meeting = booking.session.meetings.get()
    mark(meeting, {booking: Value.ATTENDED}, by=trainer, now=AFTER)

    mark(meeting, {booking: Value.ABSENT}, by=trainer, now=AFTER)

    certificate = Certificate.objects.get()
    assert not Completion.objects.exists()
    assert (certificate.is_valid, certificate.revoked_because) == (False, "出欠の訂正")


@pytest.mark.parametrize(
    ("minutes", "value"), [(-20, "attended"), (15, "attended"), (16, "late"), (119, "late")]
)
def test_the_code_on_the_screen_says_who_is_in_the_room(minutes, value):
    booking = a_booking(a_session(), a_staff_member())
    meeting = booking.session.meetings.get()
    at = STARTS + timedelta(minutes=minutes)

    entry = check_in(meeting, booking.staff, code_of(meeting, at).lower(), now=at)

    assert (entry.value, entry.how) == (value, "code")


@pytest.mark.parametrize("minutes", [-40, 11, 130])
def test_an_old_code_or_one_outside_of_the_time_opens_nothing(minutes):
    booking = a_booking(a_session(), a_staff_member())
    meeting = booking.session.meetings.get()
    shown = STARTS + timedelta(minutes=minutes if minutes != 11 else 0)

    with pytest.raises(WrongCode):
        check_in(
            meeting,
            booking.staff,
            code_of(meeting, shown),
            now=STARTS + timedelta(minutes=minutes),
        )

    assert not Attendance.objects.exists()


def test_only_who_has_a_seat_finds_a_meeting_by_its_code():
    booking = a_booking(a_session(), a_staff_member())
    meeting = booking.session.meetings.get()
    code = code_of(meeting, STARTS)

    assert meeting_by_code(booking.staff, code, now=STARTS) == meeting
    with pytest.raises(WrongCode):
        meeting_by_code(a_staff_member(), code, now=STARTS)


def test_a_code_does_not_undo_what_the_trainer_entered():
    booking = a_booking(a_session(), a_staff_member())
    meeting = booking.session.meetings.get()
    mark(meeting, {booking: Value.PARTLY}, by=a_staff_member(), now=STARTS)

    entry = check_in(meeting, booking.staff, code_of(meeting, STARTS), now=STARTS)

    assert entry.value == "partly"


def a_certificate(**fields):
    booking = a_booking(a_session(), a_staff_member(**fields))
    was_there(booking)
    completion = Completion.objects.create(
        staff=booking.staff,
        course=booking.session.course,
        session=booking.session,
        completed_on=STARTS.date(),
    )
    return issue(completion, now=AFTER)


def test_a_certificate_keeps_the_name_of_its_day():
    certificate = a_certificate(name="髙﨑 𠮷男", reading="たかさき よしお")
    certificate.staff.name = "神 𠮷男"
    certificate.staff.save()

    certificate.refresh_from_db()
    assert certificate.name == "髙﨑 𠮷男"


def test_a_certificate_is_found_however_its_number_is_typed():
    certificate = a_certificate()

    typed = certificate.code.lower().replace("-", " ")

    assert certificate_by_code(typed) == certificate
    assert certificate_by_code("AAAA-AAAA-AAAA") is None


def test_a_certificate_is_revoked_once():
    certificate = a_certificate()
    revoke(certificate, reason="誤り", by=a_staff_member(), now=NOW)

    with pytest.raises(AlreadyRevoked):
        revoke(certificate, reason="誤り", by=a_staff_member(), now=NOW)
