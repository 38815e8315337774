"""Going back to how the roster was before an import, unless somebody has changed it since."""

from datetime import date

from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.staff.roster_departments import DepartmentPlan
from portal.staff.roster_models import RosterLine
from portal.staff.roster_people import PeoplePlan
from portal.staff.roster_writing import change_departments, change_people, delete_departments
from portal.tables.table import visible

NAMES_SHOWN = 20
Kind, Subject = RosterLine.Kind, RosterLine.Subject


class TouchedSince(DomainError):
    """``names``: the people and departments that were changed after the import."""

    def __init__(self, names: list[str]):
        self.names = names
        more = f"ほか{len(names) - NAMES_SHOWN}件" if len(names) > NAMES_SHOWN else ""
        super().__init__(
            "取り込みのあとに変更や利用があったため、取り消せません。直した名簿を取り込んでください。"
            f"対象：{'、'.join(names[:NAMES_SHOWN])}{more}"
        )


def restore(lines: list[RosterLine], *, on: date) -> None:
    """Write the old values of all lines back. Raises TouchedSince, and then changes nothing."""
    touched = _touched(lines, on)
    if touched:
        raise TouchedSince(touched)
    people = {line.key: line for line in lines if line.subject == Subject.PERSON}
    departments = [line for line in lines if line.subject == Subject.DEPARTMENT]
    change_people({number: _old_person(line) for number, line in people.items()})
    change_departments({line.key: line.before for line in departments if line.kind != Kind.NEW})
    new = [line for line in departments if line.kind == Kind.NEW]
    if not delete_departments([line.key for line in new]):
        raise TouchedSince([f"{line.number()} {line.name}" for line in new])


def _old_person(line: RosterLine) -> dict:
    # Their number and names stay theirs: the same file sent again finds them. They let go of a
    # department that is about to be deleted.
    return {"is_active": False, "department": None} if line.kind == Kind.NEW else line.before


def _touched(lines: list[RosterLine], on: date) -> list[str]:
    departments = DepartmentPlan(on)
    people = PeoplePlan(departments, on)
    used = _used_people([line.key for line in lines if line.kind == Kind.NEW])
    names = []
    for line in lines:
        if line.subject == Subject.PERSON:
            present = people.old.get(line.key)
        else:
            found = departments.old.get(line.key)
            present = found.values() if found else None
        is_same = present and all(present[field] == line.after[field] for field in line.after)
        if not is_same or line.key in used:
            names.append(visible(f"{line.number()} {line.name}"))
    return names


def _used_people(numbers: list[str]) -> set[str]:
    """Which of these new people have signed in or been given a role."""
    people = StaffMember.objects.exclude(staff_number=None)
    signed_in = people.exclude(last_login=None).values_list("staff_number", flat=True)
    with_role = people.exclude(role_grants=None).values_list("staff_number", flat=True)
    return {*signed_in, *with_role}.intersection(numbers)
