"""Demo people: one of every role, so that the portal can be tried at once."""

import secrets
from datetime import date
from typing import NamedTuple

from django.db import transaction

from portal.staff.models import Department, Role, StaffMember
from portal.staff.roles import grant_role


class DemoPerson(NamedTuple):
    username: str
    name: str
    reading: str
    department: str
    role: Role | None = None
    is_manager: bool = False


DEPARTMENTS = {"1000": "デモ市民部", "1010": "デモ市民課", "2000": "デモ総務部", "2010": "デモDX課"}
PARENTS = {"1010": "1000", "2010": "2000"}
PEOPLE = [
    DemoPerson("staff", "山田 花子", "やまだ はなこ", "1010"),
    DemoPerson("staff2", "髙﨑 太郎", "たかさき たろう", "1010"),
    DemoPerson("leader", "𠮷田 進", "よしだ すすむ", "1010", Role.LEADER),
    DemoPerson("trainer", "佐藤 実", "さとう みのる", "2010", Role.TRAINER),
    DemoPerson("officer", "鈴木 一郎", "すずき いちろう", "2010", Role.OFFICER),
    DemoPerson("officer2", "高橋 二葉", "たかはし ふたば", "2010", Role.OFFICER),
    DemoPerson("editor", "田中 文", "たなか ふみ", "2010", Role.EDITOR),
    DemoPerson("auditor", "伊藤 正", "いとう ただし", "2000", Role.AUDITOR),
    DemoPerson("manager", "渡邉 和子", "わたなべ かずこ", "1010", None, True),
    DemoPerson("admin", "中村 守", "なかむら まもる", "2010", Role.ADMINISTRATOR),
]


def random_password() -> str:
    return secrets.token_urlsafe(12)


@transaction.atomic
def make_demo_people(*, password: str, today: date) -> list[StaffMember]:
    """Create the demo people who are not there yet, all with ``password``. Returns the new ones."""
    departments = _departments(today)
    created = []
    for person in PEOPLE:
        if StaffMember.objects.filter(username=person.username).exists():
            continue
        staff = StaffMember.objects.create_user(
            person.username,
            email=f"{person.username}@demo.invalid",
            password=password,
            name=person.name,
            reading=person.reading,
            department=departments[person.department],
            is_manager=person.is_manager,
        )
        if person.role:
            grant_role(staff, person.role, by=None, on=today)
        created.append(staff)
    return created


def _departments(today: date) -> dict[str, Department]:
    departments = {}
    for code, name in DEPARTMENTS.items():
        departments[code], _created = Department.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "starts_on": today,
                "parent": departments.get(PARENTS.get(code)),
            },
        )
    return departments
