"""Cases as sheets that people fill in: one of cases, one of short texts, one for each list."""

import io
import uuid
from collections.abc import Iterator
from typing import NamedTuple

from openpyxl import load_workbook
from wagtail.blocks import IntegerBlock

from casebook.travelling.checking import Row
from casebook.travelling.packages import packed
from casebook.travelling.records import Record
from casebook.travelling.shape import (
    FIELDS,
    choices_of,
    empty_value,
    kind_of,
    label_of,
    part_choices,
    parts_of,
)
from portal.errors import DomainError
from portal.tables.cells import CellRefused, day, unescaped
from portal.tables.reading import read_table
from portal.tables.table import FileRefused, NoRows, Problem, Table, visible
from portal.tables.writing import XLSX_CELL, Sheet, csv_file, xlsx_file

ID, SLUG, CODE, TOWN = "番号", "アドレス", "自治体コード", "自治体"
CASES, TEXTS = "事例", "短い文"
FIELD, TEXT = "欄", "文"
FILES = {CASES: "cases.csv", TEXTS: "texts.csv"}


class CellTooLong(DomainError):
    message = "Excelの1つのセルに入らない長い文があります。JSON LinesかZIPで書き出してください。"


class Cell(NamedTuple):
    """Where a text stood, for telling what is wrong with it."""

    sheet: str
    row: int
    column: str
    text: str


def flat_names() -> list[str]:
    return [name for name in FIELDS if kind_of(name) not in ("texts", "parts", "municipality")]


def list_names() -> list[str]:
    return [name for name in FIELDS if kind_of(name) == "parts"]


def text_names() -> list[str]:
    return [name for name in FIELDS if kind_of(name) == "texts"]


def sheets_of(records: list[Record]) -> list[Sheet]:
    """Every sheet is there, also an empty one: what is missing is left alone when it comes back."""
    header = [ID, SLUG, CODE, TOWN, *(label_of(name) for name in flat_names())]
    sheets = [Sheet(CASES, header, [_case_row(record) for record in records])]
    texts = [
        [record["id"], label_of(name), text]
        for record in records
        for name in text_names()
        for text in record[name]
    ]
    sheets.append(Sheet(TEXTS, [ID, FIELD, TEXT], texts))
    return [*sheets, *(_list_sheet(name, records) for name in list_names())]


def workbook_of(records: list[Record]) -> bytes:
    """Raises CellTooLong."""
    sheets = sheets_of(records)
    for sheet in sheets:
        if any(len(str(cell)) >= XLSX_CELL for row in sheet.rows for cell in row):
            raise CellTooLong
    return xlsx_file(sheets)


def csv_package_of(records: list[Record]) -> bytes:
    """A zip with one CSV for each sheet."""
    return packed(
        {_file_of(sheet.title): csv_file(sheet.header, sheet.rows) for sheet in sheets_of(records)}
    )


def read_csv(content: bytes) -> tuple[list[Row], list[Problem]]:
    """The sheet of cases alone; lists that it does not tell of are left alone."""
    return _rows({CASES: read_table(content, sheet=CASES, form="csv")})


def read_csv_package(members: dict[str, bytes]) -> tuple[list[Row], list[Problem]]:
    """Raises FileRefused."""
    if FILES[CASES] not in members:
        raise FileRefused("ZIPの中に cases.jsonl も cases.csv もありません。")
    titles = {_file_of(title): title for title in _titles()}
    return _rows(
        {
            titles[name]: _table(content, titles[name], "csv")
            for name, content in members.items()
            if name in titles
        }
    )


def read_workbook_of_cases(content: bytes) -> tuple[list[Row], list[Problem]]:
    """Raises FileRefused."""
    cases = _table(content, CASES, "xlsx")
    named = load_workbook(io.BytesIO(content), read_only=True).sheetnames
    lists = {title: _table(content, title, "xlsx") for title in _titles() if title in named}
    return _rows({CASES: cases, **lists})


def _titles() -> list[str]:
    return [CASES, TEXTS, *(label_of(name) for name in list_names())]


def _file_of(title: str) -> str:
    by_label = {label_of(name): f"{name}.csv" for name in list_names()}
    return FILES.get(title) or by_label[title]


def _case_row(record: Record) -> list:
    town = record["municipality"] or {}
    flat = [_written(name, record[name]) for name in flat_names()]
    return [record["id"], record["slug"], town.get("code", ""), town.get("name", ""), *flat]


def _written(name: str, value) -> str:
    words = dict(choices_of(name)) if name != "tags" else {}
    if isinstance(value, list):
        return "\n".join(str(words.get(each, each)) for each in value)
    return "" if value is None else str(words.get(value, value))


def _list_sheet(name: str, records: list[Record]) -> Sheet:
    blocks = parts_of(name)
    rows = []
    for record in records:
        for entry in record[name]:
            cells = []
            for part, block in blocks.items():
                words, value = dict(part_choices(block)), entry.get(part, "")
                cells.append(str(words.get(value, value)))
            rows.append([record["id"], *cells])
    return Sheet(label_of(name), [ID, *(str(block.label) for block in blocks.values())], rows)


def _table(content: bytes, title: str, form: str) -> Table:
    try:
        return read_table(content, sheet=title, form=form)
    except NoRows as empty:
        return Table(1, empty.header, [])


