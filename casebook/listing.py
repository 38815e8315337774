"""Finding cases: words, conditions with counts, and the order they are shown in."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict

from casebook.models import Case, CaseTag, Municipality, population_band
from casebook.vocabulary import (
    PREFECTURES,
    CityHall,
    CostState,
    FiveLess,
    Kind,
    MicGroup,
    PopulationBand,
    Talent,
)
from portal.period import fiscal_year_label
from portal.ui.storable import typed_words

OFFERED = 3
SORTS = {"relevance": "関連順", "newest": "新しい順", "population": "人口が近い順"}


class CaseFacts(NamedTuple):
    """What a case is filtered and sorted by: one light row instead of the whole page."""

    pk: int
    municipality: str | None
    prefecture: str | None
    kind: str | None
    population: int | None
    mic_group: int | None
    city_halls: list[str]
    five_less: list[str]
    talent: list[str]
    cost_state: str
    started_fiscal_year: int | None
    published_at: datetime | None
    tags: tuple[str, ...] = ()


class Facet(NamedTuple):
    """One group of conditions. ``values_of`` gives the codes that a case has in it.

    ``labels`` are all its choices in the order they are listed; None where editors coin them
    (themes), which are listed the most frequent first. A long list shows only what occurs.
    """

    name: str
    label: str
    labels: dict[str, str] | None
    values_of: Callable[[CaseFacts], list[str]]
    is_long: bool = False

    def knows(self, code: str) -> bool:
        return code in self.labels if self.labels is not None else typed_words(code) == code != ""

    def label_of(self, code: str) -> str:
        return self.labels[code] if self.labels is not None else code

    def listed(self, counts: Counter) -> list[str]:
        if self.labels is None:
            return sorted(counts, key=lambda code: (-counts[code], code))
        return [code for code in self.labels if code in counts or not self.is_long]


def _one(value) -> list[str]:
    return [str(value)] if value not in (None, "") else ["unknown"]


GROUPS = {**{str(code): label for code, label in MicGroup.choices}, "unknown": "分類なし"}
YEARS = {
    **{str(year): fiscal_year_label(year) for year in range(2050, 1999, -1)},
    "unknown": "未確認",
}
FACETS = [
    Facet(
        "city",
        "どこの事例",
        {"own": "自分の市の事例", "other": "ほかの自治体の事例"},
        lambda case: ["own" if case.municipality == settings.OWN_MUNICIPALITY else "other"],
    ),
    Facet(
        "prefecture",
        "都道府県",
        dict(PREFECTURES),
        lambda case: _one(case.prefecture),
        is_long=True,
    ),
    Facet("kind", "自治体の種類", dict(Kind.choices), lambda case: _one(case.kind)),
    Facet(
        "population",
        "人口",
        dict(PopulationBand.choices),
        lambda case: [population_band(case.population)],
    ),
    Facet("group", "体制の型", GROUPS, lambda case: _one(case.mic_group)),
    Facet("tag", "テーマ", None, lambda case: list(case.tags), is_long=True),
    Facet("hall", "3つの市役所", dict(CityHall.choices), lambda case: case.city_halls),
    Facet("less", "5つのレス", dict(FiveLess.choices), lambda case: case.five_less),
    Facet("cost", "費用", dict(CostState.choices), lambda case: [case.cost_state]),
    Facet("talent", "外部人材", dict(Talent.choices), lambda case: case.talent),
    Facet("year", "始まった年度", YEARS, lambda case: _one(case.started_fiscal_year), is_long=True),
]
FACET_OF_NAME = {facet.name: facet for facet in FACETS}


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


def find_cases(conditions: Conditions, cases: QuerySet[Case]) -> Found:
    """Those of ``cases`` that meet ``conditions``, counted by facet and in the asked order."""
    exact, related = _words_found(cases, conditions.words)
    rows = case_facts(cases, exact + related if conditions.words else None)
    if not conditions.words:
        exact = list(rows)
    tally = _tally(rows, conditions.chosen)
    exact = [pk for pk in exact if pk in tally.passing]
    related = [pk for pk in related if pk in tally.passing]
    key = _sort_key(conditions)
    if key:
        exact.sort(key=lambda pk: key(rows[pk]))
        related.sort(key=lambda pk: key(rows[pk]))
    facets = [_counted(facet, tally, conditions.chosen.get(facet.name, [])) for facet in FACETS]
    return Found(exact + related, len(exact), facets, _droppings(conditions, tally))


def _words_found(cases: QuerySet, words: str) -> tuple[list[int], list[int]]:
    if not words:
        return [], []
    results = cases.search(words)
    pks = results.ranked_pks()
    return pks[: results.related_from], pks[results.related_from :]


def case_facts(cases: QuerySet, pks: list[int] | None = None) -> dict[int, CaseFacts]:
    """The facts of ``cases`` by number, in two queries however many there are."""
    if pks is not None:
        cases = cases.filter(pk__in=pks)
    rows = cases.values_list(
        "pk",
        "municipality__code",
        "municipality__prefecture",
        "municipality__kind",
        "municipality__population",
        "mic_group",
        "city_halls",
        "five_less",
        "talent",
        "cost_state",
        "started_fiscal_year",
        "first_published_at",
    )
    tags: dict[int, list[str]] = {}
    tagged = (
        CaseTag.objects.all() if pks is None else CaseTag.objects.filter(content_object__in=pks)
    )
    for pk, name in tagged.values_list("content_object_id", "tag__name"):
        tags.setdefault(pk, []).append(name)
    return {row[0]: CaseFacts(*row, tuple(tags.get(row[0], ()))) for row in rows}


class _Tally(NamedTuple):
    """What one pass over the rows counts.

    ``counts``: facet → code → cases, as if the facet itself were not yet narrowed.
    ``seen``: facet → every code that occurs. ``lost_to``: facet → cases only it keeps away.
    """

    counts: dict[str, Counter]
    seen: dict[str, Counter]
    lost_to: Counter
    passing: set[int]


def _tally(rows: dict[int, CaseFacts], chosen: dict[str, list[str]]) -> _Tally:
    names = [facet.name for facet in FACETS]
    counts, seen = ({name: Counter() for name in names} for _both in range(2))
    lost_to, passing = Counter(), set()
    for row in rows.values():
        values = [(facet.name, facet.values_of(row)) for facet in FACETS]
        failing = [
            name for name, codes in values if name in chosen and not set(chosen[name]) & set(codes)
        ]
        if not failing:
            passing.add(row.pk)
        if len(failing) == 1:
            lost_to[failing[0]] += 1
        # One by one: thousands of rows pass here, and Counter.update takes ten times as long.
        for name, codes in values:
            for code in codes:
                seen[name][code] += 1
                if not failing or failing == [name]:
                    counts[name][code] += 1
    return _Tally(counts, seen, lost_to, passing)


def _counted(facet: Facet, tally: _Tally, chosen: list[str]) -> FacetCounts:
    counts = tally.counts[facet.name]
    listed = facet.listed(tally.seen[facet.name] + Counter(chosen))
    return FacetCounts(
        facet, [Choice(code, facet.label_of(code), counts[code], code in chosen) for code in listed]
    )


def _droppings(conditions: Conditions, tally: _Tally) -> list[Dropping]:
    """Each facet that keeps cases away, with what it would take off and leave."""
    droppings = []
    for name in conditions.chosen:
        rest = {key: codes for key, codes in conditions.chosen.items() if key != name}
        count = len(tally.passing) + tally.lost_to[name]
        droppings.append(
            Dropping(FACET_OF_NAME[name].label, conditions.address(chosen=rest), count)
        )
    return [dropping for dropping in droppings if dropping.count]


def nearest_to_nothing(
    conditions: Conditions, cases: QuerySet[Case]
) -> tuple[list[int], list[Dropping]]:
    """What to offer where nothing was found: up to three cases, and what the words keep away.

    The cases are those that meet the other conditions, or the newest of all.
    """
    without_words = conditions._replace(words="")
    rest = find_cases(without_words, cases).pks
    if rest and conditions.words:
        return rest[:OFFERED], [Dropping("言葉", without_words.address(), len(rest))]
    return find_cases(Conditions("", {}, ""), cases).pks[:OFFERED], []


def _sort_key(conditions: Conditions) -> Callable[[CaseFacts], tuple] | None:
    """How to order the cases; None keeps the order of relevance."""
    if conditions.sort == "population" and own_population() is not None:
        return _nearest_to(own_population())
    if conditions.sort == "newest" or not conditions.words:
        return _newest
    return None


def _newest(row: CaseFacts) -> tuple:
    return (-row.published_at.timestamp() if row.published_at else 0, -row.pk)


def _nearest_to(population: int) -> Callable[[CaseFacts], tuple]:
    """Municipalities whose population nobody knows come last."""

    def distance(row: CaseFacts) -> tuple:
        if row.population is None:
            return (True, 0, row.pk)
        return (False, abs(row.population - population), row.pk)

    return distance


def own_population() -> int | None:
    """The population of our own municipality; None while nobody has entered it."""
    own = Municipality.objects.own()
    return own.population if own else None
