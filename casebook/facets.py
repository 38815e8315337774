"""What cases are narrowed by: groups of conditions, and the facts of a case that they read."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet

from casebook.models import Case, CaseTag, population_band
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


def case_facts(cases: QuerySet[Case]) -> list[CaseFacts]:
    """The facts of ``cases``, in two queries however many there are."""
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
    for pk, name in CaseTag.objects.values_list("content_object_id", "tag__name"):
        tags.setdefault(pk, []).append(name)
    return [CaseFacts(*row, tuple(tags.get(row[0], ()))) for row in rows]
