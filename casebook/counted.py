"""The published cases as conditions see them, counted once and kept in the memory of the process.

Which cases have a code is one number, with a bit for each case: how many of the found ones have it
is one AND and one count, however many there are. What is kept holds for everybody who may read
cases. It is thrown away with the first change (``casebook.facts_changes``), whichever process made
it, and when it has grown old.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property, reduce
from operator import and_, or_
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from casebook.facets import FACETS, CaseFacts, Facet, case_facts
from casebook.facts_changes import newest_change
from casebook.models import Case
from casebook.models.case import closed_places

SECONDS_KEPT = 600
CASEBOOKS_KEPT = 4
ZEROS_AND_ONES = bytes.maketrans(b"01", b"\0\1")


class Tally(NamedTuple):
    """What the found cases count.

    ``counts``: facet → code → cases, as if the facet itself were not yet narrowed.
    ``seen``: facet → every code that occurs. ``without``: facet → cases when it is not narrowed.
    """

    counts: dict[str, Counter]
    seen: dict[str, Counter]
    without: dict[str, int]
    passing: int


class CountedCases:
    """The place of a case is its bit: the longest published has the lowest. Never changed."""

    def __init__(self, facts: Iterable[CaseFacts]):
        facts = sorted(facts, key=_published)
        self.pks = [row.pk for row in facts]
        self.place_of = {pk: place for place, pk in enumerate(self.pks)}
        self.everything = (1 << len(self.pks)) - 1
        self._populations = [row.population for row in facts]
        self._nearest: dict[int, list[int]] = {}
        self._holders = {facet.name: self._holders_of(facet, facts) for facet in FACETS}

    def _holders_of(self, facet: Facet, facts: list[CaseFacts]) -> dict[str, int]:
        """Code → the cases that have it."""
        places: dict[str, list[int]] = {}
        for place, row in enumerate(facts):
            for code in facet.values_of(row):
                places.setdefault(code, []).append(place)
        return {code: self._bits(held) for code, held in places.items()}

    def _bits(self, places: Iterable[int]) -> int:
        digits = bytearray(b"0" * len(self.pks))
        for place in places:
            digits[-1 - place] = ord("1")
        return int(digits or b"0", 2)

    def found(self, pks: Iterable[int]) -> int:
        """The cases with these numbers, each of which must be known."""
        return self._bits(self.place_of[pk] for pk in pks)

    def flags(self, cases: int) -> bytes:
        """By place, whether it is among ``cases``."""
        digits = f"{cases:0{len(self.pks)}b}" if self.pks else ""
        return digits[::-1].encode().translate(ZEROS_AND_ONES)

    def newest_first(self) -> Iterable[int]:
        """All places."""
        return reversed(range(len(self.pks)))

    def newest(self, count: int, with_theme: Callable[[str], bool] | None = None) -> list[int]:
        """The numbers of so many cases, the most recently published first: of all, or of those
        that have a theme for which ``with_theme`` is true."""
        among = self.everything
        if with_theme:
            themes = self._holders["tag"].items()
            among = reduce(or_, (held for name, held in themes if with_theme(name)), 0)
        pks = []
        while among and len(pks) < count:
            place = among.bit_length() - 1
            pks.append(self.pks[place])
            among ^= 1 << place
        return pks

    def in_turn(self, step: int) -> int | None:
        """The number of one case: each has its turn, step by step. None when there is none."""
        return self._by_number[step % len(self.pks)] if self.pks else None

    @cached_property
    def _by_number(self) -> list[int]:
        return sorted(self.pks)

    def nearest_first(self, population: int) -> list[int]:
        """All places, those of municipalities of about this population first; unknown ones last."""
        places = self._nearest.get(population)
        if places is None:
            places = sorted(range(len(self.pks)), key=self.distance_to(population))
            self._nearest = {population: places}
        return places

    def distance_to(self, population: int) -> Callable[[int], tuple]:
        def distance(place: int) -> tuple:
            known = self._populations[place]
            return (known is None, abs((known or 0) - population), self.pks[place])

        return distance

    def tally(self, found: int, chosen: dict[str, list[str]]) -> Tally:
        """What ``found`` counts when it is narrowed to the chosen codes (facet → codes)."""
        kept = {name: self._any_of(name, codes) for name, codes in chosen.items()}
        without = {
            facet.name: reduce(and_, (kept[name] for name in kept if name != facet.name), found)
            for facet in FACETS
        }
        return Tally(
            {name: self._count(name, cases) for name, cases in without.items()},
            {name: self._count(name, found) for name in without},
            {name: without[name].bit_count() for name in kept},
            reduce(and_, kept.values(), found),
        )

    def _any_of(self, name: str, codes: list[str]) -> int:
        return reduce(or_, (self._holders[name].get(code, 0) for code in codes), 0)

    def _count(self, name: str, cases: int) -> Counter:
        counts = ((code, (held & cases).bit_count()) for code, held in self._holders[name].items())
        return Counter({code: count for code, count in counts if count})


def _published(row: CaseFacts) -> tuple:
    return (row.published_at.timestamp() if row.published_at else 0, row.pk)


class _Kept(NamedTuple):
    change: tuple[str, int]
    until: float
    cases: CountedCases


_kept: dict[tuple, _Kept] = {}
_counting = Lock()


def counted_cases(closed: tuple[str, ...] | None = None) -> CountedCases:
    """What ``Case.objects.visible_to`` shows now, counted.

    ``closed`` are the closed places, for who has asked for them already.
    """
    closed = closed_places() if closed is None else closed
    casebook = (connection.settings_dict["NAME"], closed, settings.OWN_MUNICIPALITY)
    cases = _kept_of(casebook, newest_change())
    if cases is None:
        with _counting:
            # Asked before the facts are read: what changes meanwhile is read the next time.
            change = newest_change()
            cases = _kept_of(casebook, change)
            if cases is None:
                cases = CountedCases(case_facts(Case.objects.outside(closed)))
                _keep(casebook, change, cases)
    return cases


def _kept_of(casebook: tuple, change: tuple[str, int] | None) -> CountedCases | None:
    kept = _kept.get(casebook)
    if kept and kept.change == change and monotonic() < kept.until:
        return kept.cases
    return None


def _keep(casebook: tuple, change: tuple[str, int] | None, cases: CountedCases) -> None:
    """Not before a first change was noticed: there would be nothing to tell two moments apart."""
    if change is None:
        return
    if len(_kept) >= CASEBOOKS_KEPT:
        _kept.clear()
    _kept[casebook] = _Kept(change, monotonic() + SECONDS_KEPT, cases)
