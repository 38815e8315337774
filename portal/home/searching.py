"""One search over everything: words, the kinds with their counts, and the lines that are shown."""

from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from portal.search.highlight import Marker
from portal.search.kinds import Description, Kind, kind_of, kinds
from portal.search.models import Findable
from portal.search.suggestions import (
    MAX_COMPLETIONS,
    MAX_TYPED,
    common_vocabulary,
    did_you_mean,
    words_beginning_with,
)
from portal.staff.models import StaffMember
from portal.ui.storable import typed_words

SNIPPET_CHARACTERS = 120


class Asked(NamedTuple):
    """What a person asks for, as it stands in the address. ``kind`` is empty for all kinds."""

    words: str
    kind: str = ""

    @classmethod
    def from_address(cls, parameters: QueryDict) -> "Asked":
        """Reads the address; what it does not know it leaves out."""
        code = parameters.get("kind", "")
        return cls(typed_words(parameters.get("q", "")), code if kind_of(code) else "")

    def address(self, kind: str = "") -> str:
        parameters = QueryDict(mutable=True)
        parameters["q"] = self.words
        if kind:
            parameters["kind"] = kind
        return f"{reverse('home:search')}?{parameters.urlencode()}"


class Tab(NamedTuple):
    """One kind, how many of it were found, and where they are listed."""

    label: str
    count: int
    address: str
    is_current: bool


class Answer(NamedTuple):
    """What was found: numbers of entries in their order; from ``exact_count`` on merely near.

    ``strict_count`` is how many of any kind hold the words as typed. ``meant`` are the words
    without their slips, if something is found by them; None without a slip.
    """

    pks: list[int]
    exact_count: int
    strict_count: int
    found_count: int
    tabs: list[Tab]
    meant: str | None

    @property
    def related_count(self) -> int:
        return len(self.pks) - self.exact_count


class Hit(NamedTuple):
    """One line. ``title`` and ``snippet`` are escaped and carry <mark>."""

    kind: Kind
    title: SafeString
    snippet: SafeString
    url: str
    note: str
    dated: date | datetime | None


def answer(asked: Asked, staff: StaffMember) -> Answer:
    """Everything that ``staff`` may read and that holds the words, in one ranking."""
    results = Findable.objects.visible_to(staff).search(asked.words)
    ranked = results.ranked_pks()
    kind_by_pk = dict(Findable.objects.filter(pk__in=ranked).values_list("pk", "kind"))
    place = results.related_from
    corrected = did_you_mean(asked.words, common_vocabulary)
    exact = [pk for pk in ranked[:place] if asked.kind in ("", kind_by_pk.get(pk))]
    related = [pk for pk in ranked[place:] if asked.kind in ("", kind_by_pk.get(pk))]
    return Answer(
        exact + related,
        len(exact),
        results.strict_count,
        len(ranked),
        _tabs(asked, Counter(kind_by_pk.values()), len(ranked)),
        corrected if corrected and results.holds_instead(corrected) else None,
    )


def _tabs(asked: Asked, counts: Counter, total: int) -> list[Tab]:
    everything = Tab("すべて", total, asked.address(), not asked.kind)
    return [everything] + [
        Tab(kind.word, counts[kind.code], asked.address(kind.code), asked.kind == kind.code)
        for kind in kinds()
    ]


def hits(pks: list[int], words: str, meant: str | None = None) -> list[Hit]:
    """The lines of these entries, marked; ``meant`` are the words without their slips.

    Nobody's rights are asked here: ``pks`` come from the reader's own answer, in one request.
    """
    marker = Marker(words, meant)
    return [_hit(kind, told, marker) for kind, told in _described(pks)]


def _described(pks: list[int]) -> list[tuple[Kind, Description]]:
    """What these entries stand for, read from the things themselves: a query for each kind."""
    entries = Findable.objects.in_bulk(pks)
    shown = [entries[pk] for pk in pks if pk in entries]
    told = {}
    for kind in kinds():
        numbers = [entry.number for entry in shown if entry.kind == kind.code]
        if numbers:
            things = kind.everything().filter(pk__in=numbers)
            told |= {(kind.code, thing.pk): (kind, kind.describe(thing)) for thing in things}
    return [told[entry.kind, entry.number] for entry in shown if (entry.kind, entry.number) in told]


def _hit(kind: Kind, told: Description, marker: Marker) -> Hit:
    return Hit(
        kind,
        marker.mark(told.title),
        marker.snippet(told.text, SNIPPET_CHARACTERS),
        told.url,
        told.note,
        told.dated,
    )


def completions(typed: str, staff: StaffMember) -> list[dict]:
    """Up to eight ways to go on from what was typed: words, then titles of what is readable."""
    typed = typed_words(typed)
    if not typed or len(typed) > MAX_TYPED:
        return []
    found = Findable.objects.visible_to(staff).autocomplete(typed).ranked_pks()
    words = [{"text": text} for text in words_beginning_with(typed)]
    things = [
        {"text": told.title, "kind": kind.word, "url": told.url}
        for kind, told in _described(found[:MAX_COMPLETIONS])
    ]
    return [*words, *things][:MAX_COMPLETIONS]
