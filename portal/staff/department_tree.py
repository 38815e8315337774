"""The departments as they stand on a day, from the top down, with who works there."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count

from portal.staff.models import Department, StaffMember
from portal.staff.reorganisation import successors_on


class Branch(NamedTuple):
    """A department of the day. ``depth`` is 0 at the top; ``change`` what is planned after it."""

    row: Department
    depth: int
    above: str
    people: int
    heads: str
    change: str


def tree_on(day: date) -> list[Branch]:
    """Every department in force on ``day``, each below its parent, neighbours by code."""
    follows = successors_on(day)
    in_force = list(Department.objects.on(day).select_related("successor").order_by("code"))
    people = _people(follows)
    heads = _heads(follows)
    below: dict[int | None, list[Department]] = {}
    ids = {row.pk for row in in_force}
    for row in in_force:
        parent = _parent_id(row, follows)
        below.setdefault(parent if parent in ids else None, []).append(row)

    def walk(parent: Department | None, depth: int) -> list[Branch]:
        found = []
        for row in below.get(parent.pk if parent else None, []):
            above = parent.name if parent else ""
            words = "、".join(heads.get(row.pk, []))
            change = change_of(row)
            found.append(Branch(row, depth, above, people.get(row.pk, 0), words, change))
            found += walk(row, depth + 1)
        return found

    return walk(None, 0)


def change_of(row: Department) -> str:
    """What becomes of a department that has a last day, in words."""
    if row.ends_on is None:
        return ""
    later = row.successor
    if later is None:
        return "廃止"
    if later.code != row.code:
        return f"{later.name}に統合"
    return f"{later.name}に名称変更" if later.name != row.name else "上位の部署が変わる"


def _parent_id(row: Department, follows: dict[int, Department]) -> int | None:
    return follows[row.parent_id].pk if row.parent_id in follows else row.parent_id


def _people(follows: dict[int, Department]) -> dict[int, int]:
    members = StaffMember.objects.filter(is_active=True).exclude(department=None)
    counts: dict[int, int] = {}
    for pk, count in members.values_list("department").annotate(Count("pk")).order_by():
        place = follows[pk].pk if pk in follows else pk
        counts[place] = counts.get(place, 0) + count
    return counts


def _heads(follows: dict[int, Department]) -> dict[int, list[str]]:
    heads = StaffMember.objects.filter(is_active=True, is_manager=True).exclude(department=None)
    found: dict[int, list[str]] = {}
    for pk, name in heads.order_by("reading", "pk").values_list("department", "name"):
        found.setdefault(follows[pk].pk if pk in follows else pk, []).append(name)
    return found
