"""Certificates: given out at completion, verified by anybody in the house, revocable."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import StaffMember
from training import notices
from training.models import Certificate, Completion

# Read aloud and typed again: no letter that looks like another.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, GROUP_LENGTH = 3, 4


class AlreadyRevoked(DomainError):
    message = "この修了証は、すでに取り消されています。"


@transaction.atomic
def issue(completion: Completion, *, now: datetime) -> Certificate:
    """The certificate of a completion; the same one when there is one already."""
    existing = Certificate.objects.filter(completion=completion).first()
    if existing:
        return existing
    certificate = Certificate.objects.create(
        completion=completion,
        staff=completion.staff,
        session=completion.session,
        code=_new_code(),
        name=completion.staff.name,
        name_reading=completion.staff.reading,
        course_title=completion.course.title,
        minutes=completion.course.minutes,
        completed_on=completion.completed_on,
        issued_on=timezone.localdate(now),
    )
    record("training.certificate.issued", actor=None, obj=certificate)
    return certificate


@transaction.atomic
def revoke(certificate: Certificate, *, reason: str, by: StaffMember, now: datetime) -> Certificate:
    """It stays, and its page says since when it does not hold. Raises AlreadyRevoked."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if not certificate.is_valid:
        raise AlreadyRevoked
    certificate.revoked_at = now
    certificate.revoked_because = reason
    certificate.save(update_fields=["revoked_at", "revoked_because"])
    notices.certificate_revoked(
        certificate.staff, certificate.audit_label, title=certificate.course_title, now=now
    )
    record("training.certificate.revoked", actor=by, obj=certificate)
    return certificate


def certificate_by_code(typed: str) -> Certificate | None:
    """Spaces, hyphens and small letters make no difference."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    groups = [letters[at : at + GROUP_LENGTH] for at in range(0, len(letters), GROUP_LENGTH)]
    return Certificate.objects.filter(code="-".join(groups)).first()


def _new_code() -> str:
    groups = (
        "".join(secrets.choice(LETTERS) for _letter in range(GROUP_LENGTH))
        for _group in range(GROUPS)
    )
    return "-".join(groups)
