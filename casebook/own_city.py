"""Typing in what our own city does on a theme."""

from datetime import datetime

from django.db import transaction

from casebook.models import OwnCitySheet
from portal.audit.trail import record
from portal.staff.models import Role, StaffMember
from portal.staff.roles import roles_of
from portal.submitting.versions import lock_unchanged


def may_type(staff: StaffMember) -> bool:
    return Role.OFFICER in roles_of(staff)


@transaction.atomic
def make_sheet(values: dict, *, by: StaffMember, now: datetime) -> OwnCitySheet:
    made = OwnCitySheet.objects.create(**values, updated_by=by, updated_at=now)
    record("casebook.own_city.typed", actor=by, obj=made)
    return made


@transaction.atomic
def change_sheet(
    sheet: OwnCitySheet, values: dict, *, version: str, by: StaffMember, now: datetime
) -> None:
    """Raises ChangedMeanwhile."""
    row = lock_unchanged(sheet, list(values), version)
    OwnCitySheet.objects.filter(pk=row.pk).update(**values, updated_by=by, updated_at=now)
    record("casebook.own_city.typed", actor=by, obj=row)
