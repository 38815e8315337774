"""Calls for leaders: planning, announcing, closing and deciding them."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from leaders.models import Programme, RecruitmentWindow
from leaders.models.programme import THE_ONLY_ROW
from leaders.notices import window_announced, window_closes_soon, window_opened
from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged

REMINDS_BEFORE = timedelta(days=3)
ANNOUNCES_BEFORE = timedelta(days=14)
FIELDS = [
    "title", "message", "announce_on", "opens_at", "closes_at", "term_starts_on", "term_ends_on",
]  # fmt: skip


class WindowsOverlap(DomainError):
    message = "同じ時期に別の募集があります。日程をずらしてください。"


class AlreadyDecided(DomainError):
    message = "この募集は選考を終えています。新しい募集を作成してください。"


class NotOpen(DomainError):
    message = "この募集は受付中ではありません。日程を直してください。"


class StillUndecided(DomainError):
    """Given with how many."""

    def __init__(self, count: int):
        super().__init__(
            f"結果の決まっていない申出が{count}件あります。先に1件ずつ決めてください。"
        )


class StillOpen(DomainError):
    message = "受付中です。締め切ってから選考を終えてください。"


class WindowPlan(NamedTuple):
    """What an officer types about a call."""

    title: str
    message: str
    announce_on: date
    opens_at: datetime
    closes_at: datetime
    term_starts_on: date
    term_ends_on: date


@transaction.atomic
def plan_window(plan: WindowPlan, *, by: StaffMember, now: datetime) -> RecruitmentWindow:
    """Make a call; it is announced at once when its day has come. Raises WindowsOverlap."""
    _check_apart(plan)
    window = RecruitmentWindow.objects.create(made_by=by, **plan._asdict())
    _announce_when_due(window, now)
    record("leaders.window.made", actor=by, obj=window)
    return window


@transaction.atomic
def change_window(
    window: RecruitmentWindow, plan: WindowPlan, *, version: str, by: StaffMember, now: datetime
) -> RecruitmentWindow:
    """Raises ChangedMeanwhile, AlreadyDecided and WindowsOverlap."""
    _check_apart(plan, besides=window)
    window = lock_unchanged(window, FIELDS, version)
    if window.decided_at:
        raise AlreadyDecided
    for name, value in plan._asdict().items():
        setattr(window, name, value)
    window.save(update_fields=FIELDS)
    _announce_when_due(window, now)
    record("leaders.window.changed", actor=by, obj=window)
    return window


@transaction.atomic
def close_window(window: RecruitmentWindow, *, by: StaffMember, now: datetime) -> None:
    """Close it now instead of at its time. Raises NotOpen."""
    window = _locked(window)
    if not window.is_open(now):
        raise NotOpen
    window.closes_at = now
    window.save(update_fields=["closes_at"])
    record("leaders.window.closed", actor=by, obj=window)


@transaction.atomic
def finish_window(window: RecruitmentWindow, *, by: StaffMember, now: datetime) -> None:
    """Every hand has its answer. Raises StillOpen, StillUndecided or AlreadyDecided."""
    window = _locked(window)
    state = window.state_at(now)
    if state == RecruitmentWindow.State.DECIDED:
        raise AlreadyDecided
    if state != RecruitmentWindow.State.CLOSED:
        raise StillOpen
    if waiting := window.nominations.waiting().count():
        raise StillUndecided(waiting)
    window.decided_at = now
    window.save(update_fields=["decided_at"])
    record("leaders.window.decided", actor=by, obj=window)


def tell_of_windows(now: datetime) -> int:
    """Announce, say that it is open, remind before it closes; each once. Returns how many calls."""
    undecided = RecruitmentWindow.objects.filter(decided_at=None, closes_at__gt=now)
    return sum(_tell_of(window, now) for window in undecided.order_by("opens_at", "pk"))


@transaction.atomic
def _tell_of(window, now) -> bool:
    window = _locked(window)
    told = _announce_when_due(window, now)
    if window.is_open(now):
        window_opened(window, now=now)
        if window.closes_at - now <= REMINDS_BEFORE:
            window_closes_soon(window, now=now)
        told = True
    return told


def _announce_when_due(window, now) -> bool:
    if window.announced_at:
        return False
    if window.announce_on > timezone.localdate(now) and not window.is_open(now):
        return False
    window.announced_at = now
    window.save(update_fields=["announced_at"])
    if window.closes_at > now:
        window_announced(window, now=now)
    return True


def _locked(window) -> RecruitmentWindow:
    return RecruitmentWindow.objects.select_for_update().get(pk=window.pk)


def _check_apart(plan: WindowPlan, besides: RecruitmentWindow | None = None) -> None:
    # Of two who plan at once the second waits here and then sees the first one's.
    Programme.objects.get_or_create(pk=THE_ONLY_ROW)
    Programme.objects.select_for_update().get(pk=THE_ONLY_ROW)
    others = RecruitmentWindow.objects.filter(
        opens_at__lt=plan.closes_at, closes_at__gt=plan.opens_at
    )
    if besides:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise WindowsOverlap


class Proposal(NamedTuple):
    """A call that the months of the programme suggest and nobody has planned yet."""

    opens_on: date
    label: str


def proposals(programme: Programme, on: date) -> list[Proposal]:
    """The next calls within a year, by the months of the programme."""
    firsts = [
        date(on.year + (on.month + step - 1) // 12, (on.month + step - 1) % 12 + 1, 1)
        for step in range(1, 13)
    ]
    wanted = [first for first in firsts if first.month in programme.months]
    planned = {
        (day.year, day.month)
        for moment in RecruitmentWindow.objects.values_list("opens_at", flat=True)
        for day in [timezone.localdate(moment)]
    }
    return [
        Proposal(first, f"{first.year}年{first.month}月の募集")
        for first in wanted
        if (first.year, first.month) not in planned
    ]
