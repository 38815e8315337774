"""Reading a workbook: only what a plain list needs, and nothing that could hurt."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.tables.table import MAX_COLUMNS, FileRefused, Table, make_table

# Source: SAFETY D1, limits of office files.
MAX_PARTS = 2000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
CHUNK = 1024 * 1024
MERGED = re.compile(rb"<(?:\w+:)?mergeCell[\s/>]")
DOCTYPE = b"<!DOCTYPE"
# A pattern such as 0000: the zeros that the screen shows are meant.
ZEROS = re.compile(r"0{2,}")
BROKEN = "Excelファイルが壊れています。Excelで開き、.xlsxで保存し直してください。"
# All that openpyxl was seen to raise on damaged files; none of them is a fault of ours.
UNREADABLE = (
    zipfile.BadZipFile, InvalidFileException, zlib.error, KeyError, ValueError, TypeError,
    AttributeError, IndexError, EOFError, OSError, SyntaxError, NotImplementedError,
)  # fmt: skip


def read_workbook(data: bytes, sheet: str) -> Table:
    """The list on the sheet named ``sheet``, or on the only one. Raises FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            _check_parts(parts)
        workbook = load_workbook(io.BytesIO(data), read_only=True)
        return make_table(_rows(_sheet(workbook, sheet)))
    except FileRefused:
        raise
    except UNREADABLE as error:
        raise FileRefused(BROKEN) from error


def _check_parts(parts: zipfile.ZipFile) -> None:
    entries = parts.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked > packed * MAX_RATIO:
        raise FileRefused(
            "Excelファイルを広げると大きすぎます。要るシートだけを新しいブックに写してください。"
        )
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise FileRefused("マクロの入ったファイルです。マクロのない.xlsxで保存し直してください。")
    for entry in entries:
        if entry.filename.endswith(".xml"):
            _check_part(parts, entry)


def _check_part(parts: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    is_sheet = entry.filename.startswith("xl/worksheets/")
    with parts.open(entry) as part:
        tail = b""
        while chunk := part.read(CHUNK):
            text = tail + chunk
            if DOCTYPE in text:
                raise FileRefused(BROKEN)
            if is_sheet and MERGED.search(text):
                raise FileRefused(
                    "結合されたセルがあります。結合を解除し、1件を1行にしてください。"
                )
            tail = chunk[-50:]


def _sheet(workbook, name: str):
    sheets = workbook.worksheets
    named = [sheet for sheet in sheets if sheet.title == name]
    if not named and len(sheets) != 1:
        raise FileRefused(
            f"シートが{len(sheets)}枚あります。取り込むシートの名前を「{name}」にしてください。"
        )
    return (named or sheets)[0]


def _rows(sheet) -> Iterator[list[str]]:
    # The size written in the file may be a lie; cells are counted as they come.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1):
        yield [_text(cell) for cell in row]


def _text(cell) -> str:
    """The cell as the person sees it: 0012 stays 0012 where the format shows four digits."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise FileRefused(
            f"{cell.coordinate}に数式があります。値として貼り付け直してから取り込んでください。"
        )
    if cell.data_type == "e":
        raise FileRefused(f"{cell.coordinate}がエラー（{value}）です。正しい値にしてください。")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and ZEROS.fullmatch(cell.number_format):
        return str(value).zfill(len(cell.number_format))
    return str(value)
