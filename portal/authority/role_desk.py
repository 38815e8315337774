"""Giving and taking roles by hand: who may, and which need a second administrator."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.authority.account_requests import ask_second
from portal.authority.models import AccountRequest
from portal.errors import DomainError
from portal.staff.account_desk import NotOneself
from portal.staff.models import Role, RoleGrant, StaffMember
from portal.staff.roles import grant_role, has_right, withdraw_role

# Source: RIGHTS, rows "role grant LD, TR" and "role grant OF, ED, AU, AD".
ROWS = dict.fromkeys(Role, "role grant OF, ED, AU, AD")
ROWS |= dict.fromkeys([Role.LEADER, Role.TRAINER], "role grant LD, TR")


class NotYoursToGive(DomainError):
    message = "この役割を付与・取り消しできるのは、システム管理者だけです。"


class NotInThePast(DomainError):
    message = "開始日は今日か、今日より後の日にしてください。"


class EndsBeforeItStarts(DomainError):
    message = "終了日は開始日か、それより後の日にしてください。"


def may_give_roles(staff: StaffMember) -> bool:
    return bool(roles_to_give(staff))


def may_list_roles(staff: StaffMember) -> bool:
    return has_right(staff, "role grants of everybody", "list")


def roles_to_give(staff: StaffMember) -> list[Role]:
    return [role for role in Role if has_right(staff, ROWS[role], "give, take")]


def grants_from(on: date) -> QuerySet[RoleGrant]:
    """What holds on the day ``on``, or will later. By role, then by reading."""
    grants = RoleGrant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    grants = grants.filter(staff__is_active=True).select_related("staff__department", "granted_by")
    return grants.order_by("role", "staff__reading", "staff__pk", "starts_on")


def give_role(
    person: StaffMember,
    role: Role,
    *,
    by: StaffMember,
    on: date,
    until: date | None,
    now: datetime,
) -> RoleGrant | AccountRequest:
    """Give a role; that of administrator is only asked for, and the request is returned.

    Raises NotOneself, NotYoursToGive, NotInThePast, EndsBeforeItStarts, RoleAlreadyHeld and
    AlreadyWaiting.
    """
    check_may_give(person, role, by)
    if on < timezone.localdate(now):
        raise NotInThePast
    if until and until < on:
        raise EndsBeforeItStarts
    if role == Role.ADMINISTRATOR:
        kind = AccountRequest.Kind.GRANT_ADMINISTRATOR
        return ask_second(kind, person, by=by, now=now, starts_on=on, ends_on=until)
    return grant_role(person, role, by=by, on=on, until=until)


def take_role(grant: RoleGrant, *, by: StaffMember, now: datetime) -> AccountRequest | None:
    """Take a role from today; that of administrator is only asked for.

    Raises NotOneself, NotYoursToGive, RoleNotHeld and AlreadyWaiting.
    """
    role = Role(grant.role)
    check_may_give(grant.staff, role, by)
    today = timezone.localdate(now)
    on = max(grant.starts_on, today)
    if role == Role.ADMINISTRATOR and on == today:
        return ask_second(AccountRequest.Kind.TAKE_ADMINISTRATOR, grant.staff, by=by, now=now)
    withdraw_role(grant.staff, role, by=by, on=on)
    return None


def check_may_give(person: StaffMember, role: Role, by: StaffMember) -> None:
    """Nobody changes their own roles. Raises NotOneself and NotYoursToGive."""
    if person == by:
        raise NotOneself
    if role not in roles_to_give(by):
        raise NotYoursToGive
