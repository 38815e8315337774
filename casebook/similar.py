"""Cases that belong beside a case, and why, in words."""

from typing import NamedTuple

from django.db.models import Count, ExpressionWrapper, F, IntegerField, Q, QuerySet
from django.db.models.functions import Abs

from casebook.models import Case, CaseTag
from casebook.vocabulary import Kind, MicGroup, Talent

SHOWN = 4
CANDIDATES = 30


class SimilarCase(NamedTuple):
    case: Case
    reason: str


def similar_cases(case: Case, among: QuerySet[Case]) -> list[SimilarCase]:
    """Up to four cases of other municipalities, the most alike first.

    A shared theme weighs more the fewer cases have it; the same kind of organisation and the
    same kind of outside talent count besides.
    """
    candidates = _candidates(case, among)
    shared = _shared_tags(case, candidates)
    scored = [(_score(case, other, shared.get(other.pk, {})), other) for other in candidates]
    scored.sort(key=lambda pair: (-pair[0], pair[1].pk))
    return [
        SimilarCase(other, _reason(case, other, shared.get(other.pk, {})))
        for score, other in scored[:SHOWN]
        if score
    ]


def same_size_cases(case: Case, among: QuerySet[Case]) -> QuerySet[Case]:
    """Up to four cases of municipalities between half and twice as large, nearest first.

    Empty while the population is not known. Prefectures are compared with prefectures only.
    """
    population = case.municipality.population if case.municipality else None
    if population is None:
        return Case.objects.none()
    distance = Abs(ExpressionWrapper(F("municipality__population") - population, IntegerField()))
    is_prefecture = Q(municipality__kind=Kind.PREFECTURE)
    others = _others(case, among).filter(
        is_prefecture if case.municipality.kind == Kind.PREFECTURE else ~is_prefecture,
        municipality__population__range=(population // 2, population * 2),
    )
    return others.with_municipality().annotate(distance=distance).order_by("distance", "pk")[:SHOWN]


def _others(case: Case, among: QuerySet[Case]) -> QuerySet[Case]:
    return among.exclude(pk=case.pk).exclude(municipality=case.municipality_id)


def _candidates(case: Case, among: QuerySet[Case]) -> list[Case]:
    mine = Q(tagged_items__tag__in=CaseTag.objects.filter(content_object=case).values("tag"))
    return list(
        _others(case, among)
        .with_municipality()
        .annotate(shared=Count("tagged_items", filter=mine))
        .filter(Q(shared__gt=0) | Q(mic_group=case.mic_group, mic_group__isnull=False))
        .order_by("-shared", "-first_published_at", "pk")[:CANDIDATES]
    )


def _shared_tags(case: Case, candidates: list[Case]) -> dict[int, dict[str, int]]:
    """Case number → the themes it shares with ``case`` → how many cases have that theme."""
    rows = (
        CaseTag.objects.filter(
            content_object__in=[other.pk for other in candidates],
            tag__in=CaseTag.objects.filter(content_object=case).values("tag"),
        )
        .annotate(spread=Count("tag__casebook_casetag_items"))
        .values_list("content_object_id", "tag__name", "spread")
    )
    shared: dict[int, dict[str, int]] = {}
    for pk, name, spread in rows:
        shared.setdefault(pk, {})[name] = spread
    return shared


def _score(case: Case, other: Case, shared: dict[str, int]) -> float:
    same_group = case.mic_group is not None and case.mic_group == other.mic_group
    return (
        sum(2 / spread for spread in shared.values())
        + 0.5 * same_group
        + 0.3 * len(_same_talent(case, other))
    )


def _same_talent(case: Case, other: Case) -> list[str]:
    return [code for code in case.talent if code in other.talent]


def _reason(case: Case, other: Case, shared: dict[str, int]) -> str:
    reasons = []
    if shared:
        reasons.append("同じテーマ：" + "、".join(sorted(shared, key=shared.get)[:3]))
    if case.mic_group is not None and case.mic_group == other.mic_group:
        reasons.append("同じ体制の型：" + MicGroup(case.mic_group).label)
    if _same_talent(case, other):
        reasons.append(
            "同じ外部人材：" + "、".join(Talent(code).label for code in _same_talent(case, other))
        )
    return "／".join(reasons)
