"""Leaving: one act, nothing lost, and what is open changes hands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leaders import open_work, roster
from leaders.checking import faults
from leaders.leaving import (
    Farewell,
    NotYourTerm,
    SuccessorIsNoLeader,
    end_for,
    resign,
    successors_of,
)
from leaders.meetings import call_meeting
from leaders.models import MeetingAction, TermStep
from leaders.open_work import Item, OpenWork, keeps_open_work, open_work_of
from leaders.terms import Ending, TermIsOver, end_what_is_over, pause
from portal.notifications.models import Notification
from portal.staff.models import Role, RoleGrant, StaffMember
from tests.builders import a_staff_member
from tests.consultations.builders import an_officer
from tests.leaders.builders import a_gathering, a_leader, a_rest

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
    assert step.note.startswith("2件（")
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


@pytest.mark.parametrize("end", ["moved", "term_over", "left"])
def test_however_a_term_ends_its_work_changes_hands(now, end):
    term, officer = a_leader(now), an_officer()
    action = an_action_of(term.staff, now)
    if end == "moved":
        end_for(term, Ending("moved"), successor=None, by=officer, now=now)
    elif end == "left":
        StaffMember.objects.filter(pk=term.staff_id).update(is_active=False)
        end_what_is_over(now)
    else:
        end_what_is_over(now + timedelta(days=400))

    action.refresh_from_db()
    assert action.owner is None
    assert term.steps.get(kind="handed_over").note == "1件（DX課へ）"
    told = Notification.objects.filter(kind="leader_term_changed", cause=f"open-{term.pk}")
    assert [each.recipient for each in told] == [officer]


def test_the_desk_says_who_takes_over_and_a_stranger_cannot(now):
    term, other, officer = a_leader(now), a_leader(now), an_officer()
    action = an_action_of(term.staff, now)

    with pytest.raises(SuccessorIsNoLeader):
        end_for(term, Ending("moved"), successor=officer, by=officer, now=now)
    end_for(term, Ending("moved"), successor=other.staff, by=officer, now=now)

    action.refresh_from_db()
    assert action.owner == other.staff


def test_who_goes_on_in_a_next_term_keeps_their_work(now):
    today = timezone.localdate(now)
    term = a_leader(now, ends_on=today + timedelta(days=1))
    a_leader(now, staff=term.staff, starts_on=today + timedelta(days=2))
    action = an_action_of(term.staff, now)

    end_what_is_over(now + timedelta(days=2))

    action.refresh_from_db()
    assert action.owner == term.staff


def test_what_nobody_owns_is_listed_and_given(client, now):
    officer, term = an_officer(), a_leader(now)
    action = an_action_of(None, now)
    client.force_login(officer)

    assert "様式を調べる" in client.get("/leaders/manage/open-work/").content.decode()
    client.post(f"/leaders/manage/actions/{action.pk}/give/", {"owner": term.staff_id})

    action.refresh_from_db()
    assert action.owner == term.staff
    assert "様式を調べる" not in client.get("/leaders/manage/open-work/").content.decode()


def an_action_of(owner, now):
    meeting = call_meeting(a_gathering(now), by=a_staff_member(), now=now)
    due_on = timezone.localdate(now)
    return MeetingAction.objects.create(
        meeting=meeting, text="様式を調べる", owner=owner, due_on=due_on
    )
