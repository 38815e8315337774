"""What the site search finds: each part says what it offers. Nothing of a part is known here."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Model, QuerySet

from portal.staff.models import StaffMember


class Description(NamedTuple):
    """One thing as the search reads and shows it. Words in ``headings`` count more; ``note`` stands
    beside the title, unsearched; ``dated`` is when it was written or confirmed, or happens."""

    title: str
    text: str
    url: str
    headings: str = ""
    note: str = ""
    dated: date | datetime | None = None


class Kind(NamedTuple):
    """A kind of thing that is found.

    ``everything`` are the rows that may be in the index, with what ``describe`` reads loaded.
    ``visible_to`` are the rows that a person may read, as a queryset: it becomes a part of the
    search's own SQL, asked anew each time, so that counts are right and nothing shows that was
    withdrawn a moment ago. ``dated_word`` says what the date of a thing is.
    ``is_common``: what anybody may read of it, everybody may, so its words may be suggested.
    ``follows`` says for other models, by label, which rows of this kind an act on some of their
    rows may have changed: a function from their ids to row numbers.
    """

    code: str
    word: str
    icon: str
    everything: Callable[[], QuerySet]
    describe: Callable[[Model], Description]
    visible_to: Callable[[StaffMember], QuerySet]
    dated_word: str = ""
    follows: dict[str, Callable[[list[str]], Iterable[int]]] = {}
    is_common: bool = True

    @property
    def model_label(self) -> str:
        return self.everything().model._meta.label_lower


class AlreadyOffered(Exception):
    """Two kinds of one code: a bug of the caller."""


_kinds: dict[str, Kind] = {}


def offer(kind: Kind) -> None:
    """Let the site search find a kind of thing. Called once per kind, when the apps are ready."""
    if kind.code in _kinds:
        raise AlreadyOffered(kind.code)
    _kinds[kind.code] = kind


def kinds() -> list[Kind]:
    """In the order in which they are shown."""
    return list(_kinds.values())


def kind_of(code: str) -> Kind | None:
    return _kinds.get(code)


def watched() -> dict[str, list[tuple[Kind, Callable[[list[str]], Iterable[int]]]]]:
    """Model label → the kinds that an act on such a row may change, and how to find their rows."""
    found: dict[str, list] = {}
    for kind in kinds():
        for label, numbers_of in [(kind.model_label, numbers), *kind.follows.items()]:
            found.setdefault(label, []).append((kind, numbers_of))
    return found


def numbers(ids: list[str]) -> list[int]:
    """The ids of the trail as row numbers."""
    return [int(each) for each in ids if each.isdecimal()]


def lines(*texts: str) -> str:
    """What is there of ``texts``, one below the other."""
    return "\n".join(filter(None, texts))
