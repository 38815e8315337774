"""What is left without an owner after people and departments moved."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from portal.staff.models import Department, Role, RoleGrant, StaffMember


class Finding(NamedTuple):
    """A kind of thing without an owner: ``items`` are names to show, ``advice`` what to do."""

    title: str
    advice: str
    items: list[str]

    def heading(self) -> str:
        return f"{self.title}（{len(self.items)}件）"


Check = Callable[[date], Iterable[str]]
_checks: dict[str, tuple[str, Check]] = {}


def looks_for_owners(title: str, advice: str):
    """Add a check: a function of the day that returns names of what has no owner on it."""

    def add(check: Check) -> Check:
        _checks[title] = (advice, check)
        return check

    return add


def ownerless(on: date) -> list[Finding]:
    """Everything that has no owner on the day ``on``; kinds without any are left out."""
    findings = [
        Finding(title, advice, list(check(on))) for title, (advice, check) in _checks.items()
    ]
    return [finding for finding in findings if finding.items]


def _not_in_force(prefix: str, on: date) -> Q:
    return Q(**{f"{prefix}__starts_on__gt": on}) | Q(**{f"{prefix}__ends_on__lt": on})


@looks_for_owners("所属長のいない部署", "所属長の列に○を付けた名簿を取り込んでください。")
def departments_without_head(on: date) -> list[str]:
    """Departments in force where people work and none of them is the head."""
    members = StaffMember.objects.filter(department=OuterRef("pk"), is_active=True)
    headless = Department.objects.on(on).filter(
        Exists(members), ~Exists(members.filter(is_manager=True))
    )
    return [f"{row.code} {row.name}" for row in headless]


@looks_for_owners("廃止された部署にいる職員", "新しい所属コードの名簿を取り込んでください。")
def people_of_ended_departments(on: date) -> list[str]:
    people = StaffMember.objects.filter(_not_in_force("department", on), is_active=True)
    people = people.select_related("department").order_by("department__code", "reading", "pk")
    return [
        f"{person.name}（{person.department.code} {person.department.name}）" for person in people
    ]


@looks_for_owners("所属のない職員", "所属コードを入れた名簿を取り込んでください。")
def people_without_department(_on: date) -> list[str]:
    people = StaffMember.objects.filter(department=None, is_active=True).order_by("reading", "pk")
    return [person.name for person in people]


@looks_for_owners("廃止された部署の下に残る部署", "新しい上位コードの部署を取り込んでください。")
def departments_below_ended_ones(on: date) -> list[str]:
    rows = Department.objects.on(on).filter(_not_in_force("parent", on))
    return [f"{row.code} {row.name}" for row in rows]


@looks_for_owners("退職した人に残る役割", "役割を取り消すか、後任に付与してください。")
def roles_of_leavers(on: date) -> list[str]:
    grants = RoleGrant.objects.on(on).filter(staff__is_active=False).select_related("staff")
    return [
        f"{grant.staff.name}（{Role(grant.role).label}）"
        for grant in grants.order_by("staff__reading", "pk")
    ]
