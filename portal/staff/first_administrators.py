"""The first administrators, made from the machine's own shell: there is nobody to ask yet."""

from datetime import date

from django.db import transaction

from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.account_links import path_of_link
from portal.staff.models import Role, RoleGrant, StaffMember
from portal.staff.roles import grant_role
from portal.staff.sessions import end_sessions

# Two administrators can confirm each other's acts (RIGHTS, "role grant OF, ED, AU, AD").
ENOUGH = 2


class EnoughAdministrators(DomainError):
    message = (
        "システム管理者がすでに2人います。"
        "この先は「役割の一覧」の画面で付け、もう1人の管理者が確かめます。"
    )


class NobodyOfThatName(DomainError):
    message = (
        "そのユーザー名の在籍者はいません。名簿を先に取り込むか、"
        "--name で氏名を書いてアカウントを作ってください。"
    )


@transaction.atomic
def appoint_administrator(username: str, *, name: str, on: date) -> str:
    """Give the role AD from the day ``on``; return the path of a one-time password link.

    With ``name``, an account is made when there is none. The password that the person may have
    had ends, and so do all sign-ins. Raises EnoughAdministrators, NobodyOfThatName and
    RoleAlreadyHeld, and then changes nothing.
    """
    at_work = StaffMember.objects.filter(is_active=True)
    held = RoleGrant.objects.filter(role=Role.ADMINISTRATOR).exclude(ends_on__lt=on)
    if at_work.filter(pk__in=held.values("staff")).count() >= ENOUGH:
        raise EnoughAdministrators
    staff = at_work.filter(username=username).first()
    if staff is None:
        if not name or StaffMember.objects.filter(username=username).exists():
            raise NobodyOfThatName
        staff = StaffMember.objects.create_user(username, name=name)
    grant_role(staff, Role.ADMINISTRATOR, by=None, on=on)
    staff.set_unusable_password()
    staff.save(update_fields=["password"])
    end_sessions(staff)
    record("staff.password.link_made", actor=None, obj=staff)
    return path_of_link(staff)
