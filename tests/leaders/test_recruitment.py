"""Calls: announced in time, reminded once, closed and decided."""

from datetime import date, timedelta

import pytest

from leaders.models import Programme, RecruitmentWindow
from leaders.recruitment import (
    NotOpen,
    StillOpen,
    StillUndecided,
    WindowsOverlap,
    close_window,
    finish_window,
    plan_window,
    proposals,
    tell_of_windows,
)
from leaders.rounds import look_after
from leaders.selecting import decline
from portal.notifications.models import Notification
from tests.builders import a_staff_member
from tests.leaders.builders import a_closed_window, a_hand, a_plan, a_window, an_officer

pytestmark = pytest.mark.django_db


def told(kind) -> int:
    return Notification.objects.filter(kind=kind).count()


def test_a_call_is_announced_on_its_day_and_once(now):
    opens = now + timedelta(days=20)
    window = a_window(
        now,
        announce_on=(now + timedelta(days=6)).date(),
        opens_at=opens,
        closes_at=opens + timedelta(days=20),
    )
    assert not window.is_announced()
    tell_of_windows(now + timedelta(days=5))
    assert told("leader_call") == 0

    for _twice in range(2):
        tell_of_windows(now + timedelta(days=6))

    assert told("leader_call") == 1
    assert list(RecruitmentWindow.objects.announced()) == [window]


def test_everybody_hears_of_the_opening_and_only_those_without_a_hand_of_the_closing(now):
    window = a_window(now)
    staff, other = a_staff_member(), a_staff_member()
    tell_of_windows(now)
    a_hand(window, staff, now=now)
    before = window.closes_at - timedelta(days=2)

    for _twice in range(2):
        tell_of_windows(before)

    closing = Notification.objects.filter(kind="leader_call_closing")
    assert {each.recipient for each in closing} == {other, window.made_by}
    assert Notification.objects.filter(kind="leader_call_opened", recipient=staff).count() == 1


def test_calls_do_not_overlap(now):
    a_window(now)
    plan = a_plan(now, opens_at=now + timedelta(days=9), closes_at=now + timedelta(days=20))

    with pytest.raises(WindowsOverlap):
        plan_window(plan, by=an_officer(), now=now)

    assert RecruitmentWindow.objects.count() == 1


def test_a_call_can_be_closed_early_once(now):
    window, officer = a_window(now), an_officer()

    close_window(window, by=officer, now=now)

    window.refresh_from_db()
    assert not window.is_open(now)
    with pytest.raises(NotOpen):
        close_window(window, by=officer, now=now)


def test_a_call_is_decided_when_every_hand_has_its_answer(now):
    officer = an_officer()
    window = a_closed_window(now)
    hand = a_hand(window, now=now - timedelta(days=1))
    with pytest.raises(StillUndecided, match="1件"):
        finish_window(window, by=officer, now=now)
    decline(hand, "また次に", by=officer, now=now)

    finish_window(window, by=officer, now=now)

    window.refresh_from_db()
    assert window.state_at(now) == RecruitmentWindow.State.DECIDED


def test_an_open_call_cannot_be_decided(now):
    with pytest.raises(StillOpen):
        finish_window(a_window(now), by=an_officer(), now=now)


def test_april_and_september_are_proposed_until_they_are_planned(now):
    programme = Programme.objects.current()
    on = date(2026, 11, 20)

    assert [each.opens_on for each in proposals(programme, on)] == [
        date(2027, 4, 1),
        date(2027, 9, 1),
    ]
    opens = now + timedelta(days=135)
    a_window(now, opens_at=opens, closes_at=opens + timedelta(days=20))
    assert [each.opens_on for each in proposals(programme, on)] == [date(2027, 9, 1)]


def test_the_round_of_the_clock_says_what_it_did(now):
    a_window(now)

    assert look_after(now) == "募集1件、異動0人、任期の終わり0人"
