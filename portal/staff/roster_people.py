"""The people as a file would leave them, beside how they are now."""

from datetime import date
from typing import Any

from django.db.models import F

from portal.staff.models import Role, RoleGrant, StaffMember
from portal.staff.roster_columns import PEOPLE, Parsed
from portal.staff.roster_departments import DepartmentPlan
from portal.tables.table import Problem, visible

FIELDS = ("username", "name", "reading", "email", "department", "is_manager", "is_active")
EMPTY = {
    "username": "", "name": "", "reading": "", "email": "", "department": None,
    "is_manager": False, "is_active": True,
}  # fmt: skip
UNIQUE = ("username", "email")


class PeoplePlan:
    """``old`` and ``planned``: values by staff number. People without a number are not touched."""

    def __init__(self, departments: DepartmentPlan, on: date):
        self.departments = departments
        self.on = on
        self.problems: list[Problem] = []
        self.rows: dict[str, int] = {}
        self.old: dict[str, dict[str, Any]] = {}
        self.pk: dict[str, int] = {}
        for person in StaffMember.objects.exclude(staff_number=None).values(
            "pk", "staff_number", *FIELDS[:4], *FIELDS[5:], department_pk=F("department_id")
        ):
            number = person["staff_number"]
            self.pk[number] = person["pk"]
            self.old[number] = {field: person.get(field) for field in FIELDS}
            self.old[number]["department"] = departments.key_by_pk.get(person["department_pk"])
        self.planned = {number: dict(values) for number, values in self.old.items()}

    def read(self, rows: list[Parsed], *, is_complete: bool) -> None:
        """Take over the rows of the file; in a complete one, who is missing has left."""
        for row in rows:
            self.problems += row.problems
            number = row.values.get("staff_number")
            if number is None:
                continue
            if number in self.rows:
                self._problem(
                    row.row, "staff_number", number, f"{self.rows[number]}行目と同じ職員番号です。"
                )
            self.rows.setdefault(number, row.row)
            if not row.problems:
                self._take(number, row)
        self._refuse_lost_zeros()
        if is_complete:
            for number in self.planned.keys() - self.rows.keys():
                self.planned[number]["is_active"] = False
        self._refuse_twins()
        self._refuse_roles_of_leavers()

    def follow_departments(self) -> None:
        """People who are not in the file go with a department that begins anew under its code."""
        for number, values in self.planned.items():
            department = self.departments.planned.get(values["department"])
            if number in self.rows or not values["is_active"] or department is None:
                continue
            if not department.holds_on(self.on):
                later = self.departments.in_force(department.code)
                values["department"] = later.key if later else values["department"]

    def _take(self, number: str, row: Parsed) -> None:
        values = dict(row.values)
        del values["staff_number"]
        is_active = values.pop("is_active", None)
        known = self.old.get(number)
        if known is None and is_active is False:
            # Somebody who left before the portal knew them needs no account.
            return
        planned = dict(known or {**EMPTY, "username": number})
        code = values.pop("department", None)
        if not values.get("username"):
            values.pop("username", None)
        planned |= values
        planned["is_active"] = planned["is_active"] if is_active is None else is_active
        if code is not None:
            planned["department"] = self._department(code, planned, row.row)
        self.planned[number] = planned

    def _department(self, code: str, planned: dict, row: int) -> str | None:
        if not code:
            return None
        present = self.departments.planned.get(planned["department"])
        if not planned["is_active"] and present and present.code == code:
            return present.key
        found = self.departments.in_force(code)
        if found is None:
            reason = self._why_not(code)
            self._problem(row, "department", code, reason)
            return None
        return found.key

    def _why_not(self, code: str) -> str:
        codes = self.departments.codes()
        if code in codes:
            return f"この部署は{self.on}には使われていません。いまの所属コードにしてください。"
        likely = next((each for each in codes if each.lstrip("0") == code.lstrip("0")), "")
        if likely:
            return f"「{likely}」の先頭の0が消えていませんか。セルを文字列にして直してください。"
        return "この部署コードは登録されていません。部署のファイルも選んでください。"

    def _refuse_lost_zeros(self) -> None:
        """12 beside 0012 is the same person after Excel took the zeros, not a new one."""
        numbers = self.planned.keys() | self.rows.keys()
        shortest: dict[str, set[str]] = {}
        for number in numbers:
            shortest.setdefault(number.lstrip("0"), set()).add(number)
        for number, row in self.rows.items():
            likely = max(shortest[number.lstrip("0")], key=len)
            if number not in self.old and likely != number:
                self._problem(
                    row, "staff_number", number,
                    f"「{likely}」の先頭の0が消えていませんか。セルを文字列にして直してください。",
                )  # fmt: skip

    def _refuse_twins(self) -> None:
        """No two people with one user name or mail, in any letters: both open the entrance."""
        others = StaffMember.objects.filter(staff_number=None).values(*UNIQUE)
        for field in UNIQUE:
            owners = {other[field].casefold(): "職員番号のないアカウント" for other in others}
            # First those who keep theirs, so that the complaint goes to a row of the file.
            for number in sorted(self.planned, key=lambda each: self.rows.get(each, 0)):
                value = self.planned[number][field]
                owner = owners.setdefault(value.casefold(), number) if value else number
                if owner != number:
                    self._complain_of_twin(number, field, value, owner)

    def _complain_of_twin(self, number: str, field: str, value: str, owner: str) -> None:
        if number not in self.rows:
            return
        place = f"{self.rows[owner]}行目" if owner in self.rows else f"登録済みの「{owner}」"
        self._problem(
            self.rows[number], field, value,
            f"{place}と同じ{PEOPLE.label(field)}です。どちらかを直してください。",
        )  # fmt: skip

    def _refuse_roles_of_leavers(self) -> None:
        """Coming back must not bring back a role: an import never raises anybody's."""
        returning = {
            self.pk[number]: number
            for number, old in self.old.items()
            if not old["is_active"] and self.planned[number]["is_active"]
        }
        held = RoleGrant.objects.on(self.on).filter(staff__is_active=False)
        for pk, role in held.values_list("staff_id", "role").order_by("staff_id", "role"):
            if pk in returning:
                number = returning[pk]
                self._problem(
                    self.rows[number], "is_active", number,
                    f"退職前の役割「{Role(role).label}」が残っています。先に役割を取り消してください。",
                )  # fmt: skip

    def _problem(self, row: int, field: str, value: str, reason: str) -> None:
        self.problems.append(Problem(row, PEOPLE.label(field), visible(value), reason))
