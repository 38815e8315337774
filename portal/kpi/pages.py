"""Lines of figures as the pages show them: cards, tables of years and of months."""

from datetime import date
from typing import NamedTuple

from portal.kpi.boards import Line
from portal.kpi.models import Indicator, Kind, Span
from portal.kpi.pictures import unit_of, years_picture
from portal.kpi.standing import Standing, Verdict, coverage, progress, sentence, value_words
from portal.kpi.times import months_of, times_of, year_word
from portal.period import fiscal_year
from portal.ui.charts import Drawing, written


class Card(NamedTuple):
    """One indicator in short: a sentence, the latest figure, how it stands, and a picture."""

    slug: str
    label: str
    name: str
    sentence: str
    latest: str
    latest_year: str
    coverage: str
    verdict: Verdict
    progress: str
    picture: Drawing | None


class Group(NamedTuple):
    """A heading of the board. Few indicators are cards, many are rows of a table by year."""

    label: str
    cards: list[Card]
    header: list[str]
    rows: list[tuple[Card, list[str]]]


class MonthRow(NamedTuple):
    name: str
    unit: str
    values: list[str]


CARDS = 6


def group_lines(lines: list[Line], today: date) -> list[Group]:
    """The board: lines under their headings, in the order they come in."""
    groups = []
    for code, label in Indicator.Group.choices:
        members = [line for line in lines if line.indicator.group == code]
        if members:
            groups.append(_group(label, members, today))
    return groups


def _group(label: str, lines: list[Line], today: date) -> Group:
    is_few = len(lines) <= CARDS
    cards = [line_card(line, with_picture=is_few) for line in lines]
    this_year = fiscal_year(today)
    years = list(range(this_year - 4, this_year + 1))
    rows = [
        (card, [value_words(line.definition, line.years[year].value) for year in years])
        for card, line in zip(cards, lines, strict=True)
    ]
    return Group(label, cards if is_few else [], [year_word(year) for year in years], rows)


def line_card(line: Line, prefix: str = "years", *, with_picture: bool = True) -> Card:
    standing = line.standing
    picture = years_picture(line, prefix=prefix) if with_picture and _is_drawn(line) else None
    return Card(
        line.indicator.slug,
        line.indicator.label or line.definition.name,
        line.definition.name,
        sentence(standing),
        value_words(line.definition, standing.latest.value),
        year_word(standing.latest_year) if standing.latest_year else "",
        _missing(standing),
        standing.verdict,
        progress(line.definition, line.years),
        picture,
    )


def _missing(standing: Standing) -> str:
    """What the latest figure is short of, unless the verdict says it already."""
    words = coverage(standing.latest) if standing.latest.number is not None else ""
    return "" if words == standing.verdict.words else words


def _is_drawn(line: Line) -> bool:
    """A picture of nothing is not drawn; stages are words."""
    has_value = any(figure.value is not None for figure in line.years.values())
    return has_value and line.definition.kind != Kind.INTRODUCE


def years_table(line: Line) -> list[tuple[str, str, str]]:
    """Year, figure, and what is still missing in it; the base year says so."""
    base = line.definition.base_year
    return [
        (
            f"{year_word(year)}{'（基準年度）' if year == base else ''}",
            value_words(line.definition, figure.value),
            coverage(figure) if figure.number is not None else "",
        )
        for year, figure in sorted(line.years.items())
    ]


def month_table(lines: list[Line], months: dict, year: int) -> list[MonthRow]:
    """A section's months of one year, one row per indicator that is entered by month."""
    return [
        MonthRow(
            line.definition.name,
            unit_of(line.definition),
            [
                _month_words(line, months.get(line.indicator.pk, {}).get(month.starts_on))
                for month in months_of(year)
            ],
        )
        for line in lines
        if line.indicator.span == Span.MONTH
    ]


def _month_words(line: Line, row) -> str:
    if row is None or row.value is None:
        return "－"
    if line.definition.kind == Kind.RATIO:
        return value_words(line.definition, row.value / row.out_of * 100)
    if line.definition.kind == Kind.INTRODUCE:
        return value_words(line.definition, row.value)
    return written(float(row.value))


def times_to_choose(span: str, year: int, today: date) -> list[tuple[str, str]]:
    """The times of this and the last year that have begun, newest first: code and words."""
    times = [*times_of(span, year - 1), *times_of(span, year)]
    begun = [time for time in times if time.starts_on <= today]
    return [(time.code, str(time)) for time in reversed(begun)]
