"""Words that officers often write, kept once."""

from django.db import transaction

from portal.audit.trail import record
from portal.consultations.models import ReplyTemplate
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged


@transaction.atomic
def make_template(values: dict[str, str], *, by: StaffMember) -> ReplyTemplate:
    made = ReplyTemplate.objects.create(**values)
    record("consultation.template_changed", actor=by, obj=made)
    return made


@transaction.atomic
def amend_template(
    template: ReplyTemplate, values: dict[str, str], version: str, *, by: StaffMember
) -> None:
    """Raises ChangedMeanwhile."""
    row = lock_unchanged(template, list(values), version)
    ReplyTemplate.objects.filter(pk=row.pk).update(**values)
    record("consultation.template_changed", actor=by, obj=row)


@transaction.atomic
def remove_template(template: ReplyTemplate, *, by: StaffMember) -> None:
    record("consultation.template_changed", actor=by, obj=template)
    ReplyTemplate.objects.filter(pk=template.pk).delete()
