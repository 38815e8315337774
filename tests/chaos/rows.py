"""Lines of the table that ``make chaos`` prints."""

import sys
from typing import NamedTuple

WIDTHS = "{:<11} {:<34} {:>6}  {:<4} {}"


class Row(NamedTuple):
    database: str
    fault: str
    rounds: int
    is_right: bool
    words: str


def print_head() -> None:
    _say(WIDTHS.format("database", "fault", "rounds", "", "figures"))


def print_row(row: Row) -> None:
    verdict = "ok" if row.is_right else "FAIL"
    _say(WIDTHS.format(row.database, row.fault, row.rounds, verdict, row.words))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
