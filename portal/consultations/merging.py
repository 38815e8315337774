"""Two consultations about one thing: one goes on, the other ends in it. Readers stay as they were.

Nothing is copied from one thread into the other, so nobody reads more than before.
"""

from datetime import datetime

from django.db import transaction

from portal.audit.trail import record
from portal.consultations.deadlines import note_change
from portal.consultations.models import Consultation, Entry
from portal.consultations.moving import IsClosed, IsMerged, step
from portal.consultations.notices import asker_is_answered
from portal.consultations.vocabulary import Event, Status
from portal.errors import DomainError
from portal.staff.models import StaffMember


class WouldWiden(DomainError):
    message = "公開と非公開の相談は、まとめたり結んだりできません。別々に回答してください。"


class SameConsultation(DomainError):
    message = "同じ相談です。まとめる先の番号を確かめてください。"


@transaction.atomic
def merge(
    duplicate: Consultation,
    into: Consultation,
    words: str,
    *,
    by: StaffMember,
    now: datetime,
) -> None:
    """End ``duplicate`` in ``into``; its asker is answered with ``words``.

    Raises SameConsultation, WouldWiden, IsMerged, IsClosed.
    """
    row, target = _both(duplicate, into)
    if row.merged_into_id or target.merged_into_id:
        raise IsMerged
    if row.status == Status.CLOSED or target.status == Status.CLOSED:
        raise IsClosed
    if row.first_answered_at is None:
        row.first_answered_at = now
        Consultation.objects.filter(pk=row.pk).update(first_answered_at=now)
    entry = Entry.objects.create(consultation=row, author=by, body=words, is_from_desk=True, at=now)
    step(row, Status.CLOSED, by=by, now=now)
    Consultation.objects.filter(pk=row.pk).update(merged_into=target)
    note_change(row, Event.MERGED, ("", target.pk), by=by, now=now)
    note_change(target, Event.MERGED, (row.pk, ""), by=by, now=now)
    asker_is_answered(entry, now=now)
    record("consultation.merged", actor=by, obj=row, details={"into": target.pk})


@transaction.atomic
def link(one: Consultation, other: Consultation, *, by: StaffMember, now: datetime) -> None:
    """Say that two have to do with each other. Raises SameConsultation, WouldWiden."""
    row, target = _both(one, other)
    if row.related.filter(pk=target.pk).exists():
        return
    row.related.add(target)
    note_change(row, Event.LINKED, ("", target.pk), by=by, now=now)
    note_change(target, Event.LINKED, ("", row.pk), by=by, now=now)
    record("consultation.linked", actor=by, obj=row, details={"to": target.pk})


def _both(one: Consultation, other: Consultation) -> tuple[Consultation, Consultation]:
    """Both locked in one order, so that two who do this at once wait for each other."""
    if one.pk == other.pk:
        raise SameConsultation
    rows = Consultation.objects.select_for_update().filter(pk__in=[one.pk, other.pk])
    found = {row.pk: row for row in rows.order_by("pk")}
    if found[one.pk].is_confidential or found[other.pk].is_confidential:
        raise WouldWiden
    return found[one.pk], found[other.pk]
