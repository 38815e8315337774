"""The log of whom we asked: written by those who look after cases, corrected by its writer."""

from datetime import datetime

from django.db import transaction

from casebook.models import Case, Contact
from portal.audit.trail import record
from portal.staff.models import Role, StaffMember
from portal.staff.roles import roles_of
from portal.submitting.versions import lock_unchanged

TEXTS = ["asked_on", "whom", "means", "learnt", "details"]
WRITERS = frozenset({Role.OFFICER, Role.EDITOR, Role.LEADER})


def may_log(staff: StaffMember) -> bool:
    return bool(roles_of(staff) & WRITERS)


@transaction.atomic
def log_contact(case: Case, values: dict, *, by: StaffMember, now: datetime) -> Contact:
    made = Contact.objects.create(**values, case=case, asked_by=by, written_at=now)
    record("casebook.contact.logged", actor=by, obj=made)
    return made


@transaction.atomic
def correct_contact(
    contact: Contact, values: dict, *, version: str, by: StaffMember, now: datetime
) -> None:
    """Raises ChangedMeanwhile."""
    row = lock_unchanged(contact, TEXTS, version)
    Contact.objects.filter(pk=row.pk).update(**values, corrected_at=now)
    record("casebook.contact.corrected", actor=by, obj=row)
