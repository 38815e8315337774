"""The departments as a file would leave them: rows with dates, under parents that exist."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from portal.staff.models import Department
from portal.staff.roster_columns import DEPARTMENTS, Parsed
from portal.tables.table import Problem, visible

ONE_DAY = timedelta(days=1)
# No city hall has so many levels: a longer way up is a circle.
DEEPEST = 30


@dataclass
class PlannedDepartment:
    """``parent`` is the key of the row above; ``row`` that of the file, when it is in there."""

    code: str
    name: str
    starts_on: date
    ends_on: date | None = None
    parent: str | None = None
    parent_code: str = ""
    pk: int | None = None
    row: int = 0

    @property
    def key(self) -> str:
        return key_of(self.code, self.starts_on)

    def holds_on(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    def values(self) -> dict:
        """What an import may change, as JSON keeps it."""
        return {
            "name": self.name,
            "parent": self.parent,
            "ends_on": self.ends_on.isoformat() if self.ends_on else None,
        }


def key_of(code: str, starts_on: date) -> str:
    return f"{code}@{starts_on.isoformat()}"


class DepartmentPlan:
    """All departments by key as they would be, beside ``old``: how they are now."""

    def __init__(self, on: date):
        rows = list(Department.objects.select_related("parent").order_by("code", "starts_on"))
        self.on = on
        self.planned = {}
        self.problems: list[Problem] = []
        for row in rows:
            planned = PlannedDepartment(
                row.code, row.name, row.starts_on, row.ends_on,
                parent=key_of(row.parent.code, row.parent.starts_on) if row.parent else None,
                parent_code=row.parent.code if row.parent else "",
                pk=row.pk,
            )  # fmt: skip
            self.planned[planned.key] = planned
        self.old = {key: replace(planned) for key, planned in self.planned.items()}
        self.key_by_pk = {planned.pk: key for key, planned in self.planned.items()}

    def in_force(self, code: str, on: date | None = None) -> PlannedDepartment | None:
        on = on or self.on
        return next((row for row in self.rows_of(code) if row.holds_on(on)), None)

    def rows_of(self, code: str) -> list[PlannedDepartment]:
        return self._by_code().get(code, [])

    def codes(self) -> set[str]:
        return set(self._by_code())

    def name(self, key: str | None) -> str:
        """How a department is called in a report; nothing for none."""
        planned = self.planned.get(key)
        return f"{planned.code} {planned.name}" if planned else ""

    def read(self, rows: list[Parsed]) -> None:
        """Take over the rows of the file, then fit dates and parents together."""
        seen: dict[str, int] = {}
        for row in rows:
            if row.problems:
                self.problems += row.problems
                continue
            planned = self._take(row)
            if planned is None:
                continue
            if planned.key in seen:
                self._complain(
                    planned, "code", planned.code, f"{seen[planned.key]}行目と同じ部署です。"
                )
            seen[planned.key] = row.row
        self._index = None
        self._end_earlier_rows()
        self._find_parents()
        self._refuse_circles()

    _index: dict[str, list[PlannedDepartment]] | None = None

    def _by_code(self) -> dict[str, list[PlannedDepartment]]:
        if self._index is None:
            self._index = {}
            for planned in sorted(self.planned.values(), key=lambda row: (row.code, row.starts_on)):
                self._index.setdefault(planned.code, []).append(planned)
        return self._index

    def _take(self, row: Parsed) -> PlannedDepartment | None:
        values = row.values
        code, starts_on = values["code"], values.get("starts_on")
        if starts_on is None:
            rows = self.rows_of(code)
            known = self.in_force(code) or (rows[-1] if rows else None)
            if known is None:
                self._problem(
                    row.row, "starts_on", "", "新しい部署です。設置日を入力してください。"
                )
                return None
            starts_on = known.starts_on
        planned = self.planned.setdefault(
            key_of(code, starts_on), PlannedDepartment(code, values["name"], starts_on)
        )
        planned.row = row.row
        planned.name = values["name"]
        planned.parent_code = values.get("parent", planned.parent_code)
        planned.ends_on = values.get("ends_on", planned.ends_on)
        if planned.ends_on and planned.ends_on < starts_on:
            self._complain(
                planned,
                "ends_on",
                str(planned.ends_on),
                "廃止日が設置日より前です。直してください。",
            )
        return planned

    def _end_earlier_rows(self) -> None:
        """A code that begins anew ends the day before, as after a change of name."""
        for code in self.codes():
            for earlier, later in pairwise(self.rows_of(code)):
                if earlier.ends_on is None:
                    earlier.ends_on = later.starts_on - ONE_DAY
                elif earlier.ends_on >= later.starts_on:
                    self._complain(
                        later if later.row else earlier, "starts_on", str(later.starts_on),
                        "同じコードの部署と期間が重なります。前の廃止日を確かめてください。",
                    )  # fmt: skip

    def _find_parents(self) -> None:
        for planned in self.planned.values():
            if not planned.parent_code:
                planned.parent = None
                continue
            # The parent on the day that counts: today, or the nearest day of this row's own.
            day = max(planned.starts_on, min(self.on, planned.ends_on or date.max))
            parent = self.in_force(planned.parent_code, day)
            if parent:
                planned.parent = parent.key
            elif planned.row:
                known = planned.parent_code in self.codes()
                reason = (
                    f"上位の部署は{day}には廃止されているか、まだありません。"
                    if known
                    else "この上位コードの部署がありません。部署の行を加えてください。"
                )
                self._complain(planned, "parent", planned.parent_code, reason)

    def _refuse_circles(self) -> None:
        for planned in self.planned.values():
            above, steps = planned, 0
            while above and above.parent and steps < DEEPEST:
                above, steps = self.planned.get(above.parent), steps + 1
                if above is planned:
                    steps = DEEPEST
            if steps == DEEPEST:
                self._complain(
                    planned, "parent", planned.parent_code,
                    "上位の部署をたどると自分に戻ります。上位コードを直してください。",
                )  # fmt: skip

    def _complain(self, planned: PlannedDepartment, field: str, value: str, reason: str) -> None:
        self._problem(planned.row, field, value, reason)

    def _problem(self, row: int, field: str, value: str, reason: str) -> None:
        self.problems.append(Problem(row, DEPARTMENTS.label(field), visible(value), reason))
