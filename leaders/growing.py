"""A leader's own goals and hours."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from leaders.models import ActivityReport, Appointment, Goal, LiaisonHours, Programme
from leaders.notices import report_is_due
from leaders.roster import current_terms
from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import StaffMember

DAYS_BACK = 62


class GoalIsReviewed(DomainError):
    message = "この目標は、ふり返りが済んでいます。新しい目標を決めてください。"


class NotThatDay(DomainError):
    message = "日は、今日までの2か月のうちから選んでください。"


@transaction.atomic
def set_goal(
    appointment: Appointment, text: str, *, due_on: date, by: StaffMember, now: datetime
) -> Goal:
    made = Goal.objects.create(appointment=appointment, text=text, due_on=due_on, made_at=now)
    record("leaders.goal.set", actor=by, obj=made)
    return made


@transaction.atomic
def review_goal(goal: Goal, result: str, words: str, *, by: StaffMember, now: datetime) -> None:
    """Raises GoalIsReviewed."""
    values = {"result": result, "review": words, "reviewed_at": now}
    if not Goal.objects.filter(pk=goal.pk, reviewed_at=None).update(**values):
        raise GoalIsReviewed
    record("leaders.goal.reviewed", actor=by, obj=goal)


@transaction.atomic
def write_hours(
    staff: StaffMember, on: date, minutes: int, what: str, *, now: datetime
) -> LiaisonHours:
    """Raises NotThatDay. Over the cap is allowed: the load shall be seen, not hidden."""
    today = timezone.localdate(now)
    if not today - timedelta(days=DAYS_BACK) <= on <= today:
        raise NotThatDay
    made = LiaisonHours.objects.create(staff=staff, on=on, minutes=minutes, what=what, at=now)
    record("leaders.hours.written", actor=staff, obj=made)
    return made


@transaction.atomic
def remove_hours(hours: LiaisonHours, *, by: StaffMember) -> None:
    record("leaders.hours.removed", actor=by, obj=hours)
    hours.delete()


class Load(NamedTuple):
    """A leader's month. ``cap`` in minutes, or None where the city has set none."""

    term: Appointment
    minutes: int
    cap: int | None
    last_report: date | None
    is_report_due: bool

    @property
    def is_over(self) -> bool:
        return self.cap is not None and self.minutes > self.cap


def cap_of(programme: Programme) -> int | None:
    return None if programme.hours_cap is None else programme.hours_cap * 60


def loads(on: date) -> list[Load]:
    """Every leader of the day, by section; three queries, however many."""
    programme = Programme.objects.current()
    terms = list(current_terms(on))
    people = [term.staff_id for term in terms]
    minutes = defaultdict(int)
    hours = LiaisonHours.objects.in_month(on).filter(staff__in=people).values("staff")
    minutes.update(hours.annotate(sum=Sum("minutes")).values_list("staff", "sum"))
    reports = ActivityReport.objects.filter(staff__in=people).order_by("happened_on")
    last = dict(reports.values_list("staff", "happened_on"))
    return [
        Load(
            term,
            minutes[term.staff_id],
            cap_of(programme),
            last.get(term.staff_id),
            is_due(term, last.get(term.staff_id), programme.report_every, on),
        )
        for term in terms
    ]


def is_due(term: Appointment, last: date | None, every: int | None, on: date) -> bool:
    """Counted from the last report or the first day of the term; never of who rests."""
    if every is None or term.rests_until:
        return False
    return on - max(last or term.starts_on, term.starts_on) >= timedelta(days=every)


def remind_of_reports(now: datetime) -> int:
    """Once a month at the most, and never who rests. Returns how many are due."""
    due = [load.term for load in loads(timezone.localdate(now)) if load.is_report_due]
    for term in due:
        report_is_due(term, now=now)
    return len(due)
