"""Acts on an administrator's account: one asks, a second one agrees, and then it is done."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import record
from portal.authority.models import AccountRequest
from portal.errors import DomainError
from portal.staff.account_desk import (
    NotOneself,
    is_administrator,
    make_password_link,
    may_manage_accounts,
    reset_second_factor,
)
from portal.staff.models import Role, StaffMember
from portal.staff.roles import grant_role, withdraw_role

Kind, State = AccountRequest.Kind, AccountRequest.State


class AlreadyWaiting(DomainError):
    message = "同じ確認をすでに頼んでいます。別の管理者が確認するまでお待ちください。"


class NotWaiting(DomainError):
    message = "この依頼は、すでに処理されています。一覧を開き直してください。"


class NotTheSecond(DomainError):
    message = "頼んだ人と対象の人は確認できません。別のシステム管理者に頼んでください。"


class OnlyForAdministrators(DomainError):
    message = "対象の人はシステム管理者ではないため、確認は要りません。"


@transaction.atomic
def ask_second(
    kind: str,
    staff: StaffMember,
    *,
    by: StaffMember,
    now: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> AccountRequest:
    """Raises NotOneself, OnlyForAdministrators and AlreadyWaiting."""
    if staff == by:
        raise NotOneself
    if kind != Kind.GRANT_ADMINISTRATOR and not is_administrator(staff):
        raise OnlyForAdministrators
    staff = StaffMember.objects.select_for_update().get(pk=staff.pk)
    forget_old_requests(now)
    if AccountRequest.objects.filter(kind=kind, staff=staff, state=State.ASKED).exists():
        raise AlreadyWaiting
    request = AccountRequest.objects.create(
        kind=kind, staff=staff, asker=by, asked_at=now, starts_on=starts_on, ends_on=ends_on
    )
    record("staff.request.asked", actor=by, obj=request, details=_about(request))
    return request


@transaction.atomic
def confirm(request: AccountRequest, *, by: StaffMember, now: datetime) -> str:
    """Do what was asked for. Returns the path of the one-time link, where one was asked for.

    Raises NotTheSecond and NotWaiting, and what the act itself refuses.
    """
    locked = _decide(request, State.DONE, by=by, now=now)
    link = DO[Kind(locked.kind)](locked, now)
    record("staff.request.confirmed", actor=by, obj=locked, details=_about(locked))
    return link or ""


@transaction.atomic
def refuse(request: AccountRequest, *, by: StaffMember, now: datetime) -> None:
    """Raises NotWaiting, and NotTheSecond; but who asked may take it back."""
    if by == request.asker:
        locked = _waiting(request, now)
        locked.state, locked.decided_at = State.REFUSED, now
        locked.save(update_fields=["state", "decided_at"])
    else:
        locked = _decide(request, State.REFUSED, by=by, now=now)
    record("staff.request.refused", actor=by, obj=locked, details=_about(locked))


def forget_old_requests(now: datetime) -> int:
    waiting = AccountRequest.objects.filter(state=State.ASKED)
    old = waiting.filter(asked_at__lte=now - AccountRequest.WAITS)
    return old.update(state=State.LAPSED, decided_at=now)


def _decide(request, state, *, by, now) -> AccountRequest:
    locked = _waiting(request, now)
    if by in (locked.asker, locked.staff) or not may_manage_accounts(by):
        raise NotTheSecond
    locked.state, locked.decider, locked.decided_at = state, by, now
    locked.save(update_fields=["state", "decider", "decided_at"])
    return locked


def _waiting(request, now) -> AccountRequest:
    locked = AccountRequest.objects.select_for_update().get(pk=request.pk)
    if locked.state != State.ASKED or locked.asked_at <= now - AccountRequest.WAITS:
        raise NotWaiting
    return locked


def _grant(request, now):
    # A request may wait until after its first day; a role is never given for the past.
    on = max(request.starts_on, timezone.localdate(now))
    grant_role(request.staff, Role.ADMINISTRATOR, by=request.asker, on=on, until=request.ends_on)


def _take(request, now):
    on = timezone.localdate(now)
    withdraw_role(request.staff, Role.ADMINISTRATOR, by=request.asker, on=on)


def _reset(request, now):
    reset_second_factor(request.staff, by=request.asker, second=request.decider)


def _link(request, now):
    return make_password_link(request.staff, by=request.asker, second=request.decider)


DO = {
    Kind.GRANT_ADMINISTRATOR: _grant,
    Kind.TAKE_ADMINISTRATOR: _take,
    Kind.RESET_SECOND_FACTOR: _reset,
    Kind.MAKE_PASSWORD_LINK: _link,
}


def _about(request) -> dict:
    return {"act": request.kind, "person": request.staff_id}
