"""「参考になった」「うちもやる」: one of each per person and thing, however often it is pressed."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Model, Q

from portal.community.kinds import label_of
from portal.community.models import Reaction
from portal.staff.models import StaffMember

Key = tuple[str, int]


class Pressed(NamedTuple):
    """One button under a thing: how many pressed it, and whether this person did."""

    sort: str
    label: str
    count: int
    is_own: bool


@transaction.atomic
def set_reaction(target: Model, sort: str, *, by: StaffMember, now: datetime) -> Reaction:
    """Pressing again, or twice at once, changes nothing: the database holds one."""
    reaction, _is_new = Reaction.objects.get_or_create(
        kind=label_of(target), object_id=target.pk, sort=sort, staff=by, defaults={"at": now}
    )
    return reaction


def clear_reaction(target: Model, sort: str, *, by: StaffMember) -> None:
    Reaction.objects.on(target).filter(sort=sort, staff=by).delete()


def reactions_of(keys: Iterable[Key], staff: StaffMember) -> dict[Key, list[Pressed]]:
    """The buttons of each thing, zeros included. One query per kind among ``keys``."""
    wanted = list(keys)
    found = {}
    for label in sorted({label for label, _pk in wanted}):
        numbers = [pk for kind, pk in wanted if kind == label]
        counted = (
            Reaction.objects.filter(kind=label, object_id__in=numbers)
            .values("object_id", "sort")
            .annotate(count=Count("pk"), own=Count("pk", filter=Q(staff=staff)))
        )
        rows = {(label, row["object_id"], row["sort"]): row for row in counted.order_by()}
        found |= {(label, pk): _buttons(rows, label, pk) for pk in numbers}
    return found


def _buttons(rows: dict, label: str, pk: int) -> list[Pressed]:
    nothing = {"count": 0, "own": 0}
    return [
        Pressed(sort, words, row["count"], bool(row["own"]))
        for sort, words in Reaction.Sort.choices
        for row in [rows.get((label, pk, sort), nothing)]
    ]
