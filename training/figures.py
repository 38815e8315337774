"""Numbers of training for others: of a fiscal year, and never of fewer than 5 people."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from training.completing import compulsory_courses, people_asked
from training.models import (
    Booking,
    Completion,
    Course,
    Session,
    SkillCheck,
    SkillRating,
    SurveyTally,
)
from training.surveying import DAYS_OPEN, FEWEST, SATISFIED
from training.years import bounds

GAP = 3


class Figures(NamedTuple):
    """Of one fiscal year. None: fewer than FEWEST people, or nothing to count from.

    ``satisfaction`` is a share from 0 to 1, of surveys that are over and had FEWEST answers.
    """

    sessions: int
    seats: int
    participants: int | None
    completions: int | None
    checked: int | None
    satisfaction: float | None


def figures_of(year: int, now: datetime) -> Figures:
    begins, ends = bounds(year)
    held = Session.objects.filter(
        state=Session.State.OPEN, starts_at__gte=begins, starts_at__lt=ends, ends_at__lte=now
    )
    booked = Booking.objects.booked().filter(session__in=held)
    days = Q(completed_on__gte=date(year, 4, 1), completed_on__lt=date(year + 1, 4, 1))
    return Figures(
        sessions=held.count(),
        seats=held.aggregate(sum=Sum("capacity"))["sum"] or 0,
        participants=_not_few(booked.values("staff").distinct().count()),
        completions=_not_few(Completion.objects.filter(days).count()),
        checked=_not_few(
            SkillCheck.objects.filter(fiscal_year=year).values("staff").distinct().count()
        ),
        satisfaction=_satisfaction(held, now),
    )


def _not_few(count: int) -> int | None:
    return count if count >= FEWEST or count == 0 else None


def _satisfaction(held, now: datetime) -> float | None:
    over = held.filter(ends_at__lte=now - DAYS_OPEN).annotate(answers=Count("survey_receipts"))
    published = over.filter(answers__gte=FEWEST).values("pk")
    marks = SurveyTally.objects.filter(session__in=published, question__is_satisfaction=True)
    sums = marks.aggregate(all=Sum("count"), satisfied=Sum("count", filter=Q(mark__gte=SATISFIED)))
    return sums["satisfied"] / sums["all"] if sums["all"] else None


class Demand(NamedTuple):
    """Who would come to a course. ``gaps`` is None below FEWEST people."""

    course: Course
    waiting: int
    gaps: int | None


def demand(year: int, now: datetime) -> list[Demand]:
    """By course: people on waitlists of sessions ahead, and people with a gap it covers."""
    waiting = dict(
        Booking.objects.filter(status="waitlisted", session__starts_at__gt=now)
        .order_by()
        .values_list("session__course")
        .annotate(count=Count("staff", distinct=True))
    )
    gaps = _gaps(year)
    found = [
        Demand(course, waiting.get(course.pk, 0), _not_few(len(people)))
        for course in Course.objects.live().prefetch_related("covers")
        for people in [set().union(*(gaps.get(each.pk, set()) for each in course.covers.all()))]
    ]
    wanted = [each for each in found if each.waiting or each.gaps]
    return sorted(wanted, key=lambda each: (-each.waiting, -(each.gaps or 0), each.course.code))


def _gaps(year: int) -> dict[int, set[int]]:
    """By question: who rated it low in their last check of the year."""
    last: dict[int, int] = {}
    for staff, pk in (
        SkillCheck.objects.filter(fiscal_year=year).order_by("pk").values_list("staff", "pk")
    ):
        last[staff] = pk
    low = SkillRating.objects.filter(check_taken__in=last.values(), value__lte=GAP)
    found: dict[int, set[int]] = {}
    for question, staff in low.values_list("question", "check_taken__staff"):
        found.setdefault(question, set()).add(staff)
    return found


def compulsory_done(now: datetime) -> dict[int | None, tuple[int, int]]:
    """By department: who has completed all that is compulsory for them, of those it is asked of.

    Empty while nothing is compulsory. These are people: who shows them hides small groups.
    """
    asked: dict[int, int | None] = {}
    late: set[int] = set()
    for course in compulsory_courses():
        people = dict(people_asked(course, now).values_list("pk", "department"))
        done = Completion.objects.filter(course=course).values_list("staff", flat=True)
        asked |= people
        late |= people.keys() - set(done)
    counts: dict[int | None, tuple[int, int]] = {}
    for pk, department in asked.items():
        done, everybody = counts.get(department, (0, 0))
        counts[department] = (done + (pk not in late), everybody + 1)
    return counts
