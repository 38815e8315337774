"""Keeping the catalogue."""

import secrets

from django.db import transaction
from django.db.models import Model

from portal.audit.trail import record
from portal.staff.models import StaffMember
from training.models import Course


@transaction.atomic
def add_course(form, *, by: StaffMember) -> Course:
    """``form`` is a valid form of one course."""
    form.instance.code = f"own-{secrets.token_hex(6)}"
    course = form.save()
    record("training.course.kept", actor=by, obj=course)
    return course


@transaction.atomic
def change_course(form, *, by: StaffMember) -> Course:
    course = form.save()
    record("training.course.kept", actor=by, obj=course)
    return course


@transaction.atomic
def keep_row(form, act: str, *, by: StaffMember) -> Model:
    """Save the one row of a valid form, and record it as ``act``."""
    row = form.save()
    record(act, actor=by, obj=row)
    return row
