"""What a leader still has open, and handing it over. Each part says so for its own work.

``keeps_open_work(OpenWork("consultations", "対応中の相談", open_of, hand_over))`` in ``ready()``,
or in ``portal.flows`` for a part that may not know this one.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from portal.staff.models import StaffMember


class Item(NamedTuple):
    """One thing to hand over: words to show its owner, and its address."""

    title: str
    url: str


class OpenWork(NamedTuple):
    """A kind of work. ``hand_over(from, to, by=, now=)`` returns how many things it gave away.

    ``to`` is None when nobody takes over: the work then goes back to the DX section.
    """

    name: str
    label: str
    open_of: Callable[[StaffMember], list[Item]]
    hand_over: Callable[..., int]


class Left(NamedTuple):
    """What a person has open of one kind."""

    label: str
    items: list[Item]


_kinds: dict[str, OpenWork] = {}


def keeps_open_work(work: OpenWork) -> None:
    _kinds[work.name] = work


def open_work_of(staff: StaffMember) -> list[Left]:
    """By kind; kinds without anything open are left out."""
    found = [Left(work.label, work.open_of(staff)) for work in _kinds.values()]
    return [left for left in found if left.items]


def hand_over_all(
    staff: StaffMember, to: StaffMember | None, *, by: StaffMember, now: datetime
) -> int:
    """Returns how many things changed hands. Call it in the transaction that ends the term."""
    return sum(work.hand_over(staff, to, by=by, now=now) for work in _kinds.values())
