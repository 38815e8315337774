"""Three people of every role, two hundred more, and their sections."""

from datetime import datetime, timedelta
from typing import NamedTuple

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from portal.staff.models import Department, Role, StaffMember
from portal.staff.roles import grant_role, set_up_cms_groups

SECTIONS, MORE, OF_EACH = 20, 200, 3
# ``st`` holds no role; a section's head is ``mg``.
ROLES = {
    "st": None,
    "ld": Role.LEADER,
    "tr": Role.TRAINER,
    "of": Role.OFFICER,
    "ed": Role.EDITOR,
    "au": Role.AUDITOR,
    "ad": Role.ADMINISTRATOR,
    "mg": None,
}
WITH_SECOND_FACTOR = ("of", "ed", "au", "ad")


class Account(NamedTuple):
    """Somebody who can sign in. ``totp`` is the secret of an authenticator app, or empty."""

    username: str
    role: str
    id: int
    totp: str
    recovery_codes: tuple[str, ...]


class Town(NamedTuple):
    people: dict[str, StaffMember]
    more: list[StaffMember]
    accounts: list[Account]

    def three(self, kind: str) -> list[StaffMember]:
        return [self.people[f"{kind}{number}"] for number in range(1, OF_EACH + 1)]


def settle(password: str, now: datetime) -> Town:
    """Make everybody. They share ``password``."""
    set_up_cms_groups()
    sections = _sections(timezone.localdate(now) - timedelta(days=400))
    hashed = make_password(password)
    names = [f"{kind}{number}" for kind in ROLES for number in range(1, OF_EACH + 1)]
    names += [f"more{number:03}" for number in range(1, MORE + 1)]
    StaffMember.objects.bulk_create(
        _person(number, name, sections[number % SECTIONS], hashed)
        for number, name in enumerate(names)
    )
    everybody = {staff.username: staff for staff in StaffMember.objects.filter(username__in=names)}
    people = {name: everybody[name] for name in names if not name.startswith("more")}
    accounts = [_account(name, staff, now) for name, staff in people.items()]
    return Town(people, [everybody[name] for name in names if name.startswith("more")], accounts)


def _sections(starts_on) -> list[Department]:
    made = Department.objects.bulk_create(
        Department(code=f"9{number:03}", name=f"見本{number}課", starts_on=starts_on)
        for number in range(1, SECTIONS + 1)
    )
    return list(made)


def _person(number: int, username: str, department: Department, hashed: str) -> StaffMember:
    return StaffMember(
        username=username,
        password=hashed,
        name=f"見本 {username}",
        reading="みほん",
        email=f"{username}@city.dxl.example",
        staff_number=f"9{number:05}",
        department=department,
        is_manager=username.startswith("mg"),
    )


def _account(username: str, staff: StaffMember, now: datetime) -> Account:
    role, totp, codes = ROLES[username[:2]], "", ()
    if role:
        grant_role(staff, role, by=None, on=timezone.localdate(now))
    if username.startswith(WITH_SECOND_FACTOR):
        totp = generate_totp_secret()
        TOTP.activate(staff, totp)
        codes = tuple(RecoveryCodes.activate(staff).get_unused_codes())
    code = role.value if role else "ST"
    return Account(username, code, staff.pk, totp, codes)
