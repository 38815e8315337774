"""Counting what the other parts offer, every hour, and reading what was counted last.

Pages read these rows: what they show depends on the data and the hour, never on the reader. A
year keeps what was counted in it, also where a part cannot look back; years before the portal
stood have no rows, and nothing is made up for them.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.kpi.from_parts import (
    BY_CODE,
    FEW,
    FROM_PARTS,
    PERCENT,
    Moment,
    PartFigure,
    Value,
    hide_few,
)
from portal.kpi.models import PartCount
from portal.kpi.small_groups import SMALL, WITHHELD
from portal.period import fiscal_year
from portal.staff.models import Department
from portal.ui.charts import written

# Nobody types these: there is nothing yet that they could be counted from.
NOT_YET = "まだありません"


class Shown(NamedTuple):
    """One line in words."""

    label: str
    words: str
    url_name: str


class Counted(NamedTuple):
    """What pages show of a year. ``at`` is None before anything was counted."""

    lines: list[Shown]
    at: datetime | None


@transaction.atomic
def count_parts(now: datetime, lines: Iterable[PartFigure] = FROM_PARTS) -> int:
    """Count this fiscal year anew, in place of what was counted before. Returns how many rows."""
    year = fiscal_year(timezone.localdate(now))
    moment = Moment(year, now)
    rows = [row for line in lines for row in _rows(line, moment)]
    PartCount.objects.filter(fiscal_year=year).delete()
    return len(PartCount.objects.bulk_create(rows, batch_size=500))


def _rows(line: PartFigure, moment: Moment) -> list[PartCount]:
    values: list[tuple[int | None, Value]] = [(None, line.count(moment))]
    if line.by_department:
        counted = line.by_department(moment)
        values += [(key, value) for key, value in counted.items() if key is not None]
    return [_row(line, moment, key, hide_few(line, value)) for key, value in values]


def _row(line: PartFigure, moment: Moment, department: int | None, value: Value) -> PartCount:
    is_number = value is not None and value != FEW
    return PartCount(
        code=line.code,
        fiscal_year=moment.year,
        department_id=department,
        value=Decimal(str(value)) if is_number else None,
        is_few=value == FEW,
        counted_at=moment.now,
    )


def counted_of(year: int, department: Department | None = None) -> Counted:
    """Every line of the city, or those that are counted for a department. One query."""
    rows = {row.code: row for row in PartCount.objects.filter(
        fiscal_year=year, department=department
    )}  # fmt: skip
    lines = [
        Shown(line.label, words_of(line, rows[line.code]), line.url_name)
        for line in FROM_PARTS
        if line.code in rows
    ]
    return Counted(lines, max((row.counted_at for row in rows.values()), default=None))


def words_of(line: PartFigure, row: PartCount) -> str:
    """「5未満」 for a count of few people, 「非表示」 for a share that would show them."""
    if row.is_few:
        return WITHHELD if line.unit == PERCENT else SMALL
    return NOT_YET if row.value is None else written(float(row.value), line.unit)


def counts_by_year(years: Iterable[int]) -> dict[str, dict[int, PartCount]]:
    """The city's rows by code and year, for the indicators that draw on them. One query."""
    found: dict[str, dict[int, PartCount]] = {}
    for row in PartCount.objects.filter(fiscal_year__in=list(years), department=None):
        found.setdefault(row.code, {})[row.fiscal_year] = row
    return found


def lines_to_draw_from() -> list[tuple[str, str]]:
    """Code and words, for the form of an indicator."""
    return [(code, f"{line.label}（{line.unit}）") for code, line in BY_CODE.items()]
