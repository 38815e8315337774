"""Learning outside: a person reports it, a trainer confirms it or sends it back."""

from datetime import datetime

from django.db import transaction

from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import StaffMember
from training import notices
from training.models import Completion, OutsideRecord

State = OutsideRecord.State


class OwnRecord(DomainError):
    message = "自分の記録は、ほかの研修担当に確認してもらってください。"


class AlreadyDecided(DomainError):
    message = "この記録は、すでに確認されています。"


@transaction.atomic
def report_outside(staff: StaffMember, values: dict, *, now: datetime) -> OutsideRecord:
    row = OutsideRecord.objects.create(staff=staff, reported_at=now, **values)
    record("training.outside.reported", actor=staff, obj=row)
    return row


@transaction.atomic
def confirm(row: OutsideRecord, *, by: StaffMember, now: datetime) -> OutsideRecord:
    """A course of the catalogue counts as completed from now on.

    Raises OwnRecord and AlreadyDecided.
    """
    row = _decide(row, State.CONFIRMED, by, now)
    row.save(update_fields=["state", "decided_by", "decided_at"])
    if row.course_id:
        Completion.objects.create(
            staff=row.staff,
            department_id=row.staff.department_id,
            course=row.course,
            completed_on=row.done_on,
        )
    notices.outside_decided(row, now=now)
    record("training.outside.confirmed", actor=by, obj=row)
    return row


@transaction.atomic
def send_back(row: OutsideRecord, *, reason: str, by: StaffMember, now: datetime) -> OutsideRecord:
    """Raises OwnRecord and AlreadyDecided."""
    row = _decide(row, State.RETURNED, by, now)
    row.returned_because = reason
    row.save(update_fields=["state", "decided_by", "decided_at", "returned_because"])
    notices.outside_decided(row, now=now)
    record("training.outside.returned", actor=by, obj=row)
    return row


def _decide(row, state: State, by: StaffMember, now: datetime) -> OutsideRecord:
    locked = OutsideRecord.objects.select_for_update(of=("self",)).select_related("staff", "course")
    row = locked.get(pk=row.pk)
    if row.staff_id == by.pk:
        raise OwnRecord
    if row.state != State.REPORTED:
        raise AlreadyDecided
    row.state, row.decided_by, row.decided_at = state, by, now
    return row
