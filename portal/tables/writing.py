"""Lists as files that Excel opens rightly: CSV and XLSX, texts only, never a formula."""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from portal.tables.cells import escaped
from portal.tables.table import UNSAFE_IN_XML

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
AS_TEXT = "@"
COLUMN_WIDTH = 18
XLSX_CELL = 32_767


class Sheet(NamedTuple):
    """One sheet of a workbook. Cells are texts, or numbers where Excel shall count with them."""

    title: str
    header: list[str]
    rows: Iterable[list]


def csv_file(header: list[str], rows: Iterable[list]) -> bytes:
    """Begins with a byte order mark: without it Excel takes UTF-8 for cp932."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *([_harmless(cell) for cell in row] for row in rows)])
    return text.getvalue().encode("utf-8-sig")


def xlsx_file(sheets: list[Sheet]) -> bytes:
    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(page, sheet: Sheet) -> None:
    for index in range(1, len(sheet.header) + 1):
        column = page.column_dimensions[get_column_letter(index)]
        # What is typed below stays text too, so that 0012 keeps its zeros.
        column.width, column.number_format = COLUMN_WIDTH, AS_TEXT
    page.freeze_panes = "A2"
    page.append([_cell(page, label, is_bold=True) for label in sheet.header])
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])


def _cell(page, value, *, is_bold: bool = False) -> WriteOnlyCell:
    value = _harmless(value)
    if not isinstance(value, str):
        return WriteOnlyCell(page, value=value)
    cell = WriteOnlyCell(page, value=UNSAFE_IN_XML.sub("", value)[:XLSX_CELL])
    # A text cell, whatever it looks like: =1+1 is not calculated.
    cell.data_type, cell.number_format = "s", AS_TEXT
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def _harmless(value):
    """Also in a workbook: what is escaped there survives being saved as CSV by Excel."""
    if value is None:
        return ""
    return escaped(value) if isinstance(value, str) else value
