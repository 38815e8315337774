"""Two at once: one hand, one term, one answer; on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from leaders.checking import faults
from leaders.leaving import Farewell, resign
from leaders.models import Appointment, SelfNomination
from leaders.nominating import nominate, withdraw
from leaders.selecting import appoint
from leaders.terms import begin_term
from portal.errors import DomainError
from tests.builders import a_staff_member
from tests.leaders.builders import (
    ENDS_ON,
    HAND,
    a_closed_window,
    a_hand,
    a_leader,
    a_window,
)

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 4


def all_at_once(*acts) -> list:
    """What each act returned, or the refusal it met."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as crowd:
        return list(crowd.map(run, acts))


def done(results) -> int:
    return sum(not isinstance(result, DomainError) for result in results)


def test_of_many_hands_of_one_person_one_is_raised(now):
    window, staff = a_window(now), a_staff_member()

    results = all_at_once(*[lambda: nominate(window, staff, HAND, now=now)] * CROWD)

    assert done(results) == SelfNomination.objects.count() == 1


def test_of_many_officers_one_appoints(now):
    hand = a_hand(a_closed_window(now), now=now - timedelta(days=1))
    officers = [a_staff_member() for _each in range(CROWD)]

    acts = [lambda by=by: appoint(hand, by=by, now=now) for by in officers]
    results = all_at_once(*acts)

    assert done(results) == Appointment.objects.count() == 1
    assert faults(timezone.localdate(now)) == []


def test_taking_the_hand_down_and_appointing_end_in_one_of_both(now):
    hand = a_hand(a_closed_window(now), now=now - timedelta(days=1))
    officer = a_staff_member()

    results = all_at_once(
        lambda: withdraw(hand, now=now), lambda: appoint(hand, by=officer, now=now)
    )

    hand.refresh_from_db()
    assert done(results) == 1
    assert Appointment.objects.exists() == (hand.state == "appointed")


def test_of_overlapping_terms_at_once_one_begins(now):
    staff, by = a_staff_member(), a_staff_member()
    today = timezone.localdate(now)

    acts = [
        lambda first=today + timedelta(days=number): begin_term(
            staff, first, ENDS_ON, by=by, now=now
        )
        for number in range(CROWD)
    ]
    results = all_at_once(*acts)

    assert done(results) == Appointment.objects.count() == 1
    assert faults(today) == []


def test_who_presses_twice_resigns_once(now):
    term = a_leader(now)
    why = Farewell("busy", "", None)

    results = all_at_once(*[lambda: resign(term, why, by=term.staff, now=now)] * 2)

    assert done(results) == 1
    assert term.steps.filter(kind="ended").count() == 1
