"""Figures that the other parts count themselves: one line per figure, shown on board and report.

A part offers functions in its ``figures.py``: ``(year) -> number``, for a fiscal year. A line here
names one of them; nothing else is needed. None stands for 未入力, and a figure that counts people
passes the rule of small groups here, whatever its part does.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from casebook.models import Case
from portal.kpi.small_groups import LEAST, SMALL
from portal.ui.charts import written

Count = Callable[[int], int | float | Decimal | None]


class PartFigure(NamedTuple):
    """One figure of a part. ``url_name`` is where its part shows more."""

    label: str
    unit: str
    count: Count
    url_name: str
    counts_people: bool = False


class Shown(NamedTuple):
    label: str
    words: str
    url_name: str


def published_cases(year: int) -> int:
    """Cases that can be read now, whatever the year: the casebook keeps no count of the past."""
    return Case.objects.live().count()


FROM_PARTS = [
    PartFigure("公開している事例", "件", published_cases, "casebook:case_list"),
]


def figures_of_parts(year: int, parts: list[PartFigure] | None = None) -> list[Shown]:
    """Every figure of the table, in words."""
    lines = FROM_PARTS if parts is None else parts
    return [Shown(line.label, _words(line, line.count(year)), line.url_name) for line in lines]


def _words(line: PartFigure, value) -> str:
    if line.counts_people and value is not None and value < LEAST:
        return SMALL
    return written(None if value is None else float(value), line.unit)
