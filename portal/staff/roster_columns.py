"""The columns of the two roster files: their headers, and how each cell is read."""

import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from portal.staff import roster_values as values
from portal.tables.cells import CellRefused, day, unescaped
from portal.tables.table import (
    PRIVATE_USE,
    UNSAFE,
    FileRefused,
    Problem,
    Table,
    visible,
)


class Column(NamedTuple):
    field: str
    label: str
    read: Callable[[str], Any]
    limit: int
    is_needed: bool = False
    is_filled: bool = False
    other_labels: tuple[str, ...] = ()
    example: str = ""


class Layout(NamedTuple):
    sheet: str
    columns: tuple[Column, ...]

    def label(self, field: str) -> str:
        return next(column.label for column in self.columns if column.field == field)


class Record(NamedTuple):
    """One row of the file: the texts of its cells by field, of the columns that are there."""

    row: int
    texts: dict[str, str]


class Parsed(NamedTuple):
    row: int
    values: dict[str, Any]
    problems: list[Problem]


PEOPLE = Layout(
    "職員",
    (
        Column("staff_number", "職員番号", values.code, 20, True, True, ("職員コード",), "0012"),
        Column(
            "username", "ユーザー名", values.user_name, 150, False, False, ("ユーザ名",), "h.yamada"
        ),
        Column(
            "name", "氏名", values.plain, 100, True, True, ("名前", "職員氏名"), "山田 花子"
        ),
        Column(
            "reading", "ふりがな", values.reading, 100, False, False,
            ("フリガナ", "カナ", "氏名カナ", "よみ"), "やまだ はなこ",
        ),
        Column(
            "email", "メールアドレス", values.mail, 254, False, False,
            ("メール", "email", "e-mail"), "hanako@city.example.jp",
        ),
        Column(
            "department", "所属コード", values.code_or_nothing, 20, True, False,
            ("部署コード", "所属"), "1010",
        ),
        Column("is_manager", "所属長", values.is_manager, 10, False, False, (), "○"),
        Column("is_active", "在籍", values.is_working, 10, False, False, ("在職",), "○"),
    ),
)  # fmt: skip
DEPARTMENTS = Layout(
    "部署",
    (
        Column("code", "部署コード", values.code, 20, True, True, ("所属コード",), "1010"),
        Column("name", "部署名", values.plain, 100, True, True, ("所属名", "名称"), "市民課"),
        Column("parent", "上位コード", values.code_or_nothing, 20, False, False, (), "1000"),
        Column("starts_on", "設置日", day, 30, False, False, (), "2026-04-01"),
        Column("ends_on", "廃止日", day, 30),
    ),
)


def records(table: Table, layout: Layout) -> list[Record]:
    """The rows by field. Raises FileRefused when the header is not that of ``layout``."""
    fields = _fields(table, layout)
    known = _known(layout)
    rows = []
    for row, cells in table.rows:
        if len(cells) > len(fields):
            raise FileRefused(
                f"{row}行目は見出しより列が多くあります。カンマや余分なセルを確かめてください。"
            )
        if row <= table.header_row + 2 and sum(_folded(cell) in known for cell in cells) > 1:
            raise FileRefused(f"{row}行目にも見出しがあります。見出しは1行だけにしてください。")
        padded = [*cells, *[""] * (len(fields) - len(cells))]
        texts = {field: unescaped(text) for field, text in zip(fields, padded, strict=True)}
        rows.append(Record(row, texts))
    return rows


def parse(record: Record, layout: Layout) -> Parsed:
    """The cells of a row as values, and the problems of those that have none."""
    parsed, problems = {}, []
    for column in layout.columns:
        text = record.texts.get(column.field)
        if text is None:
            continue
        reason = _fault(text, column)
        try:
            if not reason:
                parsed[column.field] = value = column.read(text)
                # ㌖ becomes five letters when a reading is written in plain kana.
                reason = _fault(str(value), column) if column.read is values.reading else ""
        except CellRefused as refusal:
            reason = str(refusal)
        if reason:
            problems.append(Problem(record.row, column.label, visible(text), reason))
    return Parsed(record.row, parsed, problems)


def _fault(text: str, column: Column) -> str:
    """What is wrong with the text itself, whatever it should mean. Empty when nothing is."""
    if not text and column.is_filled:
        return f"{column.label}が空です。入力してください。"
    if PRIVATE_USE.search(text):
        return "外字があります。ほかの端末では読めないので、標準の文字に置き換えてください。"
    if UNSAFE.search(text):
        return "改行や目に見えない文字があります。入力し直してください。"
    if len(text) > column.limit:
        return f"{column.limit}文字までです（いま{len(text)}文字）。短くしてください。"
    return ""


def _fields(table: Table, layout: Layout) -> list[str]:
    known = _known(layout)
    unknown = [
        visible(label) or "（空欄）" for label in table.header if _folded(label) not in known
    ]
    if len(unknown) == len(table.header):
        raise FileRefused(
            f"{table.header_row}行目に見出しがありません。"
            f"1行目を「{'・'.join(column.label for column in layout.columns)}」にしてください。"
        )
    if unknown:
        raise FileRefused(
            f"知らない列「{'」「'.join(unknown)}」があります。列を消すか、見出しを直してください。"
        )
    fields = [known[_folded(label)] for label in table.header]
    twice = {layout.label(field) for field in fields if fields.count(field) > 1}
    if twice:
        raise FileRefused(f"列「{'」「'.join(sorted(twice))}」が2つあります。1つにしてください。")
    missing = [column.label for column in layout.columns if column.is_needed
               and column.field not in fields]  # fmt: skip
    if missing:
        raise FileRefused(f"列「{'」「'.join(missing)}」がありません。列を加えてください。")
    return fields


def _known(layout: Layout) -> dict[str, str]:
    return {
        _folded(label): column.field
        for column in layout.columns
        for label in (column.label, *column.other_labels)
    }


def _folded(label: str) -> str:
    return unicodedata.normalize("NFKC", label).replace(" ", "").casefold()
