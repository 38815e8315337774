"""Seats: who gets one, who waits, and who moves up."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from portal.notifications.models import Notification
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.staff.roster_files import a_department
from tests.training.builders import STARTS, a_booking, a_course, a_session
from training.booking import (
    AlreadyHasSeat,
    CapacityBelowBooked,
    NoSeat,
    NotOnTheList,
    SessionFull,
    SessionIsOff,
    TooLateToCancel,
    add_person,
    book_seat,
    cancel_for,
    cancel_own,
    cancel_session,
    change_capacity,
    take_free_seat,
)
from training.checking import faults
from training.models import Booking, BookingEvent, CancelReason, Session
from training.verdict import Facts, facts_of, facts_of_many, judge, last_moment

pytestmark = pytest.mark.django_db
DUTY = CancelReason.DUTY


def people(count):
    return [a_staff_member() for _each in range(count)]


def statuses(session):
    return [each.status for each in session.bookings.order_by("requested_at", "pk")]


@pytest.fixture
def now():
    return STARTS - timedelta(days=10)


def test_who_comes_after_the_last_seat_waits(now):
    session = a_session(capacity=2)

    for staff in people(4):
        book_seat(session, staff, now=now)

    assert statuses(session) == ["booked", "booked", "waitlisted", "waitlisted"]
    assert faults(now) == []


def test_a_second_press_leads_to_the_same_seat(now):
    session, staff = a_session(), a_staff_member()

    assert book_seat(session, staff, now=now) == book_seat(session, staff, now=now)
    assert BookingEvent.objects.count() == 1


def test_a_seat_given_back_goes_to_the_first_who_waits_and_she_is_told(now):
    session = a_session(capacity=1)
    first, second, third = people(3)
    booking = book_seat(session, first, now=now)
    book_seat(session, second, now=now)
    book_seat(session, third, now=now)

    cancel_own(booking, reason=DUTY, words="", now=now)

    assert statuses(session) == ["cancelled", "booked", "waitlisted"]
    assert [each.recipient for each in Notification.objects.all()] == [second]
    assert faults(now) == []


def test_nobody_new_passes_those_who_wait(now):
    session = a_session(capacity=1)
    booking = book_seat(session, a_staff_member(), now=now)
    waiting = book_seat(session, a_staff_member(), now=now)
    cancel_own(booking, reason=DUTY, words="", now=now)

    new = book_seat(session, a_staff_member(), now=now)

    waiting.refresh_from_db()
    assert (waiting.status, new.status) == ("booked", "waitlisted")


def test_who_gave_a_seat_back_may_ask_again_and_comes_last(now):
    session = a_session(capacity=1)
    staff = a_staff_member()
    booking = book_seat(session, staff, now=now)
    book_seat(session, a_staff_member(), now=now)
    cancel_own(booking, reason=DUTY, words="", now=now)

    assert book_seat(session, staff, now=now).status == "waitlisted"


def test_cancelling_twice_changes_nothing_more(now):
    session = a_session(capacity=1)
    booking = book_seat(session, a_staff_member(), now=now)
    cancel_own(booking, reason=DUTY, words="", now=now)

    again = cancel_own(booking, reason=CancelReason.OTHER, words="二度目", now=now)

    assert (again.cancel_reason, again.events.count()) == ("duty", 2)


@pytest.mark.parametrize(
    ("status", "hours", "is_refused"),
    [("booked", 0, False), ("booked", 1, True), ("waitlisted", 1, False)],
)
def test_after_the_deadline_only_the_waitlist_can_still_be_left(status, hours, is_refused):
    session = a_session()
    booking = a_booking(session, a_staff_member(), status=status)
    at = session.cancel_until + timedelta(hours=hours)

    if is_refused:
        with pytest.raises(TooLateToCancel):
            cancel_own(booking, reason=DUTY, words="", now=at)
    else:
        cancel_own(booking, reason=DUTY, words="", now=at)

    booking.refresh_from_db()
    assert booking.is_live == is_refused


def test_in_the_last_hours_all_who_wait_are_told_and_the_first_to_ask_has_it():
    session = a_session(capacity=1)
    seat = a_booking(session, a_staff_member())
    first, second = people(2)
    a_booking(session, first, status="waitlisted")
    a_booking(session, second, status="waitlisted")
    late = STARTS - timedelta(hours=2)

    cancel_for(seat, words="体調", by=a_staff_member(), now=late)
    taken = take_free_seat(session, second, now=late)

    assert (taken.staff, taken.status) == (second, "booked")
    told = Notification.objects.filter(kind="training_last_minute")
    assert {each.recipient for each in told} == {first, second}
    with pytest.raises(NoSeat):
        take_free_seat(session, first, now=late)
    assert faults(late) == []


def test_more_seats_go_to_the_waitlist_at_once(now):
    session = a_session(capacity=1)
    for staff in people(4):
        book_seat(session, staff, now=now)

    change_capacity(session, 3, by=a_staff_member(), now=now)

    assert statuses(session) == ["booked", "booked", "booked", "waitlisted"]


def test_the_capacity_never_falls_below_those_who_have_a_seat(now):
    session = a_session(capacity=2)
    for staff in people(2):
        book_seat(session, staff, now=now)

    with pytest.raises(CapacityBelowBooked):
        change_capacity(session, 1, by=a_staff_member(), now=now)

    session.refresh_from_db()
    assert session.capacity == 2


def test_a_session_called_off_tells_everybody_on_its_list(now):
    session = a_session(capacity=1)
    everybody = people(3)
    for staff in everybody:
        book_seat(session, staff, now=now)

    cancel_session(session, reason="台風のため", by=a_staff_member(), now=now)

    session.refresh_from_db()
    assert (session.state, session.sequence) == ("cancelled", 1)
    assert statuses(session) == ["cancelled"] * 3
    told = Notification.objects.filter(kind="training_changed")
    assert {each.recipient for each in told} == set(everybody)
    assert faults(now) == []


def test_the_desk_adds_somebody_to_a_full_session_by_raising_the_capacity(now):
    session = a_session(capacity=1)
    book_seat(session, a_staff_member(), now=now)
    staff, trainer = people(2)

    with pytest.raises(SessionFull):
        add_person(session, staff, reason="講師の補助", by=trainer, now=now)
    added = add_person(
        session, staff, reason="講師の補助", by=trainer, now=now, raise_capacity=True
    )

    session.refresh_from_db()
    assert (session.capacity, added.status, added.added_because) == (2, "booked", "講師の補助")
    assert [each.recipient for each in Notification.objects.all()] == [staff]
    with pytest.raises(AlreadyHasSeat):
        add_person(session, staff, reason="二度目", by=trainer, now=now)
    assert faults(now) == []


def test_nobody_is_added_to_a_session_that_is_off(now):
    session = a_session(state=Session.State.DRAFT)

    with pytest.raises(SessionIsOff):
        add_person(session, a_staff_member(), reason="r", by=a_staff_member(), now=now)


def test_the_desk_takes_somebody_off_once(now):
    session = a_session()
    booking, trainer = a_booking(session, a_staff_member()), a_staff_member()

    cancel_for(booking, words="異動", by=trainer, now=now)

    with pytest.raises(NotOnTheList):
        cancel_for(booking, words="異動", by=trainer, now=now)


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "at", "facts", "code", "act"),
    [
        ({}, STARTS - 10 * DAY, Facts(), "open", "book"),
        ({}, STARTS - 30 * DAY, Facts(), "open", "book"),
        ({}, STARTS - 30 * DAY - timedelta(seconds=1), Facts(), "not_yet", ""),
        ({}, STARTS - DAY, Facts(), "closed", ""),
        ({}, STARTS, Facts(), "started", ""),
        ({}, STARTS + DAY, Facts(), "ended", ""),
        ({"state": "draft"}, STARTS - 10 * DAY, Facts(), "draft", ""),
        (
            {"state": "cancelled", "cancelled_because": "r"},
            STARTS - 10 * DAY,
            Facts(),
            "cancelled",
            "",
        ),
        ({}, STARTS - 10 * DAY, Facts(taken=2), "full", "wait"),
        ({}, STARTS - 10 * DAY, Facts(taken=1, waiting=1), "full", "wait"),
        ({"audience": ["LD"]}, STARTS - 10 * DAY, Facts(), "not_for_you", ""),
        ({"section_cap": 1}, STARTS - 10 * DAY, Facts(of_section=1), "section_full", ""),
        ({"section_cap": 2}, STARTS - 10 * DAY, Facts(of_section=1), "open", "book"),
        (
            {"section_cap": 1, "section_cap_until": (STARTS - 10 * DAY).date()},
            STARTS - 10 * DAY,
            Facts(of_section=1),
            "open",
            "book",
        ),
        ({}, STARTS - 10 * DAY, Facts(own=Booking(status="booked")), "booked", ""),
        ({}, STARTS - 10 * DAY, Facts(2, 1, 0, Booking(status="waitlisted"), 1), "waitlisted", ""),
        (
            {},
            STARTS - timedelta(hours=1),
            Facts(1, 1, 0, Booking(status="waitlisted"), 1),
            "last_minute",
            "take",
        ),
    ],
)
def test_one_verdict_for_every_situation(fields, at, facts, code, act):
    session = a_session(**fields)

    verdict = judge(session, facts, a_staff_member(), at)

    assert (verdict.code, verdict.act) == (code, act)
    assert verdict.sentence
    assert verdict.next_step


@pytest.mark.parametrize(
    ("audience", "fields", "is_allowed"),
    [
        (["LD"], {"role": Role.LEADER}, True),
        (["manager"], {"is_manager": True}, True),
        (["manager", "LD"], {}, False),
    ],
)
def test_a_session_for_some_roles_is_for_those_alone(now, audience, fields, is_allowed):
    session, staff = a_session(audience=audience), a_staff_member(**fields)

    if is_allowed:
        assert book_seat(session, staff, now=now).is_booked
    else:
        with pytest.raises(NoSeat):
            book_seat(session, staff, now=now)
        assert Booking.objects.count() == 0


def test_a_section_takes_no_more_than_its_share_until_the_day_it_is_lifted(now):
    section = a_department("1010", "市民課")
    session = a_session(capacity=9, section_cap=1, section_cap_until=(STARTS - 5 * DAY).date())
    first, second = (a_staff_member(department=section) for _each in range(2))
    book_seat(session, first, now=now)

    with pytest.raises(NoSeat):
        book_seat(session, second, now=now)

    assert book_seat(session, a_staff_member(), now=now).is_booked
    assert book_seat(session, second, now=STARTS - 4 * DAY).is_booked


@pytest.mark.parametrize(
    ("starts", "moment"),
    [
        # 10 December 2026 is a Thursday: 14:00 less 5 h 30 min of that day and 2 h 30 min before.
        ("2026-12-10T14:00", "2026-12-09T14:45"),
        # Monday morning: the weekend does not count.
        ("2026-12-07T09:00", "2026-12-04T09:45"),
        # 5 January 2027, after the year-end closure.
        ("2027-01-05T08:30", "2027-01-04T09:15"),
        ("2026-12-10T19:00", "2026-12-10T09:15"),
    ],
)
def test_the_last_hours_are_hours_of_work(starts, moment):
    at = datetime_in_tokyo(starts)

    assert last_moment(at) == datetime_in_tokyo(moment)


def datetime_in_tokyo(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def test_a_list_knows_the_same_of_each_session_as_its_page(now):
    staff = a_staff_member(department=a_department("1010", "市民課"))
    sessions = [a_session(capacity=1) for _each in range(3)]
    for session in sessions[1:]:
        book_seat(session, a_staff_member(department=staff.department), now=now)
    book_seat(sessions[2], a_staff_member(), now=now)
    book_seat(sessions[2], staff, now=now)

    together = facts_of_many(sessions, staff)

    assert [together[each.pk] for each in sessions] == [facts_of(each, staff) for each in sessions]
    assert together[sessions[2].pk].place == 2


def test_every_list_asks_the_same_number_of_questions(now, django_assert_num_queries):
    staff = a_staff_member()
    for count in (1, 29):
        for _each in range(count):
            session = a_session(course=a_course(), capacity=1)
            a_booking(session, a_staff_member())
            a_booking(session, staff, status="waitlisted")
        sessions = list(Session.objects.all())
        with django_assert_num_queries(4):
            facts_of_many(sessions, staff)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda s: Session.objects.filter(pk=s.pk).update(capacity=1), "定員1に申込済み2"),
        (lambda s: Session.objects.filter(pk=s.pk).update(capacity=9), "空席があるのに補欠1"),
        (lambda s: BookingEvent.objects.filter(kind="waitlisted").delete(), "説明する経過がない"),
        (
            lambda s: Session.objects.filter(pk=s.pk).update(
                state="cancelled", cancelled_because="r"
            ),
            "中止なのに申込みが残っている",
        ),
    ],
)
def test_the_check_finds_what_must_never_be(now, spoil, words):
    session = a_session(capacity=2)
    for staff in people(3):
        book_seat(session, staff, now=now)

    spoil(session)

    assert [words in fault for fault in faults(now)] == [True]
