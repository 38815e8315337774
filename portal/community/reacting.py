"""「参考になった」「うちもやる」: one of each per person and thing, however often it is pressed."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Model, Q, QuerySet

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
        pressed = counted(Reaction.objects.filter(kind=label, object_id__in=numbers), staff.pk)
        rows = {(pk, sort): (count, own) for pk, sort, count, own in pressed}
        found |= {(label, pk): buttons(rows, pk) for pk in numbers}
    return found


def counted(reactions: QuerySet, staff: int) -> QuerySet:
    """Object, sort, how many pressed, and whether ``staff`` did."""
    return (
        reactions.values_list("object_id", "sort")
        .annotate(count=Count("pk"), own=Count("pk", filter=Q(staff=staff)))
        .order_by()
    )


def buttons(rows: dict[tuple[int, str], tuple[int, int]], pk: int) -> list[Pressed]:
    """Of the thing ``pk``, from what ``counted`` found."""
    return [
        Pressed(sort, words, count, bool(own))
        for sort, words in Reaction.Sort.choices
        for count, own in [rows.get((pk, sort), (0, 0))]
    ]
