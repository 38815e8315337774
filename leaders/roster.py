"""Who is a leader, who was, and which sections have one."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Prefetch, Q, QuerySet

from leaders.models import Appointment, LeaderProfile, Pause
from portal.staff.models import Department, StaffMember
from portal.ui.charts import Chart, Drawing, Series, stacked

ACTIVE = Appointment.State.ACTIVE
PAUSED = Appointment.State.PAUSED


def current_terms(on: date) -> QuerySet[Appointment]:
    """Leaders of the day, with section, profile and rest; by section, then by reading."""
    has_no_section = ExpressionWrapper(Q(staff__department=None), output_field=BooleanField())
    return (
        Appointment.objects.in_force(on)
        .filter(staff__is_active=True)
        .with_rest(on)
        .select_related("staff__department", "staff__leader_profile")
        .order_by(has_no_section, "staff__department__code", "staff__reading", "pk")
    )


def leaders_of(department: Department | None, on: date) -> QuerySet[Appointment]:
    """The leaders of one section."""
    terms = current_terms(on)
    return terms.filter(staff__department=department) if department else terms.none()


class PastLeader(NamedTuple):
    """Somebody who was a leader and is none on the day. ``first`` and ``last`` are days."""

    staff: StaffMember
    terms: int
    first: date
    last: date


def past_leaders(on: date) -> QuerySet[StaffMember]:
    """People who were leaders and are none on the day ``on``; who left last comes first."""
    now = Appointment.objects.in_force(on).values("staff")
    held = Q(leader_terms__in=Appointment.objects.held().over(on))
    return (
        StaffMember.objects.filter(held, is_active=True)
        .exclude(pk__in=now)
        .select_related("department")
        .annotate(terms=Count("leader_terms", distinct=True), first=Min("leader_terms__starts_on"))
        .order_by("reading", "pk")
    )


def experienced_count(on: date) -> int:
    """How many people have been leaders for a day at least, those of today included."""
    begun = Appointment.objects.held().filter(starts_on__lte=on)
    return begun.values("staff").distinct().count()


class Covered(NamedTuple):
    """A section and its leaders. ``state`` is with, paused or without."""

    department: Department
    parent: str
    leaders: list[Appointment]
    people: int

    @property
    def state(self) -> str:
        if any(term.rests_until is None for term in self.leaders):
            return "with"
        return "paused" if self.leaders else "without"


STATES = {"with": "リーダーがいる", "paused": "お休み中", "without": "いない"}
TONES = {"with": "positive", "paused": "caution", "without": "wanted"}


def coverage(on: date) -> list[Covered]:
    """Sections where people work, in the order of their codes."""
    by_section = defaultdict(list)
    for term in current_terms(on):
        by_section[term.staff.department_id].append(term)
    at_work = Count("members", filter=Q(members__is_active=True))
    sections = Department.objects.on(on).annotate(people=at_work).filter(people__gt=0)
    return [
        Covered(
            section,
            section.parent.name if section.parent else "",
            by_section[section.pk],
            section.people,
        )
        for section in sections.select_related("parent").order_by("code", "pk")
    ]


def sections_without_leader(on: date) -> QuerySet[Department]:
    """Sections where people work and nobody leads; one who rests is a leader."""
    sections = Department.objects.on(on).filter(members__is_active=True).distinct()
    led = current_terms(on).exclude(staff__department=None).order_by()
    return sections.exclude(pk__in=led.values("staff__department")).order_by()


def coverage_picture(sections: list[Covered]) -> Drawing:
    """How many sections of each division have a leader, whose leaders all rest, or none."""
    divisions = list(dict.fromkeys(section.parent or "上位の部署なし" for section in sections))
    series = [
        Series(label, [_count(sections, division, state) for division in divisions])
        for state, label in STATES.items()
    ]
    totals = "、".join(f"{each.label} {sum(each.values)}課" for each in series)
    chart = Chart(
        "coverage",
        "部署ごとの状況",
        divisions,
        series,
        "課",
        axis="上位の部署",
        summary=f"全部で、{totals}です。",
    )
    return stacked(chart)


def _count(sections, division, state) -> int:
    return sum(
        (section.parent or "上位の部署なし") == division and section.state == state
        for section in sections
    )


def history_of(staff: StaffMember) -> QuerySet[Appointment]:
    """All terms of a person that had a day, the newest first."""
    terms = Appointment.objects.held().filter(staff=staff)
    pauses = Prefetch("pauses", queryset=Pause.objects.order_by("starts_on", "pk"))
    return terms.select_related("department").prefetch_related(pauses).order_by("-starts_on", "-pk")


def profile_of(staff: StaffMember) -> LeaderProfile:
    """The profile; one that is not saved yet for who has none."""
    return LeaderProfile.objects.filter(staff=staff).first() or LeaderProfile(staff=staff)
