"""What an import leaves in the trail: one event for each person and department it changed."""

from collections.abc import Iterable

from portal.audit.trail import record
from portal.staff.models import Department, StaffMember
from portal.staff.roster_models import RosterImport, RosterLine
from portal.staff.roster_writing import department_pks

Kind, Subject = RosterLine.Kind, RosterLine.Subject
ACTS = {
    (Subject.PERSON, Kind.NEW): "staff.person.made",
    (Subject.PERSON, Kind.CHANGED): "staff.person.changed",
    (Subject.PERSON, Kind.LEAVING): "staff.account.disabled",
    (Subject.PERSON, Kind.RETURNING): "staff.account.enabled",
    (Subject.DEPARTMENT, Kind.NEW): "staff.department.made",
    (Subject.DEPARTMENT, Kind.CHANGED): "staff.department.changed",
}
OPPOSITE = {
    "staff.person.made": "staff.account.disabled",
    "staff.account.disabled": "staff.account.enabled",
    "staff.account.enabled": "staff.account.disabled",
    "staff.department.made": "staff.department.removed",
}


def record_lines(lines: Iterable, *, by: StaffMember | None, roster_import: RosterImport) -> None:
    """Names of fields are recorded, never what is in them."""
    _record([(line, ACTS[line.subject, line.kind]) for line in lines], by, roster_import)


def record_undone(lines: Iterable, *, by: StaffMember, roster_import: RosterImport) -> None:
    acts = [(line, ACTS[line.subject, line.kind]) for line in lines]
    _record([(line, OPPOSITE.get(act, act)) for line, act in acts], by, roster_import)


def _record(acts: list, by: StaffMember | None, roster_import: RosterImport) -> None:
    people = dict(StaffMember.objects.exclude(staff_number=None).values_list("staff_number", "pk"))
    departments = department_pks()
    for line, act in acts:
        if line.subject == Subject.PERSON:
            obj = StaffMember(pk=people[line.key])
        else:
            obj = Department(pk=departments.get(line.key))
        details = {"import": roster_import.pk, "fields": sorted(line.after)}
        record(act, actor=by, obj=obj, details=details)
