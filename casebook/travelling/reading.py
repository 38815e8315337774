"""A file that somebody sent, as rows to check: JSON Lines, a package, a workbook or CSV."""

import json
from typing import NamedTuple

from casebook.travelling.checking import Row
from casebook.travelling.packages import check_size, is_workbook, unpacked
from casebook.travelling.records import FOLDER
from casebook.travelling.tables import read_csv, read_csv_package, read_workbook_of_cases
from portal.tables.reading import decode
from portal.tables.table import FileRefused, Problem, visible

ZIP = b"PK\x03\x04"
CASES = "cases.jsonl"
MANIFEST = "manifest.json"
MAX_CASES = 2000


class Arrived(NamedTuple):
    """What a file holds: rows, pictures by name, and what could not even be read."""

    rows: list[Row]
    pictures: dict[str, bytes]
    problems: list[Problem]


def read_file(content: bytes) -> Arrived:
    """Raises FileRefused when the file as a whole cannot be read."""
    check_size(content)
    if not content.strip():
        raise FileRefused("ファイルが空です。書き出したファイルを選んでください。")
    arrived = _read(content)
    if not arrived.rows and not arrived.problems:
        raise FileRefused("事例が1件も入っていません。書き出したファイルを選んでください。")
    if len(arrived.rows) > MAX_CASES:
        raise FileRefused(f"事例が{MAX_CASES:,}件を超えています。分けて取り込んでください。")
    return arrived


def read_lines(text: str) -> tuple[list[Row], list[Problem]]:
    """The records of ``cases.jsonl``, by the number of their line."""
    rows, problems = [], []
    # Only the line feed ends a line: a text may hold any other separator.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                raw = json.loads(line)
            except (ValueError, RecursionError):
                raw = None
            if isinstance(raw, dict):
                rows.append(Row(number, raw))
            else:
                reason = "JSONとして読めません。1行に事例1件を書いてください。"
                problems.append(Problem(number, "行", visible(line), reason))
    return rows, problems


def _read(content: bytes) -> Arrived:
    if content.startswith(ZIP):
        return _read_package(content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        rows, problems = read_lines(decode(content))
        return Arrived(rows, {}, problems)
    return Arrived(*_told(read_csv(content)))


def _read_package(content: bytes) -> Arrived:
    if is_workbook(content):
        return Arrived(*_told(read_workbook_of_cases(content)))
    members = unpacked(content)
    if MANIFEST in members:
        raise FileRefused("交換ファイルです。「交換ファイルを受け取る」から選んでください。")
    if CASES in members:
        rows, problems = read_lines(decode(members[CASES]))
        pictures = {name: each for name, each in members.items() if name.startswith(FOLDER)}
        return Arrived(rows, pictures, problems)
    return Arrived(*_told(read_csv_package(members)))


def _told(read: tuple[list[Row], list[Problem]]) -> tuple:
    rows, problems = read
    return rows, {}, problems
