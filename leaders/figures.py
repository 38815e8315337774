"""Numbers of the programme, for KPI and for the desk. Nobody can be found in them.

A count of people from 1 to 4 is never given where a reason or a section could be read from it:
it is 「5未満」, and where one hidden number could be worked out from the others, another is hidden.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import Count, Sum
from django.utils import timezone

from leaders import roster
from leaders.models import ActivityReport, Appointment, SmallFinding
from portal.period import fiscal_year

SMALLEST = 5
FEW, HIDDEN = "5未満", "非表示"
Shown = int | str


class Table(NamedTuple):
    """Labels with what may be shown of their counts; ``total`` also is such a word or number."""

    rows: list[tuple[str, Shown]]
    total: Shown


def withheld(counts: Mapping[str, int]) -> Table:
    """What may be shown of ``counts``. Zero is shown: it is nobody.

    With one count hidden the total goes too, and so does the next smallest count: who knows the
    total from elsewhere must not work the hidden one out.
    """
    shown: dict[str, Shown] = {label: _few(count) for label, count in counts.items()}
    if FEW not in shown.values():
        return Table(list(shown.items()), sum(counts.values()))
    larger = sorted((label for label in shown if counts[label] >= SMALLEST), key=counts.get)
    if larger:
        shown[larger[0]] = HIDDEN
    return Table(list(shown.items()), HIDDEN)


def _few(count: int) -> Shown:
    return FEW if 0 < count < SMALLEST else count


def reasons_of_leaving() -> Table:
    """Why people resigned, all years together."""
    found = Appointment.objects.filter(end_kind=Appointment.End.RESIGNED).values("reason")
    counts = dict(found.annotate(count=Count("pk")).values_list("reason", "count"))
    reasons = Appointment.Reason
    return withheld({reason.label: counts.get(reason.value, 0) for reason in reasons})


class Activity(NamedTuple):
    """What was reported in the fiscal year of a day. ``minutes`` are saved per month, as told."""

    reports: int
    minutes: int
    measured: int
    findings: int


def activity_of(on: date) -> Activity:
    """Reports without a figure count as reports, not as zero minutes."""
    first = date(fiscal_year(on), 4, 1)
    reports = ActivityReport.objects.filter(happened_on__gte=first, happened_on__lte=on)
    found = reports.aggregate(
        count=Count("pk"), minutes=Sum("minutes_saved"), measured=Count("minutes_saved")
    )
    begins = timezone.make_aware(datetime.combine(first, time()))
    findings = SmallFinding.objects.filter(at__gte=begins).count()
    return Activity(found["count"], found["minutes"] or 0, found["measured"], findings)


class Figures(NamedTuple):
    """The programme on one day. People unless said otherwise."""

    leaders: int
    resting: int
    sections: int
    sections_with_leader: int
    experienced: int


def figures_on(on: date) -> Figures:
    """Names of leaders are public in the house: these counts isolate nobody."""
    sections = roster.coverage(on)
    return Figures(
        leaders=roster.current_terms(on).count(),
        resting=Appointment.objects.resting(on).count(),
        sections=len(sections),
        sections_with_leader=sum(each.state != "without" for each in sections),
        experienced=roster.experienced_count(on),
    )
