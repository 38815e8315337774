"""Who walks through the map of addresses: a stranger, one person per role, and a manager."""

import time
from typing import NamedTuple

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.test import Client
from django.utils import timezone

from portal.rights.law import EVERYBODY, SIGNED_OUT
from portal.staff.models import Role, RoleGrant, StaffMember
from portal.staff.second_factor import SHOWN_ELSEWHERE

MANAGER = "manager"
# allauth keeps beside the methods whose they are.
METHODS_OF = f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"


class Walker(NamedTuple):
    """Somebody with a browser. ``staff`` is None for the stranger."""

    code: str
    roles: tuple[str, ...]
    staff: StaffMember | None
    browser: Client


def walkers() -> list[Walker]:
    """The stranger, and of every role one person who holds it today and no other role.

    A role that nobody holds alone is left out; ``missing_walkers`` names it.
    """
    found = [Walker(SIGNED_OUT, (), None, _browser())]
    found += [_walker(code, staff) for code, staff in _people().items() if staff]
    return found


def missing_walkers() -> list[str]:
    return [code for code, staff in _people().items() if staff is None]


def _people() -> dict[str, StaffMember | None]:
    held: dict[int, set[str]] = {}
    for grant in RoleGrant.objects.on(timezone.localdate()).order_by("pk"):
        held.setdefault(grant.staff_id, set()).add(grant.role)
    at_work = StaffMember.objects.filter(is_active=True, is_superuser=False)
    without = at_work.exclude(pk__in=held).order_by("pk")
    people = {
        EVERYBODY: without.filter(is_manager=False).first(),
        MANAGER: without.filter(is_manager=True).first(),
    }
    for role in Role.values:
        alone = [pk for pk, roles in held.items() if roles == {role}]
        people[role] = at_work.filter(pk__in=alone).order_by("pk").first()
    return people


def _walker(code, staff):
    roles = (EVERYBODY,) if code in (EVERYBODY, MANAGER) else (EVERYBODY, code)
    browser = _browser()
    browser.force_login(staff)
    session = browser.session
    # As somebody who has just shown the password and the second factor.
    session[SHOWN_ELSEWHERE] = str(staff.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session[METHODS_OF] = str(staff.pk)
    session.save()
    return Walker(code, roles, staff, browser)


def _browser() -> Client:
    hosts = [name for name in settings.ALLOWED_HOSTS if name[:1] not in ("*", ".")]
    return Client(raise_request_exception=False, SERVER_NAME=hosts[0] if hosts else "testserver")
