"""The April reorganisation: departments end and begin, people go with them, the past stays.

Every verb takes the first day of the new order, ``on``. A day to come may be prepared: people
and lower departments follow on that day, by ``follow_departments``.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import Department, StaffMember

ONE_DAY = timedelta(days=1)


class DepartmentNotInForce(DomainError):
    """Given with the name of the department."""

    def __init__(self, department: Department):
        super().__init__(
            f"「{department.name}」はその日には使われていません。部署を選び直してください。"
        )


class AlreadyReorganised(DomainError):
    message = "この部署にはすでに廃止日があります。新しいほうの部署を選んでください。"


class BeginsTooEarly(DomainError):
    message = "新しい体制の初日は、いまの部署の設置日より後の日にしてください。"


class CodeInUse(DomainError):
    message = "この部署コードはその日に使われています。別のコードにしてください。"


class UnderItself(DomainError):
    message = "部署を自分自身やその下の部署の下には置けません。上位の部署を選び直してください。"


@transaction.atomic
def establish_department(
    code: str, name: str, *, parent: Department | None, on: date, by: StaffMember
) -> Department:
    """Begin a department that is new. Raises CodeInUse and DepartmentNotInForce."""
    if Department.objects.filter(code=code).filter(Q(ends_on=None) | Q(ends_on__gte=on)).exists():
        raise CodeInUse
    _check_in_force(parent, on)
    department = Department.objects.create(code=code, name=name, parent=parent, starts_on=on)
    record("staff.department.made", actor=by, obj=department, details=_from(on))
    return department


@transaction.atomic
def rename_department(
    department: Department, name: str, *, on: date, by: StaffMember, now: datetime
) -> Department:
    """Begin a row with the new name, under the same code; what was written keeps the old one.

    Raises AlreadyReorganised, BeginsTooEarly or DepartmentNotInForce.
    """
    renamed = _begin_anew(department, on, name=name)
    follow_departments(on=timezone.localdate(now), by=by)
    record("staff.department.renamed", actor=by, obj=renamed, details=_from(on))
    return renamed


@transaction.atomic
def move_department(
    department: Department, parent: Department | None, *, on: date, by: StaffMember, now: datetime
) -> Department:
    """Begin a row under another parent. Raises UnderItself beside what renaming raises."""
    _check_in_force(parent, on)
    _check_not_below(parent, department)
    moved = _begin_anew(department, on, parent=parent)
    follow_departments(on=timezone.localdate(now), by=by)
    record("staff.department.moved", actor=by, obj=moved, details=_from(on))
    return moved


@transaction.atomic
def merge_departments(
    departments: Iterable[Department],
    *,
    into: Department,
    on: date,
    by: StaffMember,
    now: datetime,
) -> None:
    """End the departments in favour of ``into``: their people and lower departments go there.

    Raises UnderItself, AlreadyReorganised, BeginsTooEarly or DepartmentNotInForce.
    """
    _check_in_force(into, on)
    for department in departments:
        _check_not_below(into, department)
        ended = _end(department, on)
        ended.successor = into
        ended.save(update_fields=["successor"])
        for child in ended.children.filter(ends_on=None).exclude(pk=into.pk):
            move_department(child, into, on=on, by=by, now=now)
        record(
            "staff.department.merged", actor=by, obj=ended, details={**_from(on), "into": into.pk}
        )
    follow_departments(on=timezone.localdate(now), by=by)


@transaction.atomic
def close_department(department: Department, *, on: date, by: StaffMember) -> None:
    """End the department: the day before ``on`` is its last. Its people are listed as ownerless.

    Raises AlreadyReorganised or BeginsTooEarly.
    """
    ended = _end(department, on)
    record("staff.department.closed", actor=by, obj=ended, details=_from(on))


@transaction.atomic
def move_people(
    people: Iterable[StaffMember], *, to: Department, by: StaffMember, now: datetime
) -> int:
    """Transfer people today. Returns how many changed place. Raises DepartmentNotInForce."""
    _check_in_force(to, timezone.localdate(now))
    moving = StaffMember.objects.select_for_update().filter(pk__in=[each.pk for each in people])
    moved = list(moving.exclude(department=to).order_by("pk"))
    return _place(dict.fromkeys(moved, to), by)


@transaction.atomic
def follow_departments(*, on: date, by: StaffMember | None = None) -> int:
    """Bring people and lower departments from ended rows to those that follow, on the day ``on``.

    Returns how many people moved. Safe to repeat: run it every day.
    """
    follows = successors_on(on)
    for child in Department.objects.on(on).filter(parent__in=follows):
        Department.objects.filter(pk=child.pk).update(parent=follows[child.parent_id])
    people = StaffMember.objects.select_for_update().filter(department__in=follows, is_active=True)
    return _place({each: follows[each.department_id] for each in people.order_by("pk")}, by)


def department_line(department: Department, on: date) -> list[str]:
    """The names from the top down to ``department`` as they were on the day ``on``."""
    names = [department.name]
    seen = {department.code}
    above = department.parent
    while above and above.code not in seen:
        seen.add(above.code)
        then = Department.objects.on(on).filter(code=above.code).first() or above
        names.append(then.name)
        above = then.parent
    return names[::-1]


def successors_on(on: date) -> dict[int, Department]:
    """By the id of a row that has ended: the row in force that people of it belong to."""
    rows = {row.pk: row for row in Department.objects.all()}
    in_force = {row.code: row for row in rows.values() if row.holds(on)}
    follows = {}
    for row in rows.values():
        later, seen = row, set()
        while later and later.has_ended(on) and later.pk not in seen:
            seen.add(later.pk)
            later = rows.get(later.successor_id) or in_force.get(later.code)
        if later and later is not row and later.holds(on):
            follows[row.pk] = later
    return follows


def _begin_anew(department: Department, on: date, **changes) -> Department:
    ended = _end(department, on)
    values = {"name": ended.name, "parent": ended.parent, **changes}
    begun = Department.objects.create(code=ended.code, starts_on=on, **values)
    ended.successor = begun
    ended.save(update_fields=["successor"])
    return begun


def _end(department: Department, on: date) -> Department:
    department = Department.objects.select_for_update().get(pk=department.pk)
    if department.ends_on:
        raise AlreadyReorganised
    if on <= department.starts_on:
        raise BeginsTooEarly
    department.ends_on = on - ONE_DAY
    department.save(update_fields=["ends_on"])
    return department


def _check_in_force(department: Department | None, on: date) -> None:
    if department and not department.holds(on):
        raise DepartmentNotInForce(department)


def _check_not_below(parent: Department | None, department: Department) -> None:
    above = parent
    while above:
        if above.code == department.code:
            raise UnderItself
        above = above.parent


def _place(places: dict[StaffMember, Department], by: StaffMember | None) -> int:
    for person, department in places.items():
        details = {"from": person.department_id, "to": department.pk}
        person.department = department
        record("staff.person.moved", actor=by, obj=person, details=details)
    StaffMember.objects.bulk_update(places, ["department"], 500)
    return len(places)


def _from(on: date) -> dict:
    return {"on": on.isoformat()}
