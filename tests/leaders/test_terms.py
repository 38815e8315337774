"""Terms: their edges, and that list, object and right agree on each of them."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from leaders import roster
from leaders.checking import faults
from leaders.models import Appointment, TermStep
from leaders.terms import (
    Ending,
    EndsBeforeItStarts,
    NotResting,
    NotWithinTheTerm,
    PausesOverlap,
    ReturnsTooEarly,
    TermIsOver,
    TermsOverlap,
    begin_term,
    come_back,
    end_term,
    end_what_is_over,
    follow_transfers,
    pause,
)
from portal.notifications.models import Notification
from portal.staff.models import Role, RoleGrant
from portal.staff.roles import grant_role
from tests.builders import a_staff_member
from tests.leaders.builders import a_leader, a_rest, a_section

pytestmark = pytest.mark.django_db
State = Appointment.State
END = Ending(Appointment.End.RESIGNED, "busy")


def at(*moment) -> datetime:
    """A moment in Tokyo."""
    return timezone.make_aware(datetime(*moment))  # noqa: DTZ001


def the_three(staff, on: date) -> tuple[bool, bool, bool]:
    """What the list, the object and the right say about being a leader on a day."""
    in_list = roster.current_terms(on).filter(staff=staff).exists()
    states = {term.state_on(on) for term in Appointment.objects.held().filter(staff=staff)}
    in_right = RoleGrant.objects.on(on).filter(staff=staff, role=Role.LEADER).exists()
    return in_list, bool(states & {State.ACTIVE, State.PAUSED}), in_right


EDGES = [
    ("the evening before the first day", at(2026, 3, 31, 23, 59), False),
    ("the first midnight", at(2026, 4, 1, 0, 0), True),
    ("the last evening", at(2027, 3, 31, 23, 59), True),
    ("the midnight after", at(2027, 4, 1, 0, 0), False),
    ("in UTC still the day before, in Tokyo the first day", at(2026, 4, 1, 8, 59), True),
    ("in UTC still the last day, in Tokyo the day after", at(2027, 4, 1, 8, 59), False),
]


@pytest.mark.parametrize(("_name", "moment", "is_leader"), EDGES)
def test_list_object_and_right_agree_at_the_edges_of_a_term(_name, moment, is_leader):
    staff = a_staff_member()
    a_leader(
        at(2026, 3, 1, 9, 0), staff=staff, starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31)
    )

    assert the_three(staff, timezone.localdate(moment)) == (is_leader,) * 3


def test_who_leaves_today_may_begin_again_today():
    staff, now = a_staff_member(), at(2026, 11, 20, 10, 0)
    first = a_leader(now, staff=staff)
    end_term(first, END, by=staff, now=now)
    today = timezone.localdate(now)
    assert the_three(staff, today) == (False,) * 3

    second = begin_term(staff, today, date(2027, 3, 31), by=a_staff_member(), now=now)

    assert the_three(staff, today) == (True,) * 3
    assert the_three(staff, date(2026, 11, 19)) == (True,) * 3
    assert [term.pk for term in roster.history_of(staff)] == [second.pk, first.pk]
    assert faults(today) == []


def test_a_term_that_ends_on_its_first_day_was_never_held():
    staff, now = a_staff_member(), at(2026, 11, 20, 10, 0)
    today = timezone.localdate(now)
    term = a_leader(now, staff=staff, starts_on=today)

    end_term(term, END, by=staff, now=now)

    assert the_three(staff, today) == (False,) * 3
    assert roster.experienced_count(today) == 0
    assert not RoleGrant.objects.filter(staff=staff).exists()
    again = begin_term(staff, today, today, by=staff, now=now)
    assert again.state_on(today) == State.ACTIVE
    assert faults(today) == []


def test_a_term_that_has_not_begun_can_be_given_up():
    staff, now = a_staff_member(), at(2026, 11, 20, 10, 0)
    term = a_leader(now, staff=staff, starts_on=date(2027, 1, 1), ends_on=date(2027, 3, 31))

    end_term(term, END, by=staff, now=now)

    assert the_three(staff, date(2027, 1, 1)) == (False,) * 3
    assert faults(date(2027, 1, 1)) == []


def test_a_transfer_in_the_middle_of_a_rest_changes_the_section_alone():
    old, new = a_section("1010", "市民課"), a_section("3010", "福祉課")
    head = a_staff_member(department=new, is_manager=True)
    staff, now = a_staff_member(department=old), at(2026, 11, 20, 10, 0)
    term = a_leader(now, staff=staff)
    pause(term, a_rest(date(2026, 11, 20), date(2026, 12, 1)), by=staff, now=now)
    staff.department = new
    staff.save()

    moved = follow_transfers(at(2026, 11, 25, 9, 0))

    term.refresh_from_db()
    today = date(2026, 11, 25)
    assert (moved, term.section, term.department) == (1, new, old)
    assert the_three(staff, today) == (True,) * 3
    assert term.state_on(today) == State.PAUSED
    assert [each.staff for each in roster.leaders_of(new, today)] == [staff]
    assert roster.leaders_of(new, today).get().rests_until == date(2026, 12, 1)
    assert list(roster.leaders_of(old, today)) == []
    told = Notification.objects.filter(kind="leader_in_section", recipient=head)
    assert [each.title for each in told] == [
        f"{staff.name}さん（福祉課）は、異動後もDXリーダーを続けます"
    ]
    assert follow_transfers(at(2026, 11, 25, 10, 0)) == 0


def test_a_section_that_is_renamed_moves_nobody():
    old = a_section("1010", "市民課", ends_on=date(2026, 11, 24))
    staff, now = a_staff_member(department=old), at(2026, 11, 20, 10, 0)
    term = a_leader(now, staff=staff)
    staff.department = a_section("1010", "市民窓口課", starts_on=date(2026, 11, 25))
    staff.save()

    assert follow_transfers(at(2026, 11, 25, 9, 0)) == 0

    term.refresh_from_db()
    assert term.section == staff.department
    assert not term.steps.filter(kind=TermStep.Kind.MOVED).exists()


@pytest.mark.parametrize("goes_to", [None, "2010"])
def test_leaving_or_entering_a_section_is_a_move(now, goes_to):
    first = None if goes_to else a_section()
    staff = a_staff_member(department=first)
    term = a_leader(now, staff=staff)
    staff.department = a_section(goes_to) if goes_to else None
    staff.save()

    assert follow_transfers(now) == 1

    term.refresh_from_db()
    assert term.section == staff.department


REST_EDGES = [
    (date(2026, 11, 24), State.ACTIVE),
    (date(2026, 11, 25), State.PAUSED),
    (date(2026, 11, 30), State.PAUSED),
    (date(2026, 12, 1), State.ACTIVE),
]


@pytest.mark.parametrize(("day", "state"), REST_EDGES)
def test_a_rest_lasts_until_the_day_of_return(now, day, state):
    term = a_leader(now)
    pause(term, a_rest(date(2026, 11, 25), date(2026, 12, 1)), by=term.staff, now=now)

    assert term.state_on(day) == state
    assert Appointment.objects.resting(day).exists() == (state == State.PAUSED)
    assert Appointment.objects.at_work(day).exists() == (state == State.ACTIVE)
    assert the_three(term.staff, day) == (True,) * 3


def test_one_may_come_back_early(now):
    term = a_leader(now)
    today = timezone.localdate(now)
    pause(term, a_rest(today, date(2026, 12, 20)), by=term.staff, now=now)

    come_back(term, by=term.staff, now=at(2026, 12, 1, 9, 0))

    assert term.state_on(date(2026, 11, 30)) == State.PAUSED
    assert term.state_on(date(2026, 12, 1)) == State.ACTIVE
    with pytest.raises(NotResting):
        come_back(term, by=term.staff, now=at(2026, 12, 1, 9, 0))


def test_a_rest_that_has_not_begun_can_be_dropped(now):
    term = a_leader(now)
    pause(term, a_rest(date(2027, 2, 1), date(2027, 3, 1)), by=term.staff, now=now)

    come_back(term, by=term.staff, now=now)

    assert term.state_on(date(2027, 2, 10)) == State.ACTIVE
    pause(term, a_rest(date(2027, 2, 10), date(2027, 2, 20)), by=term.staff, now=now)


REFUSED_RESTS = [
    ((2026, 11, 25), (2026, 11, 25), ReturnsTooEarly),
    ((2026, 11, 19), (2026, 11, 25), NotWithinTheTerm),
    ((2027, 3, 1), (2027, 4, 2), NotWithinTheTerm),
    ((2026, 12, 9), (2026, 12, 20), PausesOverlap),
]


@pytest.mark.parametrize(("starts", "returns", "refusal"), REFUSED_RESTS)
def test_a_rest_that_does_not_fit_is_refused(now, starts, returns, refusal):
    term = a_leader(now)
    pause(term, a_rest(date(2026, 12, 1), date(2026, 12, 10)), by=term.staff, now=now)

    with pytest.raises(refusal):
        pause(term, a_rest(date(*starts), date(*returns)), by=term.staff, now=now)

    assert term.pauses.count() == 1


def test_a_rest_may_last_until_the_end_of_the_term(now):
    term = a_leader(now)

    pause(term, a_rest(date(2027, 3, 1), date(2027, 4, 1)), by=term.staff, now=now)

    assert term.state_on(date(2027, 3, 31)) == State.PAUSED
    assert term.state_on(date(2027, 4, 1)) == State.ENDED


OVERLAPS = [
    (date(2026, 3, 1), date(2026, 3, 31), False),
    (date(2026, 3, 1), date(2026, 4, 1), True),
    (date(2026, 6, 1), date(2026, 6, 1), True),
    (date(2027, 3, 31), date(2028, 3, 31), True),
    (date(2027, 4, 1), date(2028, 3, 31), False),
    (date(2025, 4, 1), date(2028, 3, 31), True),
]


@pytest.mark.parametrize(("starts_on", "ends_on", "is_refused"), OVERLAPS)
def test_terms_of_one_person_never_share_a_day(now, starts_on, ends_on, is_refused):
    term = a_leader(now, starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31))
    values = {
        name: getattr(term, name)
        for name in ("staff", "role_name", "plan_name", "appointed_by", "appointed_at")
    }
    values |= {"starts_on": starts_on, "ends_on": ends_on}

    if is_refused:
        with pytest.raises(TermsOverlap):
            begin_term(term.staff, starts_on, ends_on, by=term.staff, now=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.create(**values)
    else:
        Appointment.objects.create(**values)
        begin_term(a_staff_member(), starts_on, ends_on, by=term.staff, now=now)


def test_the_database_refuses_an_update_into_another_term(now):
    first = a_leader(now, starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 30))
    second = a_leader(
        now, staff=first.staff, starts_on=date(2026, 10, 1), ends_on=date(2027, 3, 31)
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=second.pk).update(starts_on=date(2026, 9, 30))


def test_a_term_must_not_end_before_it_begins(now):
    with pytest.raises(EndsBeforeItStarts):
        a_leader(now, starts_on=date(2026, 4, 2), ends_on=date(2026, 4, 1))

    assert not RoleGrant.objects.exists()


def test_the_role_given_by_hand_goes_over_into_the_term(now):
    staff = a_staff_member()
    today = timezone.localdate(now)
    grant_role(staff, Role.LEADER, by=None, on=date(2026, 1, 1))

    a_leader(now, staff=staff, starts_on=today, ends_on=date(2027, 3, 31))

    grants = RoleGrant.objects.filter(staff=staff).order_by("starts_on")
    assert [(each.starts_on, each.ends_on) for each in grants] == [
        (date(2026, 1, 1), date(2026, 11, 19)),
        (today, date(2027, 3, 31)),
    ]
    assert faults(today) == []


def test_a_term_ends_once(now):
    term = a_leader(now)
    end_term(term, END, by=term.staff, now=now)

    with pytest.raises(TermIsOver):
        end_term(term, END, by=term.staff, now=now)

    assert term.steps.filter(kind=TermStep.Kind.ENDED).count() == 1


def test_the_clock_writes_down_what_is_over_and_who_has_left_the_city():
    now = at(2027, 4, 1, 0, 30)
    over = a_leader(now, starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31))
    gone = a_leader(now, starts_on=date(2026, 4, 1), ends_on=date(2028, 3, 31))
    gone.staff.is_active = False
    gone.staff.save()
    a_leader(now, starts_on=date(2027, 4, 1), ends_on=date(2028, 3, 31))

    assert end_what_is_over(now) == 2
    assert end_what_is_over(now) == 0

    over.refresh_from_db()
    gone.refresh_from_db()
    assert (over.end_kind, over.ends_on) == (Appointment.End.TERM_OVER, date(2027, 3, 31))
    assert (gone.end_kind, gone.ends_on) == (Appointment.End.LEFT, date(2027, 3, 31))
    thanks = Notification.objects.filter(recipient=over.staff, kind="leader_decided")
    assert "DXリーダーの活動、ありがとうございました" in [each.title for each in thanks]
