"""Objects for tests of the leader programme."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from leaders.meetings import Gathering
from leaders.models import Appointment, Programme, RecruitmentWindow, SelfNomination
from leaders.nominating import Hand, nominate
from leaders.recruitment import WindowPlan, plan_window
from leaders.reporting import Told
from leaders.terms import Rest, begin_term
from portal.staff.models import Department, Role
from tests.builders import a_staff_member

HAND = Hand("窓口の待ち時間を減らしたい", "表計算", "記入台をなくす")
ENDS_ON = date(2027, 3, 31)


def a_section(code="1010", name="市民課", **fields) -> Department:
    fields = {"starts_on": date(2020, 4, 1), **fields}
    return Department.objects.create(code=code, name=name, **fields)


def a_plan(now: datetime, **fields) -> WindowPlan:
    """A call that opened yesterday and closes in ten days."""
    today = timezone.localdate(now)
    fields = {
        "title": "秋の募集",
        "message": "",
        "announce_on": today - timedelta(days=10),
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=10),
        "term_starts_on": today,
        "term_ends_on": max(ENDS_ON, today + timedelta(days=30)),
        **fields,
    }
    return WindowPlan(**fields)


def a_window(now: datetime, **fields) -> RecruitmentWindow:
    officer = a_staff_member()
    return plan_window(a_plan(now, **fields), by=officer, now=now)


def a_closed_window(now: datetime, **fields) -> RecruitmentWindow:
    """For hands raised yesterday: ``a_hand(window, now=now - timedelta(days=1))``."""
    fields = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(hours=1), **fields}
    return a_window(now, **fields)


def a_hand(window, staff=None, *, now: datetime, hand: Hand = HAND) -> SelfNomination:
    return nominate(window, staff or a_staff_member(), hand, now=now)


def a_leader(now: datetime, *, staff=None, starts_on=None, ends_on=None) -> Appointment:
    """Somebody in a term, since a month ago unless told otherwise."""
    starts_on = starts_on or timezone.localdate(now) - timedelta(days=30)
    ends_on = ends_on or max(ENDS_ON, starts_on + timedelta(days=60))
    return begin_term(staff or a_staff_member(), starts_on, ends_on, by=a_staff_member(), now=now)


def an_officer(**fields):
    return a_staff_member(role=Role.OFFICER, **fields)


def a_rest(starts_on: date, returns_on: date, reason="council", words="") -> Rest:
    return Rest(starts_on, returns_on, reason, words)


def the_programme(**fields) -> Programme:
    return Programme.objects.update_or_create(pk=1, defaults=fields)[0]


def a_told(now: datetime, **fields) -> Told:
    fields = {
        "title": "記入台をなくしました",
        "happened_on": timezone.localdate(now),
        "what": "窓口で聞き取って入力します。",
        "effect": "待ち時間が減りました。",
        "minutes_saved": 120,
        "taught_tool": False,
        **fields,
    }
    return Told(**fields)


def a_gathering(now: datetime, **fields) -> Gathering:
    """A meeting in three days."""
    starts_at = now + timedelta(days=3)
    fields = {
        "title": "11月の定例会",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "place": "",
        "is_open": False,
        "agenda": "",
        **fields,
    }
    return Gathering(**fields)
