"""Notices about accounts, roles and the roster, from what the trail says of them.

``portal.staff`` stands below this room and cannot call it. Its acts are rows of the trail,
written in their own transaction and in an order without gaps, so that following the trail
tells of each act once and loses none.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from portal.audit.models import AuditEvent, ChainHead
from portal.audit.trail import HEAD
from portal.authority.models import AccountRequest, BreakGlassGrant
from portal.notifications.authority_notices import (
    glass_asked,
    glass_decided,
    glass_ended,
    second_asked,
)
from portal.notifications.models import TrailPosition
from portal.notifications.notices import (
    role_granted,
    role_withdrawn,
    roster_applied,
    sign_in_changed,
)
from portal.staff.models import Role, StaffMember

# What happened longer ago is no news: a portal that begins to tell does not announce its past.
FRESH = timedelta(days=7)
ONE_ROW = 1
AT_ONCE = 500
SIGN_IN_WORDS = {
    "staff.factor.reset": "管理者があなたの多要素認証を解除しました",
    "staff.sessions.ended": "管理者があなたの端末をすべてログアウトしました",
    "staff.password.link_made": "管理者があなたのパスワード設定リンクを発行しました",
    "staff.account.enabled": "管理者があなたのアカウントを再開しました",
}
ROSTER_WORDS = {
    "staff.roster.applied": "名簿の取り込みを反映しました",
    "staff.roster.undone": "名簿の取り込みを取り消しました",
}


def has_new_events(_now: datetime) -> bool:
    return _end_of_trail() > _position()


@transaction.atomic
def tell_what_happened(now: datetime) -> int:
    """Turn the new events of the trail into notices. Returns how many events told something."""
    TrailPosition.objects.bulk_create([TrailPosition(pk=ONE_ROW)], ignore_conflicts=True)
    position = TrailPosition.objects.select_for_update().get(pk=ONE_ROW)
    # Read before the events: what is appended meanwhile is for the next round.
    end = _end_of_trail()
    events = AuditEvent.objects.filter(
        sequence__gt=position.sequence,
        sequence__lte=end,
        action__in=TELL,
        result=AuditEvent.Result.OK,
        at__gt=now - FRESH,
    )
    batch = list(events.select_related("actor").order_by("sequence")[:AT_ONCE])
    told = sum(TELL[event.action](event) for event in batch)
    if len(batch) == AT_ONCE:
        end = batch[-1].sequence
    TrailPosition.objects.filter(pk=ONE_ROW).update(sequence=end)
    return told


def _end_of_trail() -> int:
    head = ChainHead.objects.filter(pk=HEAD).first()
    return head.sequence if head else 0


def _position() -> int:
    row = TrailPosition.objects.filter(pk=ONE_ROW).first()
    return row.sequence if row else 0


def _role_granted(event: AuditEvent) -> bool:
    return _tell_of_role(event, role_granted)


def _role_withdrawn(event: AuditEvent) -> bool:
    return _tell_of_role(event, role_withdrawn)


def _tell_of_role(event: AuditEvent, tell: Callable) -> bool:
    staff, role = _person(event), event.details.get("role")
    if staff is None or role not in Role.values:
        return False
    tell(staff, Role(role), cause=str(event.sequence), now=event.at)
    return True


def _sign_in_changed(event: AuditEvent) -> bool:
    staff = _person(event)
    # Who ends the own sessions or changes the own factors needs not be told.
    if staff is None or event.actor is None or event.actor == staff:
        return False
    sign_in_changed(staff, SIGN_IN_WORDS[event.action], cause=str(event.sequence), now=event.at)
    return True


def _roster_changed(event: AuditEvent) -> bool:
    words = ROSTER_WORDS[event.action]
    cause = str(event.sequence)
    roster_applied(event.object_id, words, but=event.actor, cause=cause, now=event.at)
    return True


def _glass_changed(event: AuditEvent) -> bool:
    grant = BreakGlassGrant.objects.filter(pk=event.object_id).first()
    if grant is None:
        return False
    tell = glass_asked if event.action == "glass.asked" else glass_decided
    tell(grant, cause=str(event.sequence), now=event.at)
    return True


def _glass_ended(event: AuditEvent) -> bool:
    grant = BreakGlassGrant.objects.filter(pk=event.object_id).first()
    owner = event.details.get("owner")
    if grant is None or owner is None:
        return False
    glass_ended(grant, owner, cause=str(event.sequence), now=event.at)
    return True


def _second_asked(event: AuditEvent) -> bool:
    request = AccountRequest.objects.filter(pk=event.object_id).first()
    if request is None:
        return False
    second_asked(request, cause=str(event.sequence), now=event.at)
    return True


def _person(event: AuditEvent) -> StaffMember | None:
    if event.object_type != StaffMember._meta.label_lower:
        return None
    return StaffMember.objects.filter(pk=event.object_id, is_active=True).first()


TELL = {
    "staff.role.granted": _role_granted,
    "staff.role.withdrawn": _role_withdrawn,
    **dict.fromkeys(SIGN_IN_WORDS, _sign_in_changed),
    **dict.fromkeys(ROSTER_WORDS, _roster_changed),
    "staff.request.asked": _second_asked,
    **dict.fromkeys(["glass.asked", "glass.approved", "glass.refused"], _glass_changed),
    "glass.ended": _glass_ended,
}
