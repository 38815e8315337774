"""Making a consultation confidential after it was asked, and open again if the asker agrees."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import events_at_the_end, record
from portal.consultations.advising import revoke
from portal.consultations.asking import NobodyMayRead
from portal.consultations.deadlines import note_change
from portal.consultations.models import Consultation, OpeningRequest
from portal.consultations.moving import locked, step
from portal.consultations.notices import (
    asker_is_asked_to_open,
    desk_is_told_it_is_open,
    earlier_notices_lose_their_words,
    readers_are_told_it_is_hidden,
)
from portal.consultations.people import officers
from portal.consultations.sharing import end_share
from portal.consultations.vocabulary import Event, Status
from portal.errors import DomainError
from portal.staff.models import StaffMember


class AlreadyHidden(DomainError):
    message = "すでに非公開です。画面を開き直してください。"


class AlreadyOpen(DomainError):
    message = "非公開ではありません。画面を開き直してください。"


class IsTied(DomainError):
    message = "まとめた相談は、非公開にできません。非公開で新しく相談してください。"


class NotTheAsker(DomainError):
    message = "非公開をやめるかどうかは、相談した人が決めます。"


class AlreadyAsked(DomainError):
    message = "すでに尋ねてあります。相談した人の答えを待ってください。"


@transaction.atomic
def hide(
    consultation: Consultation, named: Iterable[StaffMember], *, by: StaffMember, now: datetime
) -> None:
    """From now on only the asker and ``named`` read it: shares, packets and ties end at once.

    Raises AlreadyHidden, IsTied, NobodyMayRead.
    """
    row = locked(consultation)
    if row.is_confidential:
        raise AlreadyHidden
    if row.merged_into_id or row.merged.exists():
        raise IsTied
    chosen = {person.pk for person in named}
    able = officers(timezone.localdate(now)).exclude(pk=row.asker_id)
    readers = list(able.filter(pk__in=chosen))
    if not readers:
        raise NobodyMayRead
    with events_at_the_end():
        _end_what_others_read(row, by=by, now=now)
        _let_go_of(row, readers, by=by, now=now)
        Consultation.objects.filter(pk=row.pk).update(is_confidential=True, moved_at=now)
        row.is_confidential = True
        row.named.set(readers)
        change = note_change(row, Event.CONFIDENTIAL, ("no", "yes"), by=by, now=now)
        earlier_notices_lose_their_words(row, readers)
        readers_are_told_it_is_hidden(row, readers, by=by, cause=f"hidden/{change.pk}", now=now)
        record("consultation.hidden", actor=by, obj=row, details={"readers": len(readers)})


def _end_what_others_read(row: Consultation, *, by: StaffMember, now: datetime) -> None:
    for share in row.shares.filter(ended_at=None):
        end_share(share, by=by, now=now)
    for packet in row.packets.open_at(now):
        revoke(packet, by=by, now=now)
    row.related.clear()


def _let_go_of(row: Consultation, readers: list[StaffMember], *, by, now: datetime) -> None:
    """An assignee who may no longer read it cannot go on with it."""
    if row.assignee_id is None or row.assignee_id in {person.pk for person in readers}:
        return
    note_change(row, Event.ASSIGNEE, (row.assignee_id, ""), by=by, now=now)
    Consultation.objects.filter(pk=row.pk).update(assignee=None)
    row.assignee = None
    if row.status == Status.IN_PROGRESS:
        step(row, Status.OPEN, by=by, now=now)


@transaction.atomic
def open_up(consultation: Consultation, *, by: StaffMember, now: datetime) -> None:
    """Every officer reads it from now on. Raises NotTheAsker, AlreadyOpen."""
    row = locked(consultation)
    if by.pk != row.asker_id:
        raise NotTheAsker
    if not row.is_confidential:
        raise AlreadyOpen
    Consultation.objects.filter(pk=row.pk).update(is_confidential=False, moved_at=now)
    row.is_confidential = False
    row.named.clear()
    row.openings.filter(answered_at=None).update(answered_at=now, is_agreed=True)
    change = note_change(row, Event.CONFIDENTIAL, ("yes", "no"), by=by, now=now)
    desk_is_told_it_is_open(row, cause=f"opened/{change.pk}", now=now)
    record("consultation.opened_up", actor=by, obj=row)


@transaction.atomic
def ask_to_open(consultation: Consultation, *, by: StaffMember, now: datetime) -> OpeningRequest:
    """The desk asks; until the asker agrees nobody reads more. Raises AlreadyOpen, AlreadyAsked."""
    row = locked(consultation)
    if not row.is_confidential:
        raise AlreadyOpen
    if row.openings.filter(answered_at=None).exists():
        raise AlreadyAsked
    made = OpeningRequest.objects.create(consultation=row, asked_by=by, asked_at=now)
    asker_is_asked_to_open(made, now=now)
    record("consultation.opening_asked", actor=by, obj=made)
    return made


@transaction.atomic
def refuse_to_open(opening: OpeningRequest, *, by: StaffMember, now: datetime) -> None:
    """It stays confidential. Raises NotTheAsker, AlreadyOpen."""
    row = locked(opening.consultation)
    if by.pk != row.asker_id:
        raise NotTheAsker
    waiting = OpeningRequest.objects.filter(pk=opening.pk, answered_at=None)
    if not waiting.update(answered_at=now, is_agreed=False):
        raise AlreadyOpen
    record("consultation.opening_refused", actor=by, obj=opening)
