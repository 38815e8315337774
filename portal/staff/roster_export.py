"""The roster as files: what is there now, and empty ones to fill in.

What is written here and read back changes nothing.
"""

from collections.abc import Iterable
from datetime import date

from portal.staff.models import Department, StaffMember
from portal.staff.roster_columns import DEPARTMENTS, PEOPLE, Layout
from portal.tables.writing import Sheet, csv_file, xlsx_file

LAYOUTS = {"people": PEOPLE, "departments": DEPARTMENTS}


def template_file(kind: str, ending: str) -> bytes:
    """The header alone; a workbook has a second sheet that explains the columns."""
    return _file(LAYOUTS[kind], [], ending, with_guide=True)


def roster_file(kind: str, ending: str) -> bytes:
    """Everybody who works here and has a staff number, or every department there ever was."""
    rows = _people() if kind == "people" else _departments()
    return _file(LAYOUTS[kind], rows, ending)


def _people() -> Iterable[list[str]]:
    people = StaffMember.objects.filter(is_active=True).exclude(staff_number=None)
    rows = people.order_by("staff_number").values_list(
        "staff_number", "username", "name", "reading", "email", "department__code", "is_manager"
    )
    for *texts, code, is_manager in rows.iterator(chunk_size=2000):
        yield [*texts, code or "", "○" if is_manager else "", "○"]


def _departments() -> Iterable[list[str]]:
    rows = Department.objects.order_by("code", "starts_on").values_list(
        "code", "name", "parent__code", "starts_on", "ends_on"
    )
    for code, name, parent, starts_on, ends_on in rows:
        yield [code, name, parent or "", starts_on.isoformat(), _iso(ends_on)]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _file(layout: Layout, rows: Iterable[list[str]], ending: str, *, with_guide=False) -> bytes:
    header = [column.label for column in layout.columns]
    if ending == "csv":
        return csv_file(header, rows)
    guide = [[c.label, "必須" if c.is_filled else "", c.example] for c in layout.columns]
    sheets = [Sheet(layout.sheet, header, rows)]
    if with_guide:
        sheets.append(Sheet("書き方", ["列", "必須", "例"], guide))
    return xlsx_file(sheets)
