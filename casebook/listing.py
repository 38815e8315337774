"""Finding cases: words, conditions with counts, and the order they are shown in."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict

from casebook.counted import CountedCases, Tally, counted_cases
from casebook.facets import FACET_OF_NAME, FACETS, Facet
from casebook.models import Case, Municipality
from portal.ui.storable import typed_words

OFFERED = 3
SORTS = {"relevance": "関連順", "newest": "新しい順", "population": "人口が近い順"}


class Conditions(NamedTuple):
    """What a person asks for, as it stands in the address."""

    words: str
    chosen: dict[str, list[str]]
    sort: str

    @classmethod
    def from_address(cls, parameters: QueryDict) -> "Conditions":
        """Reads the address; what it does not know it leaves out."""
        chosen = {}
        for facet in FACETS:
            codes = [
                code for code in dict.fromkeys(parameters.getlist(facet.name)) if facet.knows(code)
            ]
            if codes:
                chosen[facet.name] = codes
        sort = parameters.get("sort", "")
        return cls(typed_words(parameters.get("q", "")), chosen, sort if sort in SORTS else "")

    def address(self, **changes) -> str:
        """The query string of these conditions, with ``changes`` applied; "?" when none is left."""
        changed = self._replace(**changes)
        parameters = QueryDict(mutable=True)
        if changed.words:
            parameters["q"] = changed.words
        for name, codes in changed.chosen.items():
            parameters.setlist(name, codes)
        if changed.sort:
            parameters["sort"] = changed.sort
        return f"?{parameters.urlencode()}"

    def without(self, name: str, code: str) -> str:
        """The address after one condition is taken off."""
        chosen = {
            key: [c for c in codes if (key, c) != (name, code)]
            for key, codes in self.chosen.items()
        }
        return self.address(chosen={key: codes for key, codes in chosen.items() if codes})

    def chips(self) -> list[tuple[str, str]]:
        """The label of every chosen condition, with the address that takes it off."""
        return [
            (FACET_OF_NAME[name].label_of(code), self.without(name, code))
            for name, codes in self.chosen.items()
            for code in codes
        ]


class Choice(NamedTuple):
    """One line of a facet: how many cases it would leave."""

    code: str
    label: str
    count: int
    is_chosen: bool


class FacetCounts(NamedTuple):
    facet: Facet
    choices: list[Choice]

    @property
    def has_chosen(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


class Dropping(NamedTuple):
    """What taking one condition off would show."""

    label: str
    address: str
    count: int


class Found(NamedTuple):
    """The answer to a search: case numbers in order, and what surrounds them.

    ``exact_count`` is the place in ``pks`` where the merely related cases begin.
    """

    pks: list[int]
    exact_count: int
    facets: list[FacetCounts]
    droppings: list[Dropping]

    @property
    def related_count(self) -> int:
        return len(self.pks) - self.exact_count


def find_cases(conditions: Conditions, staff) -> Found:
    """The cases ``staff`` may read that meet ``conditions``, counted by facet and in order."""
    counted = counted_cases()
    if conditions.words:
        exact, related = _words_found(Case.objects.visible_to(staff), conditions.words, counted)
        found = counted.found(exact + related)
    else:
        exact, related, found = [], [], counted.everything
    tally = counted.tally(found, conditions.chosen)
    flags = counted.flags(tally.passing)
    if conditions.words:
        exact = _passing_in_order(conditions, counted, exact, flags)
        related = _passing_in_order(conditions, counted, related, flags)
    else:
        exact = [counted.pks[place] for place in _all_in_order(conditions, counted) if flags[place]]
    facets = [_counted(facet, tally, conditions.chosen.get(facet.name, [])) for facet in FACETS]
    return Found(exact + related, len(exact), facets, _droppings(conditions, tally))


def _words_found(cases: QuerySet, words: str, counted: CountedCases) -> tuple[list[int], list[int]]:
    """Those with the words and those merely near; one published this moment waits for its facts."""
    known = counted.place_of
    results = cases.search(words).among(known)
    pks = results.ranked_pks()
    exact, related = pks[: results.related_from], pks[results.related_from :]
    return [pk for pk in exact if pk in known], [pk for pk in related if pk in known]


def _passing_in_order(
    conditions: Conditions, counted: CountedCases, pks: list[int], flags: bytes
) -> list[int]:
    place_of = counted.place_of
    passing = [pk for pk in pks if flags[place_of[pk]]]
    if conditions.sort == "newest":
        passing.sort(key=place_of.get, reverse=True)
    if conditions.sort == "population" and (population := own_population()) is not None:
        distance = counted.distance_to(population)
        passing.sort(key=lambda pk: distance(place_of[pk]))
    return passing


def _all_in_order(conditions: Conditions, counted: CountedCases) -> Iterable[int]:
    if conditions.sort == "population" and (population := own_population()) is not None:
        return counted.nearest_first(population)
    return counted.newest_first()


def _counted(facet: Facet, tally: Tally, chosen: list[str]) -> FacetCounts:
    counts = tally.counts[facet.name]
    listed = facet.listed(tally.seen[facet.name] + Counter(chosen))
    return FacetCounts(
        facet, [Choice(code, facet.label_of(code), counts[code], code in chosen) for code in listed]
    )


def _droppings(conditions: Conditions, tally: Tally) -> list[Dropping]:
    """Each facet that keeps cases away, with what it would take off and leave."""
    droppings = []
    for name in conditions.chosen:
        rest = {key: codes for key, codes in conditions.chosen.items() if key != name}
        address = conditions.address(chosen=rest)
        droppings.append(Dropping(FACET_OF_NAME[name].label, address, tally.without[name]))
    return [dropping for dropping in droppings if dropping.count]


def nearest_to_nothing(conditions: Conditions, staff) -> tuple[list[int], list[Dropping]]:
    """What to offer where nothing was found: up to three cases, and what the words keep away.

    The cases are those that meet the other conditions, or the newest of all.
    """
    without_words = conditions._replace(words="")
    rest = find_cases(without_words, staff).pks
    if rest and conditions.words:
        return rest[:OFFERED], [Dropping("言葉", without_words.address(), len(rest))]
    return find_cases(Conditions("", {}, ""), staff).pks[:OFFERED], []


def own_population() -> int | None:
    """The population of our own municipality; None while nobody has entered it."""
    own = Municipality.objects.own()
    return own.population if own else None
