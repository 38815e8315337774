"""Compulsory courses: how far each section has come, and reminding those who have not."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.audit.trail import record
from portal.counting import counted
from portal.staff.models import Department, Role, RoleGrant, StaffMember
from training import notices
from training.models import Completion, Course

# No numbers of fewer people than this.
FEWEST = 5


class SectionRate(NamedTuple):
    """One section. ``share`` is completed over asked, 0 to 1."""

    name: str
    asked: int
    completed: int

    @property
    def share(self) -> float:
        return self.completed / self.asked


class CourseRate(NamedTuple):
    """A course with its whole share and its sections. None of the whole: for too few people."""

    course: Course
    whole: SectionRate | None
    sections: list[SectionRate]
    left_out: int


def people_asked(course: Course, now: datetime):
    """Who must take a course. Tiers that the roster does not know are not guessed."""
    active = StaffMember.objects.filter(is_active=True)
    if course.for_everyone:
        return active
    leaders = RoleGrant.objects.filter(role=Role.LEADER).on(timezone.localdate(now))
    asked = Q(pk=None)
    if course.for_manager:
        asked |= Q(is_manager=True)
    if course.for_leader:
        asked |= Q(pk__in=leaders.values("staff"))
    return active.filter(asked)


def course_rate(course: Course, now: datetime) -> CourseRate:
    """When one section alone is too small, it could be had by subtraction: then one more goes."""
    people = people_asked(course, now)
    asked = dict(people.values_list("pk", "department__name"))
    completed = Completion.objects.filter(course=course, staff__in=people.values("pk"))
    done = set(completed.values_list("staff", flat=True))
    of_all, of_done = Counter(asked.values()), Counter(asked[pk] for pk in done)
    shown = {name for name, count in of_all.items() if count >= FEWEST}
    hidden = sum(count for name, count in of_all.items() if name not in shown)
    if shown and 0 < hidden < FEWEST:
        shown.remove(min(shown, key=lambda name: (of_all[name], str(name))))
    sections = [
        SectionRate(name or "所属なし", of_all[name], of_done[name])
        for name in sorted(shown, key=str)
    ]
    whole = SectionRate("市全体", len(asked), len(done)) if len(asked) >= FEWEST else None
    return CourseRate(course, whole, sections, len(of_all) - len(shown))


def section_rates(
    courses: list[Course], department: Department, now: datetime
) -> list[tuple[Course, SectionRate | None]]:
    """How far one section has come in each course, asked in one query.

    None where so few are asked that single people could show.
    """
    rows = {}
    for number, course in enumerate(courses):
        people = people_asked(course, now).filter(department=department).order_by().values("pk")
        done = Completion.objects.filter(course=course, staff__in=people)
        rows |= {f"asked{number}": people, f"done{number}": done.values("staff").distinct()}
    found = counted(Department.objects.filter(pk=department.pk), **rows) if rows else {}
    return [
        (course, _section_rate(department, found[f"asked{number}"], found[f"done{number}"]))
        for number, course in enumerate(courses)
    ]


def _section_rate(department: Department, asked: int, completed: int) -> SectionRate | None:
    return SectionRate(department.name, asked, completed) if asked >= FEWEST else None


def compulsory_courses():
    return Course.objects.live().filter(is_compulsory=True).order_by("code")


@transaction.atomic
def remind(course: Course, *, by: StaffMember, now: datetime) -> int:
    """Tell those who have not completed it, once a month at most. Returns how many there are."""
    done = Completion.objects.filter(course=course).values("staff")
    late = list(people_asked(course, now).exclude(pk__in=done))
    notices.reminded(course, late, now=now)
    record("training.completion.reminded", actor=by, obj=course, details={"count": len(late)})
    return len(late)
