"""Objects for the tests of figures."""

import itertools
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook

from portal.kpi.defining import Meaning, define_indicator
from portal.kpi.entering import NOTHING, Figure, Note, Slot, enter
from portal.kpi.models import Actual, Indicator, Kind, Span
from portal.kpi.times import from_code
from portal.staff.models import Department
from tests.builders import a_staff_member

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
FIRST_DAY = date(2020, 4, 1)
_numbers = itertools.count(1)


def a_section(name="", **fields) -> Department:
    number = next(_numbers)
    fields = {"code": f"K{number:03}", "starts_on": FIRST_DAY, **fields}
    return Department.objects.create(name=name or f"第{number}課", **fields)


def an_indicator(slug="", *, kind=Kind.COUNT, **fields) -> Indicator:
    """An indicator of months by section; fields of its definition and of itself alike."""
    number = next(_numbers)
    meaning = {"name": f"指標{number}", "unit": "枚", "target_year": 2026}
    if kind == Kind.CHANGE:
        meaning |= {"base_year": 2022, "target_value": Decimal(-50)}
    if kind == Kind.MULTIPLE:
        meaning |= {"base_year": 2023, "target_value": Decimal("1.5")}
    meaning |= {name: fields.pop(name) for name in list(fields) if name in Meaning._fields}
    own = {"group": "five_less", "span": Span.MONTH, "by_section": True, **fields}
    indicator = Indicator(slug=slug or f"indicator-{number}", order=number, **own)
    return define_indicator(indicator, Meaning(kind=kind, **meaning), by=None, now=NOW)


def typed(indicator, code, value, department=None, **options) -> Actual:
    """``value`` was typed for the time ``code`` (2026-10, 2026Q2, 2026), over what stands there."""
    out_of = options.get("out_of")
    by = options.get("by") or a_staff_member()
    slot = Slot(indicator, department, from_code(code))
    figure = Figure(_decimal(value), _decimal(out_of))
    seen = options.get("seen", NOTHING)
    note = Note(options.get("evidence", "伝票"), options.get("reason", ""))
    return enter(slot, figure, note, seen=seen, by=by, now=options.get("now", NOW))


def filled(indicator, year, value, department=None) -> Actual:
    """A year's figure as a row, without anybody who typed it."""
    return Actual.objects.create(
        indicator=indicator,
        department=department,
        span=Span.YEAR,
        starts_on=date(year, 4, 1),
        fiscal_year=year,
        value=value,
    )


def a_workbook(*rows, header=("指標", "期間", "値", "分母", "根拠", "訂正の理由")) -> bytes:
    book = Workbook()
    book.active.title = "実績"
    book.active.append(list(header))
    for row in rows:
        book.active.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _decimal(value):
    return None if value is None else Decimal(str(value))
