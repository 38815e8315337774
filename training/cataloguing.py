"""Keeping the catalogue."""

import secrets

from django.db import transaction
from django.db.models import Model

from portal.audit.trail import record
from portal.staff.models import StaffMember
from portal.submitting.forms import Versioned
from portal.submitting.versions import lock_unchanged
from training.models import Course


@transaction.atomic
def add_course(form, *, by: StaffMember) -> Course:
    """``form`` is a valid form of one course."""
    form.instance.code = f"own-{secrets.token_hex(6)}"
    return keep_row(form, "training.course.kept", by=by)


@transaction.atomic
def keep_row(form, act: str, *, by: StaffMember) -> Model:
    """Save the one row of a valid form, and record it as ``act``.

    A form that edits a row knows which version it showed: raises ChangedMeanwhile.
    """
    if isinstance(form, Versioned):
        lock_unchanged(form.instance, form.compared, form.version)
    row = form.save()
    record(act, actor=by, obj=row)
    return row
