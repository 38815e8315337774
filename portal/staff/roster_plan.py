"""What a roster file would change, and why it may not: reads only, writes nothing."""

import hashlib
import json
from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from portal.staff.models import Role, RoleGrant, StaffMember
from portal.staff.roster_columns import DEPARTMENTS, PEOPLE, Record, parse
from portal.staff.roster_departments import DepartmentPlan, PlannedDepartment
from portal.staff.roster_models import RosterLine
from portal.staff.roster_people import EMPTY, FIELDS, PeoplePlan
from portal.tables.table import Problem

Kind, Subject = RosterLine.Kind, RosterLine.Subject
NOTHING = "（なし）"
DEPARTMENT_FIELDS = ("name", "parent", "ends_on")
WORDS = {
    "is_manager": {True: "○", False: NOTHING},
    "is_active": {True: "在籍", False: "退職"},
}


class Records(NamedTuple):
    """The rows of the files that were sent; None for a file that was not."""

    people: list[Record] | None
    departments: list[Record] | None


class Line(NamedTuple):
    """One difference. ``shown``: label, old and new text of each field that changes."""

    subject: str
    kind: str
    key: str
    name: str
    before: dict[str, Any]
    after: dict[str, Any]
    shown: list[list[str]]

    def number(self) -> str:
        """The number as people know it: a department's without its first day."""
        return self.key.partition("@")[0]


class Plan(NamedTuple):
    lines: list[Line]
    problems: list[Problem]
    unchanged: int

    def counts(self) -> dict[str, int]:
        """How many of each, as ``person.new``; ``unchanged`` are those in the file."""
        counts = Counter(f"{line.subject}.{line.kind}" for line in self.lines)
        return {**counts, "unchanged": self.unchanged}

    def fingerprint(self) -> str:
        """The same for the same differences, so that what is applied is what was shown."""
        rows = [[line.subject, line.kind, line.key, line.before, line.after] for line in self.lines]
        return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def plan_roster(
    records: Records, *, is_complete: bool, on: date, by: StaffMember | None = None
) -> Plan:
    """Compare the files with the roster of today. ``by`` may not lose the own account."""
    departments = DepartmentPlan(on)
    if records.departments is not None:
        departments.read([parse(record, DEPARTMENTS) for record in records.departments])
    people = PeoplePlan(departments, on)
    if records.people is not None:
        people.read([parse(record, PEOPLE) for record in records.people], is_complete=is_complete)
    if records.departments is not None:
        people.follow_departments()
    lines = [*_department_lines(departments), *_people_lines(people)]
    problems = [*sorted(departments.problems), *sorted(people.problems), *_lockout(people, by)]
    return Plan(lines, problems, _unchanged(records, lines, departments, people))


def _unchanged(
    records: Records, lines: list[Line], departments: DepartmentPlan, people: PeoplePlan
) -> int:
    """How many rows of the files are as they were, and free of problems."""
    department_rows = {planned.key: planned.row for planned in departments.planned.values()}
    rows = {Subject.DEPARTMENT: department_rows, Subject.PERSON: people.rows}
    moved = {(line.subject, rows[line.subject].get(line.key, 0)) for line in lines}
    moved |= {(Subject.DEPARTMENT, problem.row) for problem in departments.problems}
    moved |= {(Subject.PERSON, problem.row) for problem in people.problems}
    sent = {(Subject.DEPARTMENT, record.row) for record in records.departments or []}
    sent |= {(Subject.PERSON, record.row) for record in records.people or []}
    return len(sent - moved)


def _department_lines(plan: DepartmentPlan) -> list[Line]:
    lines = []
    for key, planned in plan.planned.items():
        old = plan.old.get(key)
        before, after = old.values() if old else {}, planned.values()
        changed = [field for field in DEPARTMENT_FIELDS if before.get(field) != after[field]]
        if old and not changed:
            continue
        fields = changed if old else DEPARTMENT_FIELDS
        lines.append(
            Line(
                Subject.DEPARTMENT,
                Kind.CHANGED if old else Kind.NEW,
                key,
                planned.name,
                {field: before[field] for field in fields if old},
                {field: after[field] for field in fields},
                [_shown_department(plan, field, old, planned) for field in fields],
            )
        )
    return lines


def _shown_department(
    plan: DepartmentPlan, field: str, old: PlannedDepartment | None, planned: PlannedDepartment
) -> list[str]:
    def word(row):
        if row is None:
            return NOTHING
        value = row.values()[field]
        return (plan.name(value) if field == "parent" else value) or NOTHING

    return [DEPARTMENTS.label(field), word(old), word(planned)]


def _people_lines(plan: PeoplePlan) -> list[Line]:
    lines = []
    for number, after in plan.planned.items():
        before = plan.old.get(number)
        changed = [field for field in FIELDS if (before or EMPTY)[field] != after[field]]
        if before and not changed:
            continue
        fields = changed if before else FIELDS
        lines.append(
            Line(
                Subject.PERSON,
                _kind(before, after),
                number,
                after["name"],
                {field: before[field] for field in fields} if before else {},
                {field: after[field] for field in fields},
                [
                    [
                        PEOPLE.label(field),
                        _word(plan, field, (before or {}).get(field)),
                        _word(plan, field, after[field]),
                    ]
                    for field in changed
                ],
            )
        )
    return lines


def _kind(before: dict | None, after: dict) -> Kind:
    if before is None:
        return Kind.NEW
    if before["is_active"] == after["is_active"]:
        return Kind.CHANGED
    return Kind.RETURNING if after["is_active"] else Kind.LEAVING


def _word(plan: PeoplePlan, field: str, value: Any) -> str:
    if field == "department":
        return plan.departments.name(value) or NOTHING
    if field in WORDS:
        return WORDS[field].get(value, NOTHING)
    return value or NOTHING


def _lockout(plan: PeoplePlan, by: StaffMember | None) -> list[Problem]:
    """An import shuts neither the account of who makes it nor that of the last administrator."""
    leaving = {
        plan.pk[number]
        for number, old in plan.old.items()
        if old["is_active"] and not plan.planned[number]["is_active"]
    }
    if by and by.pk in leaving:
        reason = "自分自身が退職になります。自分の行を名簿に加えてください。"
        return [Problem(0, PEOPLE.label("is_active"), "", reason)]
    keepers = RoleGrant.objects.on(plan.on).filter(
        role=Role.ADMINISTRATOR, staff__is_active=True
    )  # fmt: skip
    pks = set(keepers.values_list("staff_id", flat=True))
    if pks and pks <= leaving:
        reason = "システム管理者が1人もいなくなります。後任に役割を付与してから取り込んでください。"
        return [Problem(0, PEOPLE.label("is_active"), "", reason)]
    return []
