"""What people may talk about: each part says it once, in ``ready()``, about its own objects.

    open_for_talk("casebook.Case", word="事例", visible_to=Case.objects.visible_to,
                  title=lambda case: case.title, url=…)

Whoever may see the object may talk about it; whoever may not meets neither the talk nor its
traces. Then one tag on the object's page, ``{% load community %}{% talk page %}``, and, where
people should hear of a new one, ``announce(case, by=…, now=…)``.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import Model, QuerySet

from portal.staff.models import StaffMember

COMMENT = "community.comment"
LARGEST_KEY = 2**63 - 1


def nobody(_row: Model) -> None:
    return None


def no_tags(_row: Model) -> list[str]:
    return []


class Kind(NamedTuple):
    """A kind of object that is talked about.

    label        the model, in small letters: ``casebook.case``. Its key is a whole number
    word         what people call one: 「事例」
    visible_to   the objects that a person may see, now: the part's own predicate
    title, url   of one object: a line of text, and a path of the portal
    author       whom to tell and to thank; None when it speaks for the office
    tags         words under which people follow it
    is_answer    talk itself (a comment): nobody comments on it, it is no news of its own
    """

    label: str
    word: str
    visible_to: Callable[[StaffMember], QuerySet]
    title: Callable[[Model], str]
    url: Callable[[Model], str]
    author: Callable[[Model], StaffMember | None] = nobody
    tags: Callable[[Model], Iterable[str]] = no_tags
    is_answer: bool = False


class AlreadyOpen(Exception):
    """Two parts speak for one model: a bug of the caller."""


_kinds: dict[str, Kind] = {}


def open_for_talk(label: str, **about) -> None:
    """``about`` are the fields of a Kind. Raises AlreadyOpen."""
    label = label.lower()
    if label in _kinds:
        raise AlreadyOpen(label)
    _kinds[label] = Kind(label, **about)


def close_for_talk(label: str) -> None:
    """The opposite, for tests that open a kind of their own."""
    _kinds.pop(label.lower())


def kind_of(label: str) -> Kind | None:
    return _kinds.get(label)


def label_of(target: Model) -> str:
    return target._meta.label_lower


def open_kinds() -> list[Kind]:
    """Those that can be news and be commented on."""
    return [kind for kind in _kinds.values() if not kind.is_answer]


def find_visible(label: str, object_id: int, staff: StaffMember) -> Model | None:
    """The object, when there is one and ``staff`` may see it."""
    kind = kind_of(label)
    if kind is None or object_id > LARGEST_KEY:
        return None
    return kind.visible_to(staff).filter(pk=object_id).first()


def visible_objects(rows: Iterable, staff: StaffMember) -> dict[tuple[str, int], Model]:
    """What ``rows`` point at (``kind`` and ``object_id``), as far as ``staff`` may see it.

    One query per kind among them, however many rows there are.
    """
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.kind, set()).add(row.object_id)
    return {
        (label, found.pk): found
        for label, keys in wanted.items()
        if (kind := kind_of(label))
        for found in kind.visible_to(staff).filter(pk__in=keys)
    }
