"""The end of a plan: who goes on, whose section is left without, and the next call in one act."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from leaders.models import Appointment, Programme, RecruitmentWindow, SelfNomination
from leaders.notices import term_ends_soon
from leaders.programme import FIELDS, change_programme
from leaders.recruitment import WindowPlan, plan_window
from leaders.terms import TermIsOver
from portal.audit.trail import events_at_the_end, record
from portal.errors import DomainError
from portal.staff.models import Department, StaffMember
from portal.submitting.versions import version_of

ASKS_BEFORE = timedelta(days=90)


class PlanEndsTooEarly(DomainError):
    message = "次の計画の最終日は、いまの計画の最終日より後の日にしてください。"


class EndingTerm(NamedTuple):
    """A term that ends; ``next_step`` says in words what follows it."""

    term: Appointment
    next_step: str


class NextPlan(NamedTuple):
    """What an officer types to go on with the next plan."""

    plan_name: str
    plan_ends_on: date
    window: WindowPlan


def terms_ending_by(day: date, on: date) -> QuerySet[Appointment]:
    """Terms in force on the day ``on`` whose last day is ``day`` or earlier."""
    terms = Appointment.objects.in_force(on).filter(ends_on__lte=day, staff__is_active=True)
    return terms.select_related("staff__department").order_by(
        "staff__department__code", "staff__reading", "pk"
    )


def with_next_steps(terms: QuerySet[Appointment]) -> list[EndingTerm]:
    """What each leader answered, or has done already. Three queries, however many."""
    terms = list(terms)
    people = {term.staff_id for term in terms}
    raised = set(
        SelfNomination.objects.waiting().filter(staff__in=people).values_list("staff", flat=True)
    )
    starts = {
        (term.staff_id, term.starts_on)
        for term in Appointment.objects.held().filter(staff__in=people)
    }
    return [EndingTerm(term, _next_step(term, raised, starts)) for term in terms]


def _next_step(term, raised, starts) -> str:
    if any(pk == term.staff_id and first > term.ends_on for pk, first in starts):
        return "次の任期に任命済み"
    if term.staff_id in raised:
        return "次の募集に申出済み"
    return term.get_renewal_display()


def sections_left_without(day: date, on: date) -> list[Department]:
    """Sections with a leader on ``on`` and none after ``day``: nobody stays, is named or asked."""
    after = day + timedelta(days=1)
    ending = terms_ending_by(day, on)
    staying = Appointment.objects.in_force(after).filter(staff__is_active=True)
    raised = SelfNomination.objects.waiting().filter(window__term_ends_on__gte=after)
    kept = {
        pk for rows in (staying, raised) for pk in rows.values_list("staff__department", flat=True)
    }
    sections = {term.staff.department for term in ending if term.staff.department}
    return sorted((each for each in sections if each.pk not in kept), key=lambda each: each.code)


@transaction.atomic
def answer_renewal(appointment: Appointment, answer: str, *, now: datetime) -> None:
    """What the leader would like next; it binds nobody. Raises TermIsOver."""
    live = Appointment.objects.filter(
        pk=appointment.pk, ended_at=None, ends_on__gte=timezone.localdate(now)
    )
    if not live.update(renewal=answer):
        raise TermIsOver
    record("leaders.term.renewal_answered", actor=appointment.staff, obj=appointment)


@transaction.atomic
def ask_about_renewal(day: date, now: datetime) -> int:
    """Ask everybody whose term ends by ``day`` and who has not answered; each is asked once."""
    terms = terms_ending_by(day, timezone.localdate(now)).filter(renewal="")
    for term in terms:
        term_ends_soon(term, now=now)
    return len(terms)


def ask_when_it_is_time(now: datetime) -> int:
    """Three months before, by the clock."""
    return ask_about_renewal(timezone.localdate(now) + ASKS_BEFORE, now)


@transaction.atomic
def prepare_next_plan(plan: NextPlan, *, by: StaffMember, now: datetime) -> RecruitmentWindow:
    """Write down the next plan, its call, and ask those whose terms end. Old terms keep theirs.

    Raises PlanEndsTooEarly and WindowsOverlap, and then changes nothing.
    """
    programme = Programme.objects.current()
    if plan.plan_ends_on <= programme.plan_ends_on:
        raise PlanEndsTooEarly
    with events_at_the_end():
        ask_about_renewal(programme.plan_ends_on, now)
        values = {name: getattr(programme, name) for name in FIELDS}
        values |= {"plan_name": plan.plan_name, "plan_ends_on": plan.plan_ends_on}
        change_programme(values, version=version_of(programme, FIELDS), by=by, now=now)
        return plan_window(plan.window, by=by, now=now)
