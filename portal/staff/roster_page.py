"""How an import is told on its page."""

from portal.staff.roster_models import RosterImport
from portal.tables.table import Problem

FIGURES = [
    ("person.new", "新しく加わる職員"),
    ("person.changed", "変わる職員"),
    ("person.returning", "在籍に戻る職員"),
    ("person.leaving", "退職になる職員"),
    ("department.new", "新しい部署"),
    ("department.changed", "変わる部署"),
    ("unchanged", "変わらない行"),
]


def figures(roster_import: RosterImport) -> list[tuple[str, int]]:
    """Label and number of each kind of difference."""
    return [(label, roster_import.counts.get(code, 0)) for code, label in FIGURES]


def shown_problems(roster_import: RosterImport) -> list[Problem]:
    return [Problem(*problem) for problem in roster_import.problems]
