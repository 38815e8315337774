"""Leaving: one act, nothing lost, and what is open changes hands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leaders import open_work, roster
from leaders.checking import faults
from leaders.leaving import Farewell, NotYourTerm, SuccessorIsNoLeader, resign, successors_of
from leaders.models import TermStep
from leaders.open_work import Item, OpenWork, keeps_open_work, open_work_of
from leaders.terms import TermIsOver, pause
from portal.notifications.models import Notification
from portal.staff.models import Role, RoleGrant
from tests.builders import a_staff_member
from tests.leaders.builders import a_leader, a_rest

pytestmark = pytest.mark.django_db
WHY = Farewell("busy", "また戻ります", None)


@pytest.fixture
def desk():
    """A part that keeps open things in a list per person."""
    known = dict(open_work._kinds)
    owned: dict[int, list[str]] = {}

    def hand_over(staff, to, *, by, now):
        things = owned.pop(staff.pk, [])
        if to:
            owned.setdefault(to.pk, []).extend(things)
        return len(things)

    keeps_open_work(
        OpenWork(
            "desk",
            "対応中の相談",
            lambda staff: [Item(title, "/") for title in owned.get(staff.pk, [])],
            hand_over,
        )
    )
    yield owned
    open_work._kinds.clear()
    open_work._kinds.update(known)


def test_what_is_open_goes_to_the_successor_in_the_same_act(now, desk):
    term, other = a_leader(now), a_leader(now)
    desk[term.staff.pk] = ["相談1", "相談2"]
    assert [(left.label, len(left.items)) for left in open_work_of(term.staff)] == [
        ("対応中の相談", 2)
    ]

    resign(term, Farewell("busy", "", other.staff), by=term.staff, now=now)

    assert desk == {other.staff.pk: ["相談1", "相談2"]}
    step = term.steps.get(kind=TermStep.Kind.HANDED_OVER)
    assert step.note == "2件"
    told = Notification.objects.get(recipient=other.staff, kind="leader_handed_over")
    assert "2件" in told.title


def test_history_counts_and_list_are_right_after_leaving(now):
    term = a_leader(now)
    today = timezone.localdate(now)

    ended = resign(term, WHY, by=term.staff, now=now)

    assert ended.ends_on == today - timedelta(days=1)
    assert not roster.current_terms(today).exists()
    assert [each.pk for each in roster.past_leaders(today)] == [term.staff.pk]
    assert roster.experienced_count(today) == 1
    assert not RoleGrant.objects.on(today).filter(role=Role.LEADER).exists()
    assert faults(today) == []
    assert Notification.objects.filter(recipient=term.staff, title__contains="ありがとう").exists()


def test_only_the_person_resigns_and_once(now):
    term = a_leader(now)

    with pytest.raises(NotYourTerm):
        resign(term, WHY, by=a_staff_member(), now=now)
    resign(term, WHY, by=term.staff, now=now)
    with pytest.raises(TermIsOver):
        resign(term, WHY, by=term.staff, now=now)


def test_who_rests_or_is_no_leader_takes_nothing_over(now, desk):
    term, resting = a_leader(now), a_leader(now)
    today = timezone.localdate(now)
    pause(resting, a_rest(today, today + timedelta(days=5)), by=resting.staff, now=now)
    desk[term.staff.pk] = ["相談1"]

    for successor in (resting.staff, a_staff_member(), term.staff):
        with pytest.raises(SuccessorIsNoLeader):
            resign(term, Farewell("busy", "", successor), by=term.staff, now=now)

    assert desk == {term.staff.pk: ["相談1"]}
    assert not successors_of(term, now).exists()
    term.refresh_from_db()
    assert term.ended_at is None


def test_one_may_leave_during_a_rest(now):
    term = a_leader(now)
    today = timezone.localdate(now)
    pause(term, a_rest(today, today + timedelta(days=5)), by=term.staff, now=now)

    resign(term, WHY, by=term.staff, now=now)

    assert term.__class__.objects.get(pk=term.pk).state_on(today) == "ended"
    assert faults(today) == []
