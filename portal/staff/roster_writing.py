"""Writing people and departments of a roster, thousands at a time."""

from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db.models import CharField, ProtectedError, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from portal.staff.models import Department, StaffMember, StaffSession
from portal.staff.roster_departments import key_of

AT_ONCE = 500


def department_pks() -> dict[str, int]:
    """Every department by its key: code and first day."""
    rows = Department.objects.values_list("code", "starts_on", "pk")
    return {key_of(code, starts_on): pk for code, starts_on, pk in rows}


def make_departments(lines: dict[str, dict]) -> None:
    """New departments by key, yet without a parent: that may be a new one too."""
    rows = []
    for key in lines:
        code, _at, starts_on = key.rpartition("@")
        rows.append(Department(code=code, name=lines[key]["name"], starts_on=starts_on))
    Department.objects.bulk_create(rows, batch_size=AT_ONCE)


def change_departments(changes: dict[str, dict]) -> None:
    """Set name, parent and last day of departments by key."""
    pks = department_pks()
    rows = Department.objects.in_bulk([pks[key] for key in changes])
    for key, values in changes.items():
        row = rows[pks[key]]
        row.name = values.get("name", row.name)
        if "parent" in values:
            row.parent_id = pks[values["parent"]] if values["parent"] else None
        if "ends_on" in values:
            row.ends_on = date.fromisoformat(values["ends_on"]) if values["ends_on"] else None
    Department.objects.bulk_update(rows.values(), ["name", "parent", "ends_on"], AT_ONCE)


def delete_departments(keys: list[str]) -> bool:
    """Whether they could be deleted: one that anything refers to stays."""
    pks = department_pks()
    rows = Department.objects.filter(pk__in=[pks[key] for key in keys])
    rows.update(parent=None)
    try:
        rows.delete()
    except ProtectedError:
        return False
    return True


def make_people(lines: dict[str, dict]) -> None:
    """New people by staff number. Without a password: they come by SSO, or get one later."""
    pks, joined_at = department_pks(), timezone.now()
    StaffMember.objects.bulk_create(
        [
            StaffMember(
                staff_number=number,
                password=make_password(None),
                joined_at=joined_at,
                **_row_values(values, pks),
            )
            for number, values in lines.items()
        ],
        batch_size=AT_ONCE,
    )


def change_people(changes: dict[str, dict]) -> None:
    """Set the given fields of people by staff number. Passwords, groups and roles are no fields.

    User names and mail addresses may change hands among them: they are all let go first.
    """
    pks = department_pks()
    rows = {
        person.staff_number: person
        for person in StaffMember.objects.filter(staff_number__in=changes).defer("password")
    }
    _let_go(rows, changes)
    by_fields: dict[tuple, list] = {}
    for number, values in changes.items():
        row_values = _row_values(values, pks)
        for field, value in row_values.items():
            setattr(rows[number], field, value)
        fields = tuple(sorted(field.removesuffix("_id") for field in row_values))
        by_fields.setdefault(fields, []).append(rows[number])
    for fields, people in by_fields.items():
        StaffMember.objects.bulk_update(people, fields, AT_ONCE)
    shut = [rows[number].pk for number in changes if not rows[number].is_active]
    for start in range(0, len(shut), AT_ONCE):
        StaffSession.objects.filter(staff__in=shut[start : start + AT_ONCE]).delete()


def _row_values(values: dict, department_pks: dict[str, int]) -> dict:
    values = dict(values)
    if "department" in values:
        key = values.pop("department")
        values["department_id"] = department_pks[key] if key else None
    return values


def _let_go(rows: dict[str, StaffMember], changes: dict[str, dict]) -> None:
    names = [rows[number].pk for number, values in changes.items() if "username" in values]
    mails = [rows[number].pk for number, values in changes.items() if "email" in values]
    # No user name of a person has a ~ in it, so the names in between collide with none.
    between = Concat(Value("~"), Cast("pk", CharField()))
    for start in range(0, max(len(names), len(mails)), AT_ONCE):
        end = start + AT_ONCE
        StaffMember.objects.filter(pk__in=names[start:end]).update(username=between)
        StaffMember.objects.filter(pk__in=mails[start:end]).update(email="")
        # The entrance also looks at this table: the old address must not open the account.
        EmailAddress.objects.filter(user__in=mails[start:end]).delete()
