"""The skill check: taking it, what it shows, and which course answers which gap."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Avg, Count, Max
from django.utils import timezone

from portal.audit.trail import record
from portal.period import fiscal_year
from portal.staff.models import StaffMember
from training.models import Course, Session, SkillCheck, SkillQuestion, SkillRating

BEST = 5
# At or below this a skill counts as a gap. Source: 自己評価の目安（案）.
GAP = 3
# Source: RIGHTS: no numbers of fewer than 5 people.
FEWEST = 5
COURSES_SHOWN = 6
SCALE = {
    1: "知らない",
    2: "聞いたことがある",
    3: "説明を見ればできる",
    4: "一人でできる",
    5: "人に教えられる",
}


class Line(NamedTuple):
    """One question with what was answered now and the time before. None: not asked then."""

    question: SkillQuestion
    value: int
    before: int | None


class AreaResult(NamedTuple):
    """One area. ``average`` and ``before`` go from 1 to 5."""

    name: str
    average: float
    before: float | None
    lines: list[Line]


class Gap(NamedTuple):
    label: str
    value: int

    @property
    def words(self) -> str:
        return f"{self.label} {self.value}/{BEST}"


class Recommendation(NamedTuple):
    """A course with the gaps it covers, and sessions that can be booked now, soonest first."""

    course: Course
    gaps: list[Gap]
    sessions: list[Session]


@transaction.atomic
def take_check(staff: StaffMember, ratings: dict[int, int], *, now: datetime) -> SkillCheck:
    """Keep a rating of every question; ``ratings`` by the pk of the question, 1 to 5."""
    check = SkillCheck.objects.create(
        staff=staff, fiscal_year=fiscal_year(timezone.localdate(now)), taken_at=now
    )
    SkillRating.objects.bulk_create(
        SkillRating(check_taken=check, question_id=question, value=value)
        for question, value in sorted(ratings.items())
    )
    record("training.skills.checked", actor=staff, obj=check)
    return check


def live_questions():
    return SkillQuestion.objects.filter(is_live=True).select_related("area")


def last_checks(staff: StaffMember) -> list[SkillCheck]:
    """The newest and the one before it."""
    return list(SkillCheck.objects.filter(staff=staff).order_by("-taken_at", "-pk")[:2])


def is_due(checks: list[SkillCheck], now: datetime) -> bool:
    """Whether the check of this fiscal year is still to be taken."""
    return not checks or checks[0].fiscal_year != fiscal_year(timezone.localdate(now))


def area_results(checks: list[SkillCheck]) -> list[AreaResult]:
    """By area, in its order. Empty without a check."""
    if not checks:
        return []
    before = dict(checks[1].ratings.values_list("question", "value")) if checks[1:] else {}
    ratings = checks[0].ratings.select_related("question__area")
    lines: dict[str, list[Line]] = {}
    for rating in ratings.order_by("question__area__order", "question__order", "question"):
        question = rating.question
        line = Line(question, rating.value, before.get(question.pk))
        lines.setdefault(question.area.name, []).append(line)
    return [
        AreaResult(name, _mean([line.value for line in rows]), _mean_before(rows), rows)
        for name, rows in lines.items()
    ]


def _mean(values: list[int]) -> float:
    return round(sum(values) / len(values), 1)


def _mean_before(rows: list[Line]) -> float | None:
    known = [line.before for line in rows if line.before is not None]
    return _mean(known) if known else None


def recommendations(check: SkillCheck, *, now: datetime) -> list[Recommendation]:
    """Courses that cover gaps, the most and the deepest gaps first; those done are left out."""
    gaps = {
        rating.question_id: Gap(rating.question.label, rating.value)
        for rating in check.ratings.filter(value__lte=GAP).select_related("question")
    }
    courses = Course.objects.live().filter(covers__in=gaps).distinct()
    courses = courses.exclude(
        completions__staff=check.staff_id,
        completions__completed_on__gte=timezone.localdate(check.taken_at),
    )
    found = [
        Recommendation(course, covered, [])
        for course in courses.prefetch_related("covers")
        for covered in [[gaps[each.pk] for each in course.covers.all() if each.pk in gaps]]
    ]
    found.sort(key=lambda each: (-_weight(each.gaps), each.course.code))
    return _with_sessions(found[:COURSES_SHOWN], now)


def _weight(gaps: list[Gap]) -> int:
    return sum(BEST - gap.value for gap in gaps)


def _with_sessions(found: list[Recommendation], now: datetime) -> list[Recommendation]:
    by_course: dict[int, list[Session]] = {}
    courses = [each.course.pk for each in found]
    sessions = Session.objects.filter(
        course__in=courses, state=Session.State.OPEN, booking_closes_at__gt=now, starts_at__gt=now
    )
    for session in sessions.select_related("course").order_by("starts_at", "pk"):
        by_course.setdefault(session.course_id, []).append(session)
    return [each._replace(sessions=by_course.get(each.course.pk, [])) for each in found]


class Group(NamedTuple):
    """A section, or the whole city, with its mean by area. ``people`` is never below FEWEST."""

    name: str
    people: int
    averages: list[float | None]


def group_results(year: int) -> tuple[list[str], list[Group], int]:
    """Areas, groups of at least FEWEST people (the city first), and how many were left out.

    Of each person the last check of the fiscal year counts. When only one section would be left
    out, its numbers could be had by subtraction: then the smallest one shown goes, too.
    """
    newest = SkillCheck.objects.filter(fiscal_year=year).order_by().values("staff")
    checks = [row["last"] for row in newest.annotate(last=Max("pk"))]
    ratings = SkillRating.objects.filter(check_taken__in=checks)
    areas = list(
        ratings.order_by("question__area__order", "question__area")
        .values_list("question__area__name", flat=True)
        .distinct()
    )
    people = _people(SkillCheck.objects.filter(pk__in=checks))
    shown = {section: count for section, count in people.items() if count >= FEWEST}
    hidden = {section: count for section, count in people.items() if section not in shown}
    if shown and 0 < sum(hidden.values()) < FEWEST:
        shown.pop(min(shown, key=lambda section: (shown[section], str(section))))
    by_section = _averages(ratings, ["check_taken__staff__department__name"])
    groups = [
        Group(section or "所属なし", count, [by_section.get((section, area)) for area in areas])
        for section, count in sorted(shown.items(), key=lambda pair: str(pair[0]))
    ]
    total = sum(people.values())
    if total >= FEWEST:
        city = _averages(ratings, [])
        groups.insert(0, Group("市全体", total, [city.get((area,)) for area in areas]))
    return areas, groups, len(people) - len(shown)


def _people(checks) -> dict[str | None, int]:
    rows = checks.order_by().values("staff__department__name").annotate(count=Count("pk"))
    return {row["staff__department__name"]: row["count"] for row in rows}


def _averages(ratings, by: list[str]) -> dict[tuple, float]:
    keys = [*by, "question__area__name"]
    rows = ratings.order_by().values(*keys).annotate(mean=Avg("value"))
    return {tuple(row[key] for key in keys): round(row["mean"], 1) for row in rows}
