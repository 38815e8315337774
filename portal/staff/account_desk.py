"""What an administrator does with another person's account. Each act is in the trail."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.account_links import path_of_link
from portal.staff.models import Role, StaffMember
from portal.staff.roles import roles_of
from portal.staff.sessions import end_sessions


class NotOneself(DomainError):
    message = "自分のアカウントにはできません。別のシステム管理者に頼んでください。"


class NeedsSecondAdministrator(DomainError):
    message = (
        "システム管理者どうしでは、1人でできません。"
        "この人の画面から、別の管理者に確認を頼んでください。"
    )


class AlreadySo(DomainError):
    message = "すでにその状態です。画面を開き直してください。"


def may_manage_accounts(staff: StaffMember) -> bool:
    return is_administrator(staff)


@transaction.atomic
def disable_account(staff: StaffMember, *, by: StaffMember) -> None:
    """Shut the account and sign it out everywhere. Raises NotOneself, AlreadySo."""
    _set_active(staff, False, by)
    end_sessions(staff)
    record("staff.account.disabled", actor=by, obj=staff)


@transaction.atomic
def enable_account(staff: StaffMember, *, by: StaffMember) -> None:
    """Raises NotOneself, AlreadySo."""
    _set_active(staff, True, by)
    record("staff.account.enabled", actor=by, obj=staff)


@transaction.atomic
def end_all_sessions(staff: StaffMember, *, by: StaffMember) -> None:
    ended = end_sessions(staff)
    record("staff.sessions.ended", actor=by, obj=staff, details={"count": ended})


@transaction.atomic
def reset_second_factor(
    staff: StaffMember, *, by: StaffMember, second: StaffMember | None = None
) -> None:
    """Take all factors and single sign-on links away; the person sets them up anew.

    Of an administrator, only when a ``second`` one agrees. Raises NotOneself and
    NeedsSecondAdministrator.
    """
    _check_other(staff, by)
    check_second(staff, by, second)
    Authenticator.objects.filter(user=staff).delete()
    SocialAccount.objects.filter(user=staff).delete()
    end_sessions(staff)
    record("staff.factor.reset", actor=by, obj=staff)


@transaction.atomic
def make_password_link(
    staff: StaffMember, *, by: StaffMember, second: StaffMember | None = None
) -> str:
    """Make the password unusable and return the path of a one-time link.

    Of an administrator, only when a ``second`` one agrees. Raises NotOneself and
    NeedsSecondAdministrator.
    """
    _check_other(staff, by)
    check_second(staff, by, second)
    staff.set_unusable_password()
    staff.save(update_fields=["password"])
    end_sessions(staff)
    record("staff.password.link_made", actor=by, obj=staff)
    return path_of_link(staff)


def _set_active(staff, is_active, by):
    _check_other(staff, by)
    changed = StaffMember.objects.filter(pk=staff.pk, is_active=not is_active)
    if not changed.update(is_active=is_active):
        raise AlreadySo
    staff.is_active = is_active


def is_administrator(staff: StaffMember) -> bool:
    return Role.ADMINISTRATOR in roles_of(staff)


def check_second(staff: StaffMember, by: StaffMember, second: StaffMember | None) -> None:
    """Source: RIGHTS, "another's password or MFA". Raises NeedsSecondAdministrator."""
    if not is_administrator(staff):
        return
    if second is None or second in (by, staff) or not is_administrator(second):
        raise NeedsSecondAdministrator


def _check_other(staff, by):
    if staff == by:
        raise NotOneself
