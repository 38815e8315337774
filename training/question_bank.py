"""Keeping the bank of skill questions. What was answered stays: a question is switched off."""

import secrets

from django.db import transaction

from portal.audit.trail import record
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged
from training.models import SkillQuestion

FIELDS = ["area", "label", "words", "order", "is_live"]


@transaction.atomic
def add_question(values: dict, *, by: StaffMember) -> SkillQuestion:
    question = SkillQuestion.objects.create(code=f"own-{secrets.token_hex(6)}", **values)
    record("training.skills.question_kept", actor=by, obj=question)
    return question


@transaction.atomic
def change_question(
    question: SkillQuestion, values: dict, *, version: str, by: StaffMember
) -> SkillQuestion:
    """Raises ChangedMeanwhile."""
    question = lock_unchanged(question, FIELDS, version)
    for field in FIELDS:
        setattr(question, field, values[field])
    question.save(update_fields=FIELDS)
    record("training.skills.question_kept", actor=by, obj=question)
    return question
