"""非常時の閲覧: asking, approving, ending; and the questions that parts ask of it."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from portal.audit.trail import record
from portal.authority.glass_objects import glass_of
from portal.authority.models import BreakGlassGrant
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.staff.roles import has_right

State = BreakGlassGrant.State
GRANT = "break-glass grant"
NEXT = {
    State.ASKED: {State.OPEN, State.REFUSED, State.LAPSED, State.ENDED},
    State.OPEN: {State.ENDED},
    State.ENDED: set(),
    State.REFUSED: set(),
    State.LAPSED: set(),
}


class AlreadyAsked(DomainError):
    message = "同じ対象への申請がすでにあります。一覧で状態を確かめてください。"


class AlreadyDecided(DomainError):
    message = "この申請は、すでに処理されています。一覧を開き直してください。"


class NeedsSecondPerson(DomainError):
    message = "自分の申請は承認できません。別の人に承認を頼んでください。"


class AskedTooLongAgo(DomainError):
    message = "申請から24時間を過ぎました。必要なら、もう一度申請してもらってください。"


class MayNotBreakGlass(DomainError):
    message = "非常時の閲覧を扱えるのは、DX課、監査、システム管理者だけです。"


def may_ask(staff: StaffMember) -> bool:
    return has_right(staff, GRANT, "ask")


def may_approve(staff: StaffMember) -> bool:
    return has_right(staff, GRANT, "approve")


def may_end(staff: StaffMember, grant: BreakGlassGrant) -> bool:
    return grant.state in (State.ASKED, State.OPEN) and (grant.asker == staff or may_approve(staff))


def has_broken_glass(staff: StaffMember, obj: models.Model, now: datetime) -> bool:
    """Whether ``staff`` may read ``obj`` just now because somebody else agreed to it."""
    grants = BreakGlassGrant.objects.for_object(obj).in_force(now)
    return may_ask(staff) and grants.filter(asker=staff).exists()


def opened_to(staff: StaffMember, model: type[models.Model], now: datetime) -> list[str]:
    """The ids of what ``staff`` may read of ``model`` just now, for ``visible_to``:

    ``own | Q(pk__in=opened_to(staff, Consultation, now))``
    """
    if not may_ask(staff):
        return []
    kind = ContentType.objects.get_for_model(model)
    grants = BreakGlassGrant.objects.in_force(now).filter(asker=staff, object_type=kind)
    return list(grants.values_list("object_id", flat=True))


def record_reading(staff: StaffMember, obj: models.Model, now: datetime) -> None:
    """Put into the trail that ``obj`` is read through the glass. Nothing for other readers."""
    if has_broken_glass(staff, obj, now):
        record("glass.used", actor=staff, obj=obj)


@transaction.atomic
def ask(obj: models.Model, *, by: StaffMember, reason: str, now: datetime) -> BreakGlassGrant:
    """Raises MayNotBreakGlass and AlreadyAsked; NotUnderGlass for a model no part has named."""
    glass_of(obj)
    if not may_ask(by):
        raise MayNotBreakGlass
    by = StaffMember.objects.select_for_update().get(pk=by.pk)
    if BreakGlassGrant.objects.for_object(obj).unfinished().filter(asker=by).exists():
        raise AlreadyAsked
    grant = BreakGlassGrant.objects.create(
        object_type=ContentType.objects.get_for_model(obj),
        object_id=str(obj.pk),
        asker=by,
        reason=reason,
        asked_at=now,
    )
    record("glass.asked", actor=by, obj=grant, details=_about(grant))
    return grant


def approve(grant: BreakGlassGrant, *, by: StaffMember, now: datetime) -> None:
    """Open the glass for eight hours. Raises NeedsSecondPerson, AskedTooLongAgo and others."""
    _decide(grant, State.OPEN, "glass.approved", by=by, now=now)


def refuse(grant: BreakGlassGrant, *, by: StaffMember, now: datetime) -> None:
    """Raises NeedsSecondPerson, AskedTooLongAgo and others."""
    _decide(grant, State.REFUSED, "glass.refused", by=by, now=now)


@transaction.atomic
def end(grant: BreakGlassGrant, *, by: StaffMember | None, now: datetime) -> None:
    """Shut the glass before its time; or, by None, because its time is over.

    Raises MayNotBreakGlass and AlreadyDecided.
    """
    locked = _locked(grant)
    if by and not may_end(by, locked):
        raise AlreadyDecided if locked.asker == by or may_approve(by) else MayNotBreakGlass
    was_open = locked.state == State.OPEN
    _move(locked, State.ENDED, ended_at=now)
    owner = _owner_of(locked) if was_open else None
    details = _about(locked) | ({"owner": owner.pk} if owner else {})
    record("glass.ended", actor=by, obj=locked, details=details)


def end_what_is_over(now: datetime) -> int:
    """End grants whose eight hours are over, and requests that nobody decided in a day."""
    grants = BreakGlassGrant.objects
    over = grants.filter(state=State.OPEN, ends_at__lte=now)
    for grant in over:
        end(grant, by=None, now=now)
    waiting = grants.filter(state=State.ASKED, asked_at__lte=now - BreakGlassGrant.WAITS)
    return len(over) + waiting.update(state=State.LAPSED, ended_at=now)


@transaction.atomic
def _decide(grant, state, act, *, by, now):
    locked = _locked(grant)
    if not may_approve(by):
        raise MayNotBreakGlass
    if locked.asker == by:
        raise NeedsSecondPerson
    if locked.state == State.ASKED and locked.asked_at <= now - BreakGlassGrant.WAITS:
        raise AskedTooLongAgo
    ends_at = now + BreakGlassGrant.LASTS if state == State.OPEN else None
    _move(locked, state, decider=by, decided_at=now, ends_at=ends_at)
    record(act, actor=by, obj=locked, details=_about(locked))


def _locked(grant) -> BreakGlassGrant:
    return BreakGlassGrant.objects.select_for_update().get(pk=grant.pk)


def _move(grant, state, **fields) -> None:
    if state not in NEXT[State(grant.state)]:
        raise AlreadyDecided
    for name, value in {"state": state, **fields}.items():
        setattr(grant, name, value)
    grant.save(update_fields=["state", *fields])


def _about(grant) -> dict:
    return {"kind": grant.kind, "number": grant.object_id}


def _owner_of(grant) -> StaffMember | None:
    obj = grant.object
    return glass_of(obj).owner_of(obj) if obj else None
