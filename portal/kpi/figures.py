"""From what was typed to what a year, a section and the city come to."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from portal.kpi.models import Actual, Indicator, Kind, PartCount, Span
from portal.kpi.small_groups import SMALL, publish
from portal.kpi.times import MONTHS_OF
from portal.period import fiscal_year
from portal.staff.models import Department

WHOLE_YEAR, FIRST_MONTH = 12, 4


class YearFigure(NamedTuple):
    """What one year comes to. ``value`` None: not entered; a word: a group under five.

    ``value`` is a sum; for 割合 a percentage, for 新規導入 the furthest stage. ``months`` is how
    many months it covers, ``sections`` of ``expected`` have all of them.
    """

    value: Decimal | str | None
    months: int = 0
    sections: int = 0
    expected: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether it can be compared with a target: a full year of everybody."""
        return self.months == WHOLE_YEAR and self.sections >= self.expected

    @property
    def number(self) -> Decimal | None:
        return None if isinstance(self.value, str) else self.value


class Piece(NamedTuple):
    """What one section (or the city itself, None) entered for one year."""

    value: Decimal
    out_of: Decimal | None
    top: Decimal
    months: int


Pieces = dict[int, dict[int, dict[int | None, Piece]]]
NOT_ENTERED = YearFigure(None)


def pieces_of(years: Iterable[int], **only) -> Pieces:
    """By indicator, year and section. One query, whatever was entered."""
    rows = (
        Actual.objects.filter(fiscal_year__in=list(years), value__isnull=False, **only)
        .values_list("indicator_id", "fiscal_year", "department_id", "span")
        .annotate(Sum("value"), Sum("out_of"), Max("value"), Count("pk"))
        .order_by()
    )
    pieces: Pieces = {}
    for indicator, year, department, span, value, out_of, top, count in rows:
        piece = Piece(value, out_of, top, MONTHS_OF[span] * count)
        place = pieces.setdefault(indicator, {}).setdefault(year, {})
        # A figure of the whole year stands before months that were entered as well.
        if department not in place or place[department].months < piece.months:
            place[department] = piece
    return pieces


def city_figure(
    indicator: Indicator, kind: str, pieces: dict[int | None, Piece], expected: int
) -> YearFigure:
    """The city's year. ``pieces`` are those of one indicator and year, by section.

    The city's own figure counts before a sum, unless it is of a part of the year only.
    """
    own = pieces.get(None)
    sections = {key: piece for key, piece in pieces.items() if key is not None}
    if indicator.counts_people:
        return _people_figure(own, sections, expected)
    if own and (not sections or own.months == WHOLE_YEAR):
        return YearFigure(_value(kind, [own]), own.months)
    if not sections:
        return NOT_ENTERED
    whole = [piece for piece in sections.values() if piece.months == WHOLE_YEAR]
    months = max(piece.months for piece in sections.values())
    return YearFigure(_value(kind, sections.values()), months, len(whole), expected)


def section_figure(indicator: Indicator, kind: str, piece: Piece | None) -> YearFigure:
    """One section's year; people under five are hidden by the caller, who knows the city."""
    return YearFigure(_value(kind, [piece]), piece.months) if piece else NOT_ENTERED


def counted_figure(row: PartCount, *, is_over: bool) -> YearFigure:
    """What another part counted of a year, up to the month in which it was counted last."""
    month = timezone.localdate(row.counted_at).month
    months = WHOLE_YEAR if is_over else (month - FIRST_MONTH) % WHOLE_YEAR + 1
    if row.is_few:
        return YearFigure(SMALL, months)
    return NOT_ENTERED if row.value is None else YearFigure(row.value, months)


def published_people(pieces: dict[int | None, Piece]):
    """What may be shown of a year of an indicator that counts people: by section, and in all."""
    own = pieces.get(None)
    counts = {key: int(piece.value) for key, piece in pieces.items() if key is not None}
    return publish(counts, int(own.value) if own else None)


def sections_on(day: date, departments: list[Department]) -> list[Department]:
    """Departments in force on ``day`` with none below them: those that enter figures."""
    in_force = [department for department in departments if department.holds(day)]
    above = {department.parent_id for department in in_force}
    return [department for department in in_force if department.pk not in above]


def last_day(year: int, today: date) -> date:
    """The day whose sections count for a fiscal year: its last one, or today."""
    return min(date(year + 1, 3, 31), today)


def expected_sections(years: Iterable[int], today: date) -> dict[int, int]:
    """How many sections a full year is made of, by year. One query."""
    departments = list(Department.objects.all())
    return {year: len(sections_on(last_day(year, today), departments)) for year in years}


def recent_years(today: date, count: int = 5) -> list[int]:
    """The last ``count`` fiscal years, this one last."""
    this_year = fiscal_year(today)
    return list(range(this_year - count + 1, this_year + 1))


def month_values(indicators: Iterable[Indicator], department: Department | None, year: int):
    """What was entered for each month (or quarter) of a year: by indicator, then first day."""
    rows = Actual.objects.filter(
        ~Q(span=Span.YEAR), indicator__in=indicators, department=department, fiscal_year=year
    )
    found: dict[int, dict[date, Actual]] = {}
    for row in rows:
        found.setdefault(row.indicator_id, {})[row.starts_on] = row
    return found


def _value(kind: str, pieces: Iterable[Piece]) -> Decimal | None:
    pieces = list(pieces)
    if kind == Kind.INTRODUCE:
        return max(piece.top for piece in pieces)
    total = sum((piece.value for piece in pieces), Decimal())
    if kind != Kind.RATIO:
        return total
    out_of = sum((piece.out_of or Decimal() for piece in pieces), Decimal())
    return total / out_of * 100 if out_of else None


def _people_figure(own: Piece | None, sections: dict, expected: int) -> YearFigure:
    if not own and not sections:
        return NOT_ENTERED
    pieces = {**sections, **({None: own} if own else {})}
    total = published_people(pieces).total
    value = total if isinstance(total, str) else Decimal(total)
    count = (0, 0) if own else (len(sections), expected)
    return YearFigure(value, WHOLE_YEAR, *count)
