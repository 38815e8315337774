"""One indicator side by side: its sections in one year, all of them or those that are chosen."""

from datetime import date
from typing import NamedTuple

from portal.kpi.figures import (
    Piece,
    YearFigure,
    city_figure,
    last_day,
    pieces_of,
    published_people,
    section_figure,
    sections_on,
)
from portal.kpi.models import Definition
from portal.staff.models import Department


class Comparison(NamedTuple):
    """``rows`` are sections with what may be shown of them, ``total`` their sum.

    ``leaves_out``: the sum is of what is shown alone, groups under five are not in it.
    """

    rows: list[tuple[Department, YearFigure]]
    total: YearFigure
    leaves_out: bool


def sections_to_compare(year: int, today: date) -> list[Department]:
    """Every section that counted in that year, by code. One query."""
    departments = list(Department.objects.select_related("parent").order_by("code", "pk"))
    return sections_on(last_day(year, today), departments)


def compare(
    definition: Definition, year: int, sections: list[Department], chosen: set[int]
) -> Comparison:
    """``chosen`` are ids of sections; none chosen means all of them. One query."""
    pieces = pieces_of([year], indicator=definition.indicator)
    found = pieces.get(definition.indicator_id, {}).get(year, {})
    shown = [section for section in sections if not chosen or section.pk in chosen]
    if definition.indicator.counts_people:
        return _people(found, shown, is_whole=not chosen)
    figures = [
        (section, section_figure(definition.indicator, definition.kind, found.get(section.pk)))
        for section in shown
    ]
    keys = {section.pk for section in shown} | (set() if chosen else {None})
    mine = {key: piece for key, piece in found.items() if key in keys}
    total = city_figure(definition.indicator, definition.kind, mine, len(shown))
    return Comparison(figures, total, leaves_out=False)


def _people(found: dict[int | None, Piece], shown: list[Department], *, is_whole: bool):
    """What is hidden was decided for the city, whatever is chosen here."""
    published = published_people(found)
    rows = [(section, YearFigure(published.cells.get(section.pk))) for section in shown]
    keys = [section.pk for section in shown if section.pk in published.cells]
    if is_whole:
        return Comparison(rows, YearFigure(published.total if found else None), leaves_out=False)
    total = published.sum_of(keys) if keys else None
    return Comparison(rows, YearFigure(total), published.hides(keys))
