"""What a reorganisation would do: it is carried out, looked at, and rolled back."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db import transaction

from portal.staff.models import Department, StaffMember
from portal.staff.ownerless import Finding, ownerless
from portal.staff.reorganisation import follow_departments


class Preview(NamedTuple):
    """Who and what is touched on the first day: people who move, departments that change."""

    people: list[str]
    departments: list[str]
    findings: list[Finding]


class _Day(NamedTuple):
    places: dict[int, str]
    departments: dict[str, str]
    findings: list[Finding]


def rehearse(act: Callable[[], object], *, on: date) -> Preview:
    """What is different on the day ``on`` because of ``act``. Raises what ``act`` raises.

    Everything that was prepared before for that day happens in both, so it is no difference.
    """
    without, with_it = _live_through(None, on), _live_through(act, on)
    moved = {pk: place for pk, place in with_it.places.items() if without.places.get(pk) != place}
    names = StaffMember.objects.in_bulk(list(moved))
    people = [
        f"{names[pk].name}（{without.places.get(pk) or '所属なし'} → {place}）"
        for pk, place in moved.items()
    ]
    return Preview(people, _changed(without, with_it), _new(without, with_it))


def _live_through(act: Callable[[], object] | None, on: date) -> _Day:
    with transaction.atomic():
        if act:
            act()
        follow_departments(on=on)
        members = StaffMember.objects.filter(is_active=True).exclude(department=None)
        places = members.order_by("department__code", "reading", "pk")
        day = _Day(
            dict(places.values_list("pk", "department__name")),
            {
                row.code: f"{row.name}（{row.parent.name if row.parent else '最上位'}）"
                for row in Department.objects.on(on).select_related("parent")
            },
            ownerless(on),
        )
        transaction.set_rollback(True)
    return day


def _changed(without: _Day, with_it: _Day) -> list[str]:
    lines = []
    for code in sorted(without.departments.keys() | with_it.departments.keys()):
        old, new = without.departments.get(code), with_it.departments.get(code)
        if old != new:
            lines.append(f"{code} {old or '（新設）'} → {new or '廃止'}")
    return lines


def _new(without: _Day, with_it: _Day) -> list[Finding]:
    """What loses its owner by the act alone."""
    before = {(finding.title, item) for finding in without.findings for item in finding.items}
    found = []
    for finding in with_it.findings:
        items = [item for item in finding.items if (finding.title, item) not in before]
        if items:
            found.append(finding._replace(items=items))
    return found
