"""The steps of a consultation. ``move`` is the only one that changes a status."""

from datetime import datetime

from django.db import transaction

from portal.audit.trail import record
from portal.consultations.deadlines import note_change, refresh_clock
from portal.consultations.models import Consultation
from portal.consultations.notices import asker_is_told_of_status, desk_is_told_of_status
from portal.consultations.vocabulary import NEXT, Event, Status
from portal.errors import DomainError
from portal.staff.models import StaffMember


class IllegalMove(DomainError):
    message = "いまの状態からは変えられません。画面を開き直して、状態を確かめてください。"


class AlreadyMoved(DomainError):
    message = "ほかの人が先に状態を変えました。画面を開き直してください。"


class IsMerged(DomainError):
    message = "ほかの相談にまとめました。続きは、新しい相談としてお寄せください。"


class IsClosed(DomainError):
    message = "完了した相談です。続きがあるときは「もう一度相談する」を押してください。"


class NotFinished(DomainError):
    message = "まだ回答していない相談です。画面を開き直してください。"


def locked(consultation: Consultation) -> Consultation:
    """The row as it is now, held until the transaction ends."""
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


def step(consultation: Consultation, to: Status, *, by: StaffMember, now: datetime) -> None:
    """Take one step of NEXT on a locked row: status, moments, history, clock. Tells nobody.

    Raises IllegalMove when NEXT has no such step, AlreadyMoved when somebody was faster.
    """
    old = Status(consultation.status)
    if to not in NEXT[old] or consultation.merged_into_id:
        raise IllegalMove
    values = {"status": to, "moved_at": now, **_moments(consultation, to, now)}
    if not Consultation.objects.filter(pk=consultation.pk, status=old).update(**values):
        raise AlreadyMoved
    for name, value in values.items():
        setattr(consultation, name, value)
    note_change(consultation, Event.STATUS, (old, to), by=by, now=now)
    refresh_clock(consultation, by=by, now=now)


def _moments(consultation: Consultation, to: Status, now: datetime) -> dict:
    if to == Status.CLOSED:
        return {"closed_at": now, "answered_at": consultation.answered_at or now}
    if to == Status.ANSWERED:
        return {"answered_at": now, "closed_at": None}
    if consultation.is_finished:
        # What is opened again owes a new answer; the day once agreed on is over.
        return {"answered_at": None, "closed_at": None, "agreed_due_at": None}
    return {}


@transaction.atomic
def move(consultation: Consultation, to: Status, *, by: StaffMember, now: datetime) -> None:
    """Move ``consultation`` to ``to`` and tell the other side. Raises IllegalMove, AlreadyMoved."""
    row = locked(consultation)
    if row.status != consultation.status:
        raise AlreadyMoved
    old = row.status
    step(row, Status(to), by=by, now=now)
    if by.pk == row.asker_id:
        desk_is_told_of_status(row, by=by, now=now)
    else:
        asker_is_told_of_status(row, now=now)
    record_move(row, old, by=by)


def start(consultation: Consultation, *, by: StaffMember, now: datetime) -> None:
    """The desk begins, or goes on with, the work."""
    move(consultation, Status.IN_PROGRESS, by=by, now=now)


def close(consultation: Consultation, *, by: StaffMember, now: datetime) -> None:
    """The asker is satisfied, or the desk ends it."""
    move(consultation, Status.CLOSED, by=by, now=now)


def going_on(consultation: Consultation) -> Status:
    """The status of work that goes on: with somebody, or waiting for somebody to take it."""
    return Status.IN_PROGRESS if consultation.assignee_id else Status.OPEN


def record_move(consultation: Consultation, old: str, *, by: StaffMember) -> None:
    details = {"from": str(old), "to": str(consultation.status)}
    record("consultation.moved", actor=by, obj=consultation, details=details)
