"""Numbers of the desk, for the figures of the plan. Of fewer than five nothing is told apart."""

from datetime import date, datetime
from statistics import median
from typing import NamedTuple

from django.db.models import Avg, Count, F, Q, QuerySet

from portal.consultations.models import Consultation, IdeaChange, SolvedByItself
from portal.consultations.vocabulary import Kind
from portal.staff.models import Department

FEWEST = 5
MOST_THEMES = 20
MOMENTS = ("asked_at", "answered_at")


class Share(NamedTuple):
    """``part`` of ``whole``. The rate is None where the whole is too small to be told."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        """From 0 to 1; None below FEWEST."""
        return self.part / self.whole if self.whole >= FEWEST else None


class Waiting(NamedTuple):
    """Hours from the question to the answer, of those answered. None below FEWEST."""

    median: float | None
    p90: float | None
    count: int


class Satisfaction(NamedTuple):
    """The mean of 1 to 5; None below FEWEST ratings."""

    mean: float | None
    count: int


def asked(since: datetime, until: datetime) -> QuerySet:
    """Asked from ``since`` until before ``until``; merged ones count once, as their target."""
    rows = Consultation.objects.filter(asked_at__gte=since, asked_at__lt=until)
    return rows.filter(merged_into=None)


def volume(since: datetime, until: datetime) -> int:
    return asked(since, until).count()


def answered_first_in_time(since: datetime, until: datetime) -> Share:
    """Of those with a first answer: how many had it when it was promised."""
    rows = asked(since, until).exclude(first_answered_at=None)
    found = rows.aggregate(
        whole=Count("pk"), part=Count("pk", filter=Q(first_answered_at__lte=F("first_due_at")))
    )
    return Share(found["part"], found["whole"])


def resolved_in_time(since: datetime, until: datetime) -> Share:
    """Of those answered: how many within the promised time."""
    rows = asked(since, until).exclude(answered_at=None).exclude(resolve_due_at=None)
    found = rows.aggregate(
        whole=Count("pk"), part=Count("pk", filter=Q(answered_at__lte=F("resolve_due_at")))
    )
    return Share(found["part"], found["whole"])


def time_to_answer(since: datetime, until: datetime) -> Waiting:
    """In hours by the clock on the wall, as the asker waited."""
    rows = asked(since, until).exclude(answered_at=None).values_list(*MOMENTS)
    return _waiting([_hours(*moments) for moments in rows])


def _hours(begin: datetime, end: datetime) -> float:
    return (end - begin).total_seconds() / 3600


def _waiting(hours: list[float]) -> Waiting:
    hours = sorted(hours)
    if len(hours) < FEWEST:
        return Waiting(None, None, len(hours))
    ninth = -(-len(hours) * 9 // 10) - 1
    return Waiting(round(median(hours), 1), round(hours[ninth], 1), len(hours))


def satisfaction(since: datetime, until: datetime) -> Satisfaction:
    found = asked(since, until).aggregate(mean=Avg("rating"), count=Count("rating"))
    if found["count"] < FEWEST:
        return Satisfaction(None, found["count"])
    return Satisfaction(round(found["mean"], 2), found["count"])


def self_solved(since: datetime, until: datetime) -> Share:
    """Of all who came to ask: how many found the answer before they asked."""
    solved = SolvedByItself.objects.filter(at__gte=since, at__lt=until).count()
    return Share(solved, solved + volume(since, until))


class Group(NamedTuple):
    """One kind or section. ``count`` is None for fewer than FEWEST, and for the next smallest, if
    one alone is hidden: it could be had from the total."""

    label: str
    count: int | None
    waiting: Waiting


def by_kind(since: datetime, until: datetime) -> list[Group]:
    labels = dict(Kind.choices)
    rows = asked(since, until).values_list("kind", *MOMENTS)
    return _groups(list(labels.values()), [(labels[kind], *moments) for kind, *moments in rows])


def by_section(since: datetime, until: datetime) -> list[Group]:
    """Sections that asked, in the order of their codes."""
    rows = asked(since, until).exclude(department=None).order_by("department__code")
    return _groups([], list(rows.values_list("department__name", *MOMENTS)))


def _groups(labels: list[str], rows: list[tuple]) -> list[Group]:
    """``labels`` first, whether anybody asked or not."""
    hours: dict[str, list[float]] = {label: [] for label in labels}
    counts = dict.fromkeys(labels, 0)
    for label, asked_at, answered_at in rows:
        counts[label] = counts.get(label, 0) + 1
        waited = hours.setdefault(label, [])
        if answered_at:
            waited.append(_hours(asked_at, answered_at))
    shown = suppressed(counts)
    return [Group(label, shown[label], _waiting(hours[label])) for label in counts]


class Theme(NamedTuple):
    tag: str
    count: int


def themes(since: datetime, until: datetime) -> list[Theme]:
    """The officers' tags, the most frequent first: for officers, who may read each of these.

    Confidential ones are left out: their tags are words of what few may read.
    """
    rows = asked(since, until).filter(is_confidential=False).exclude(tags=None).order_by()
    found = rows.values("tags__name").annotate(n=Count("pk")).order_by("-n", "tags__name")
    return [Theme(*row) for row in found.values_list("tags__name", "n")[:MOST_THEMES]]


def silent_sections(since: datetime, until: datetime, on: date) -> QuerySet[Department]:
    """Sections of today in which people work and nobody has asked, as far as all officers read."""
    came = asked(since, until).filter(is_confidential=False).exclude(department=None)
    at_work = Department.objects.on(on).filter(members__is_active=True).distinct()
    return at_work.exclude(code__in=came.order_by().values("department__code")).order_by("code")


def suppressed(counts: dict[str, int]) -> dict[str, int | None]:
    """None for 1 to FEWEST-1. Where only one would be None, the smallest other one is, too."""
    small = {name for name, count in counts.items() if 0 < count < FEWEST}
    others = sorted((n, name) for name, n in counts.items() if n >= FEWEST)
    if len(small) == 1 and others:
        small.add(others[0][1])
    return {name: None if name in small else count for name, count in counts.items()}


def ideas(since: datetime, until: datetime) -> dict[str, int]:
    """Submitted, adopted and done ideas by the moment of each step."""
    steps = IdeaChange.objects.filter(at__gte=since, at__lt=until)
    counted = steps.order_by().values("new").annotate(n=Count("idea", distinct=True))
    found = dict(counted.values_list("new", "n"))
    return {state: found.get(state, 0) for state in ("submitted", "adopted", "done")}
