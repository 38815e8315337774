"""A file as a table of texts, and what can be wrong with one of its cells."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from portal.errors import DomainError

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 50
SPACES = " \u3000\xa0"
# Control characters, invisible and direction marks, lone surrogates, 外字 (private use), and the
# mark of a broken decoding. Variation selectors are none of these: 葛󠄀 stays as it is.
UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    r"\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
# What no XML file may hold.
UNSAFE_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PRIVATE_USE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
VALUE_SHOWN = 60


class FileRefused(DomainError):
    """The file as a whole cannot be read."""


class NoRows(FileRefused):
    """There is a header and nothing below it. ``header`` for those to whom that is a list."""

    def __init__(self, header: list[str]):
        self.header = header
        super().__init__("見出しだけで、データの行がありません。2行目から入力してください。")


class Problem(NamedTuple):
    """What is wrong with one cell. ``row`` as Excel counts; 0 when it is the file itself."""

    row: int
    column: str
    value: str
    reason: str

    def __str__(self):
        place = f"{self.row}行目" if self.row else "ファイル"
        return f"{place} {self.column}「{self.value}」：{self.reason}"


class Table(NamedTuple):
    header_row: int
    header: list[str]
    rows: list[tuple[int, list[str]]]


def visible(text: str) -> str:
    """``text`` for a report: short, and without what a screen or a database cannot take."""
    text = UNSAFE.sub("\ufffd", text)
    return text if len(text) <= VALUE_SHOWN else text[:VALUE_SHOWN] + "…"


def make_table(rows: Iterable[list[str]]) -> Table:
    """The first row that is not empty is the header; empty rows count but are left out.

    Raises FileRefused when nothing is there, or too much.
    """
    filled = _filled(rows)
    header_row, header = next(filled, (0, []))
    body = []
    for entry in filled:
        body.append(entry)
        if len(body) > MAX_ROWS:
            raise FileRefused(
                f"データが{MAX_ROWS:,}行を超えています。ファイルを分けて読み込んでください。"
            )
    if not header:
        raise FileRefused("ファイルが空です。見出しとデータの行があるファイルを選んでください。")
    if not body:
        raise NoRows(header)
    return Table(header_row, header, body)


def _filled(rows: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip(SPACES) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise FileRefused(f"{number}行目に列が{MAX_COLUMNS}を超えてあります。")
        if cells:
            yield number, cells
