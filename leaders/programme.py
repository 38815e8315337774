"""Changing the rules of the programme."""

from datetime import datetime
from typing import Any

from django.db import transaction

from leaders.models.programme import THE_ONLY_ROW, Programme
from portal.audit.trail import record
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged

FIELDS = [
    "role_name", "plan_name", "plan_ends_on", "months", "open_to", "department_codes", "promise",
    "heads", "role_sheet", "starter_kit", "hours_cap", "report_every",
]  # fmt: skip


@transaction.atomic
def change_programme(
    values: dict[str, Any], *, version: str, by: StaffMember, now: datetime
) -> Programme:
    """Terms and promises of the past keep their words. Raises ChangedMeanwhile."""
    Programme.objects.get_or_create(pk=THE_ONLY_ROW)
    programme = lock_unchanged(Programme(pk=THE_ONLY_ROW), FIELDS, version)
    changed = [name for name in FIELDS if getattr(programme, name) != values[name]]
    for name in changed:
        setattr(programme, name, values[name])
    programme.saved_at = now
    programme.save()
    details = {"fields": changed}
    record("leaders.programme.changed", actor=by, obj=programme, details=details)
    return programme
