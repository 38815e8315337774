"""A section's DX leader may read along, when the asker says so."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import record
from portal.consultations.deadlines import note_change
from portal.consultations.models import Consultation, LeaderShare
from portal.consultations.moving import locked
from portal.consultations.notices import leader_is_shown, leader_share_is_asked
from portal.consultations.people import leaders
from portal.consultations.vocabulary import Event
from portal.errors import DomainError
from portal.staff.models import StaffMember


class NotShareable(DomainError):
    message = "非公開の相談は、リーダーと共有できません。"


class NotALeader(DomainError):
    message = "いまDXリーダーの役割がある人を選んでください。"


class AlreadyShared(DomainError):
    message = "このリーダーには、すでに頼んであります。"


class AlreadyEnded(DomainError):
    message = "この共有は終わっています。画面を開き直してください。"


@transaction.atomic
def ask_to_share(
    consultation: Consultation, leader: StaffMember, *, by: StaffMember, now: datetime
) -> LeaderShare:
    """Ask the asker whether ``leader`` may read along. Until they agree nobody reads more.

    Raises NotShareable, NotALeader, AlreadyShared.
    """
    share = _begin(consultation, leader, by=by, now=now)
    leader_share_is_asked(share, now=now)
    record("consultation.share_asked", actor=by, obj=share)
    return share


@transaction.atomic
def show_to_leader(
    consultation: Consultation, leader: StaffMember, *, by: StaffMember, now: datetime
) -> LeaderShare:
    """The asker wishes it: that is the consent. Raises NotShareable, NotALeader, AlreadyShared."""
    share = _begin(consultation, leader, by=by, now=now)
    agree(share, by=by, now=now)
    return share


def _begin(
    consultation: Consultation, leader: StaffMember, *, by: StaffMember, now: datetime
) -> LeaderShare:
    row = locked(consultation)
    if row.is_confidential:
        raise NotShareable
    if leader.pk == row.asker_id or not leaders(timezone.localdate(now)).filter(pk=leader.pk):
        raise NotALeader
    if row.shares.filter(leader=leader, ended_at=None).exists():
        raise AlreadyShared
    share = LeaderShare.objects.create(consultation=row, leader=leader, asked_by=by, asked_at=now)
    note_change(row, Event.SHARED, ("", leader.pk), by=by, now=now)
    return share


@transaction.atomic
def agree(share: LeaderShare, *, by: StaffMember, now: datetime) -> None:
    """The asker's consent. Raises AlreadyEnded, NotShareable."""
    row = locked(share.consultation)
    if row.is_confidential:
        raise NotShareable
    waiting = LeaderShare.objects.filter(pk=share.pk, agreed_at=None, ended_at=None)
    if not waiting.update(agreed_at=now):
        raise AlreadyEnded
    note_change(row, Event.SHARED, ("", share.leader_id), by=by, now=now)
    leader_is_shown(share, now=now)
    record("consultation.shared", actor=by, obj=share)


@transaction.atomic
def end_share(share: LeaderShare, *, by: StaffMember, now: datetime) -> None:
    """Refused, or taken back: by the asker or the desk. Raises AlreadyEnded."""
    row = locked(share.consultation)
    if not LeaderShare.objects.filter(pk=share.pk, ended_at=None).update(ended_at=now):
        raise AlreadyEnded
    note_change(row, Event.SHARED, (share.leader_id, ""), by=by, now=now)
    record("consultation.share_ended", actor=by, obj=share)
