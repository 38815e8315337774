"""What the pages show: the city's board, one indicator, one section. Read once, kept by data."""

from datetime import date
from typing import NamedTuple
from zlib import crc32

from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.kpi.counting import counts_by_year
from portal.kpi.figures import (
    NOT_ENTERED,
    Pieces,
    YearFigure,
    city_figure,
    counted_figure,
    expected_sections,
    month_values,
    pieces_of,
    published_people,
    recent_years,
    section_figure,
)
from portal.kpi.models import Actual, ActualEntry, Definition, Indicator, PartCount, Span
from portal.kpi.standing import Standing, standing_of
from portal.kpi.times import Time
from portal.period import fiscal_year
from portal.staff.models import Department

KEPT_FOR = 60 * 60


class Line(NamedTuple):
    """One indicator on a page. ``years`` are its figures by fiscal year."""

    indicator: Indicator
    definition: Definition
    years: dict[int, YearFigure]
    standing: Standing


def definitions(**only) -> list[Definition]:
    """The present definition of each indicator that is still followed, in the order of the board.

    Closed ones come only where ``only`` asks for them by ``indicator``.
    """
    rows = Definition.objects.select_related("indicator").order_by("number")
    rows = rows.filter(**only) if only else rows.filter(indicator__is_closed=False)
    present = {row.indicator_id: row for row in rows}
    groups = list(Indicator.Group.values)
    return sorted(
        present.values(),
        key=lambda row: (groups.index(row.indicator.group), row.indicator.order, row.indicator_id),
    )


def city_lines(today: date) -> list[Line]:
    """Every indicator of the city with its last five years, from the cache while nothing changed.

    What is kept depends on the data and the day alone: nobody sees what another may see.
    """
    rows = definitions()
    key = f"kpi:city:{today}:{data_stamp(rows)}"
    years = cache.get(key)
    if years is None:
        years = _city_years(rows, today)
        cache.set(key, years, KEPT_FOR)
    return [_line(row, years.get(row.indicator_id, {}), today) for row in rows]


def city_line(indicator: Indicator, today: date) -> Line:
    row = definitions(indicator=indicator)[0]
    years = _city_years([row], today, indicator_id=indicator.pk)
    return _line(row, years.get(indicator.pk, {}), today)


def section_lines(department: Department, today: date) -> list[Line]:
    """The indicators that sections enter, with the years of this one.

    Of a department above others: the sum of those below it, as far as it is shown.
    """
    rows = [row for row in definitions() if row.indicator.by_section]
    people = [row.indicator_id for row in rows if row.indicator.counts_people]
    keys = [department.pk, *_below(department)]
    span = all_years(rows, today)
    pieces = pieces_of(span, department__in=keys)
    published = _published(people, span)
    lines = []
    for row in rows:
        found = {year: _section_year(row, pieces, published, year, keys) for year in span}
        lines.append(_line(row, found, today))
    return lines


def months_of_section(lines: list[Line], department: Department, year: int):
    """What a section entered by month or quarter: by indicator and first day."""
    return month_values([line.indicator for line in lines], department, year)


def all_years(rows: list[Definition], today: date) -> list[int]:
    """The last five years, and the base years before them."""
    base_years = {row.base_year for row in rows if row.base_year}
    return sorted({*recent_years(today), *base_years})


def data_stamp(rows: list[Definition]) -> str:
    """Changes with every entry, count and reorganisation, and with what is defined and followed.

    A count beside the greatest key: of two writers, the one with the lower key may be the later.
    """
    parts = [
        tuple(model.objects.aggregate(Max("pk"), Count("pk")).values())
        for model in (ActualEntry, Department, PartCount)
    ]
    defined = crc32(repr([row.pk for row in rows]).encode())
    return "-".join(str(number or 0) for part in (*parts, (defined,)) for number in part)


def _city_years(rows: list[Definition], today: date, **only):
    span = all_years(rows, today)
    pieces = pieces_of(span, **only)
    expected = expected_sections(span, today)
    counted = counts_by_year(span)
    return {
        row.indicator_id: {
            year: _city_year(row, pieces.get(row.indicator_id, {}).get(year, {}), expected[year])
            for year in span
        }
        | _counted_years(counted.get(row.indicator.drawn_from, {}), today)
        for row in rows
    }


def _city_year(row: Definition, pieces, expected: int) -> YearFigure:
    return city_figure(row.indicator, row.kind, pieces, expected) if pieces else NOT_ENTERED


def _counted_years(rows: dict[int, PartCount], today: date) -> dict[int, YearFigure]:
    """What a part counted stands before what was typed; years that it did not count stay."""
    this_year = fiscal_year(today)
    return {year: counted_figure(row, is_over=year < this_year) for year, row in rows.items()}


def _line(row: Definition, years: dict[int, YearFigure], today: date) -> Line:
    return Line(row.indicator, row, years, standing_of(row, years, fiscal_year(today)))


def _below(department: Department) -> list[int]:
    """The sections below a department, however deep, as long as they have not ended."""
    parent_of = dict(Department.objects.filter(ends_on=None).values_list("pk", "parent_id"))
    found, front = [], {department.pk}
    while front:
        front = {pk for pk, parent in parent_of.items() if parent in front} - {*found}
        found += sorted(front)
    return found


def _published(people: list[int], span: list[int]):
    """What may be shown of people, decided for the whole city: by indicator and year."""
    if not people:
        return {}
    pieces = pieces_of(span, indicator__in=people)
    return {
        (indicator, year): published_people(found)
        for indicator, years in pieces.items()
        for year, found in years.items()
    }


def _section_year(row, pieces: Pieces, published, year: int, keys: list[int]) -> YearFigure:
    found = pieces.get(row.indicator_id, {}).get(year, {})
    mine = [found[key] for key in keys if key in found]
    if not mine:
        return NOT_ENTERED
    if row.indicator.counts_people:
        value = published[row.indicator_id, year].sum_of(keys)
        return YearFigure(value, 12)
    if len(mine) == 1:
        return section_figure(row.indicator, row.kind, mine[0])
    sections = dict(enumerate(mine))
    return city_figure(row.indicator, row.kind, sections, len(sections))


def monthly_indicators() -> QuerySet[Indicator]:
    """The figures that a section enters each month."""
    return Indicator.objects.filter(by_section=True, is_closed=False, span=Span.MONTH).order_by()


def with_entered(departments: QuerySet[Department], month: Time) -> QuerySet[Department]:
    """Add ``entered``: how many of the month's figures a section has entered.

    ``is_above`` says that sections below it enter instead.
    """
    mine = Actual.objects.filter(
        department=OuterRef("pk"),
        span=month.span,
        starts_on=month.starts_on,
        value__isnull=False,
        indicator__by_section=True,
        indicator__is_closed=False,
    )
    counted = mine.order_by().values("department").annotate(count=Count("pk")).values("count")
    below = Department.objects.filter(parent=OuterRef("pk"), ends_on=None)
    return departments.annotate(entered=Coalesce(Subquery(counted), 0), is_above=Exists(below))


def entries_of(indicator: Indicator | None, department: Department | None):
    """Who typed what, the newest first: the city's own of one indicator, or a section's of all."""
    only = {"actual__department": department}
    if indicator:
        only["actual__indicator"] = indicator
    related = ("actual__indicator", "by")
    return ActualEntry.objects.filter(**only).select_related(*related).order_by("-at", "-pk")