def _rows(tables: dict[str, Table]) -> tuple[list[Row], list[Problem]]:
    problems: list[Problem] = []
    raws: dict[str, dict] = {}
    numbers: dict[str, int] = {}
    for number, cells in _lines(tables[CASES], CASES, problems):
        raw = _case_of(number, cells, problems)
        numbers.setdefault(raw["id"], number)
        if raw["id"] in raws:
            reason = f"{numbers[raw['id']]}行目と同じ番号です。どちらかを消してください。"
            problems.append(Problem(number, ID, visible(raw["id"]), reason))
        raws[raw["id"]] = raw
    told = {TEXTS: text_names(), **{label_of(name): [name] for name in list_names()}}
    for title, names in told.items():
        if title in tables:
            for raw in raws.values():
                raw |= {name: [] for name in names}
            _fill(title, tables[title], raws, problems)
    return [Row(numbers[case_id], raw) for case_id, raw in raws.items()], problems


def _fill(title: str, table: Table, raws: dict[str, dict], problems: list[Problem]) -> None:
    by_label = {label_of(name): name for name in text_names()}
    lists = {label_of(name): name for name in list_names()}
    for number, cells in _lines(table, title, problems):
        raw = raws.get(cells.get(ID, ""))
        name = by_label.get(cells.get(FIELD, "")) if title == TEXTS else lists[title]
        if raw is None:
            _wrong(
                problems,
                Cell(title, number, ID, cells.get(ID, "")),
                f"この番号は「{CASES}」にありません。",
            )
        elif name is None:
            words = "、".join(by_label)
            _wrong(
                problems,
                Cell(title, number, FIELD, cells.get(FIELD, "")),
                f"欄は、{words}のどれかです。",
            )
        elif title == TEXTS:
            raw[name].append(cells.get(TEXT, ""))
        else:
            raw[name].append(_entry(name, title, number, cells, problems))


def _entry(name: str, title: str, number: int, cells: dict, problems: list[Problem]) -> dict:
    entry = {}
    for part, block in parts_of(name).items():
        text = cells.get(str(block.label), "")
        codes = {label: code for code, label in part_choices(block)}
        value = codes.get(text, text)
        if isinstance(block, IntegerBlock) and text:
            value = _number(Cell(title, number, str(block.label), text), problems)
        if value not in ("", None):
            entry[part] = value
    return entry


def _case_of(number: int, cells: dict[str, str], problems: list[Problem]) -> dict:
    code, title = cells.get(CODE, ""), cells.get(label_of("title"), "")
    case_id = cells.get(ID, "").lower()
    raw = {"id": case_id or _made_id(code, title), "slug": cells.get(SLUG, "")}
    if CODE in cells:
        raw["municipality"] = {"code": code} if code else None
    for name in flat_names():
        if label_of(name) in cells:
            cell = Cell(CASES, number, label_of(name), cells[label_of(name)])
            raw[name] = _read_value(name, cell, problems)
    return raw


def _made_id(code: str, title: str) -> str:
    """A row without a number is a new case; the same row sent again is the same case."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"dx-portal:case:{code}:{title}"))


def _read_value(name: str, cell: Cell, problems: list[Problem]):
    text, kind = cell.text, kind_of(name)
    codes = {} if name == "tags" else {str(label): code for code, label in choices_of(name)}
    if kind in ("tags", "choices"):
        return [codes.get(line.strip(), line.strip()) for line in text.split("\n") if line.strip()]
    if not text:
        return empty_value(name)
    if codes:
        return codes.get(text, text)
    if kind == "number":
        return _number(cell, problems)
    if kind == "day":
        return _day(cell, problems)
    return text


def _number(cell: Cell, problems: list[Problem]) -> int | None:
    try:
        return int(cell.text.replace(",", ""))
    except ValueError:
        _wrong(problems, cell, "数字だけを入れてください。")
        return None


def _day(cell: Cell, problems: list[Problem]) -> str | None:
    try:
        return day(cell.text).isoformat()
    except CellRefused as refusal:
        _wrong(problems, cell, str(refusal))
        return None


def _lines(table: Table, title: str, problems: list[Problem]) -> Iterator[tuple[int, dict]]:
    """Each row as texts by column, the guard against formulas taken off again."""
    known = _columns(title)
    for column in table.header:
        if column and column not in known:
            reason = "知らない列です。列を消すか、見出しを書き出したときの言葉に戻してください。"
            _wrong(problems, Cell(title, table.header_row, column, column), reason)
    for number, cells in table.rows:
        padded = [*cells, *([""] * (len(table.header) - len(cells)))]
        texts = zip(table.header, padded, strict=False)
        yield number, {column: unescaped(text) for column, text in texts if column}


def _columns(title: str) -> set[str]:
    if title == CASES:
        return {ID, SLUG, CODE, TOWN, *(label_of(name) for name in flat_names())}
    if title == TEXTS:
        return {ID, FIELD, TEXT}
    name = next(name for name in list_names() if label_of(name) == title)
    return {ID, *(str(block.label) for block in parts_of(name).values())}


def _wrong(problems: list[Problem], cell: Cell, reason: str) -> None:
    place = cell.column if cell.sheet == CASES else f"{cell.sheet}：{cell.column}"
    problems.append(Problem(cell.row, place, visible(cell.text), reason))
