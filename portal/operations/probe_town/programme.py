"""Two calls for leaders with two hundred hands, terms, and people who left."""

from datetime import datetime, timedelta

from django.utils import timezone

from leaders.leaving import Farewell, resign
from leaders.models import Appointment, RecruitmentWindow
from leaders.nominating import Hand, nominate
from leaders.recruitment import WindowPlan, plan_window
from leaders.selecting import appoint, comment_on, decline
from leaders.terms import begin_term
from portal.operations.probe_town.marks import Marks
from portal.operations.probe_town.people import Town

IN_EACH_CALL, APPOINTED, LEFT, DECLINED = 100, 20, 10, 20
DESK = ("OF",)


def call_for_leaders(town: Town, marks: Marks, now: datetime) -> dict[str, list]:
    """Returns the applications, for the seed."""
    officer, opened = town.people["of1"], now - timedelta(days=60)
    for staff in town.three("ld"):
        begin_term(staff, _day(now, -30), _day(now, 300), by=officer, now=now)
    past = plan_window(_plan("見本：前の募集", opened, days=20), by=officer, now=opened)
    half = town.more[:IN_EACH_CALL]
    hands = [_hand(past, staff, marks, opened) for staff in half]
    _select([hand for hand, _row in hands], town, marks, past.closes_at + timedelta(days=1), now)
    open_call = plan_window(
        _plan("見本：今の募集", now - timedelta(days=1), days=20), by=officer, now=now
    )
    others = [*town.three("st"), *town.more[IN_EACH_CALL : 2 * IN_EACH_CALL - 3]]
    hands += [_hand(open_call, staff, marks, now) for staff in others]
    return {"applications": [row for _hand, row in hands]}


def _day(now: datetime, days: int):
    return timezone.localdate(now) + timedelta(days=days)


def _plan(title: str, opened: datetime, *, days: int) -> WindowPlan:
    closes = opened + timedelta(days=days)
    starts_on = timezone.localdate(closes) + timedelta(days=3)
    ends_on = starts_on + timedelta(days=365)
    return WindowPlan(title, "", timezone.localdate(opened), opened, closes, starts_on, ends_on)


def _hand(window: RecruitmentWindow, staff, marks: Marks, now: datetime):
    canary = marks.give("motive", "leaders.SelfNomination", readers=[staff.username], roles=DESK)
    made = nominate(window, staff, Hand(f"理由 {canary}", f"学び {canary}", ""), now=now)
    return made, {"id": made.pk, "owner": staff.username, "canary": canary}


def _select(hands, town: Town, marks: Marks, decided: datetime, now: datetime) -> None:
    """Notes about all, a term for some, no for others; half of the new leaders have left."""
    officer = town.people["of2"]
    for hand in hands:
        canary = marks.give("review", "leaders.NominationComment", roles=DESK)
        comment_on(hand, f"選考のメモ {canary}", by=officer, now=decided)
    terms = [appoint(hand, by=officer, now=decided) for hand in hands[:APPOINTED]]
    for hand in hands[APPOINTED : APPOINTED + DECLINED]:
        decline(hand, "次の機会にお願いします。", by=officer, now=decided)
    for term in terms[:LEFT]:
        staff = term.staff
        canary = marks.give(
            "withdrawal", "leaders.Appointment", readers=[staff.username], roles=DESK
        )
        farewell = Farewell(Appointment.Reason.OTHER, f"退任の理由 {canary}", None)
        resign(term, farewell, by=staff, now=now)
