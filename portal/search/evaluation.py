"""How good a search is, measured against people's judgement of what each query should find."""

import math
import time
from collections.abc import Callable
from typing import NamedTuple

TOP = 10


class Judged(NamedTuple):
    """One query, and how much each document is wanted: 2 must be found, 1 is useful."""

    query: str
    category: str
    relevant: dict[str, int]


class Outcome(NamedTuple):
    """What one query gave: the keys of the first ten, and how long that took."""

    judged: Judged
    found: list[str]
    milliseconds: float


def read_judged(data: dict) -> list[Judged]:
    """``{"queries": [{"query", "category", "relevant": {key: grade}}]}``.

    Raises KeyError or TypeError for anything else.
    """
    return [Judged(row["query"], row["category"], row["relevant"]) for row in data["queries"]]


def run(judged: list[Judged], search: Callable[[str], list[str]]) -> list[Outcome]:
    """Ask every query twice and time the second round: the first one warms the caches."""
    for one in judged:
        search(one.query)
    outcomes = []
    for one in judged:
        begin = time.perf_counter()
        found = search(one.query)
        outcomes.append(Outcome(one, found[:TOP], (time.perf_counter() - begin) * 1000))
    return outcomes


def recall(outcome: Outcome) -> float:
    """The share of the wanted documents among the first ten; of ten when more are wanted."""
    wanted = outcome.judged.relevant
    return sum(key in wanted for key in outcome.found) / min(TOP, len(wanted))


def reciprocal_rank(outcome: Outcome) -> float:
    """1 when the first document is wanted, 1/2 when only the second is, 0 when none is."""
    places = (n for n, key in enumerate(outcome.found, 1) if key in outcome.judged.relevant)
    return 1 / next(places, math.inf)


def ndcg(outcome: Outcome) -> float:
    """The gain of the order found over that of the best order; a grade is the gain."""
    wanted = outcome.judged.relevant
    best = _discounted(sorted(wanted.values(), reverse=True)[:TOP])
    return _discounted([wanted.get(key, 0) for key in outcome.found]) / best


def _discounted(gains: list[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def summary(outcomes: list[Outcome]) -> dict[str, float]:
    """The figures of one group of queries. Shares are 0 to 1, times in milliseconds."""
    count = len(outcomes)
    times = [outcome.milliseconds for outcome in outcomes]
    return {
        "recall@10": round(sum(map(recall, outcomes)) / count, 4),
        "ndcg@10": round(sum(map(ndcg, outcomes)) / count, 4),
        "mrr": round(sum(map(reciprocal_rank, outcomes)) / count, 4),
        "zero_result_share": round(sum(not outcome.found for outcome in outcomes) / count, 4),
        "p50_ms": round(percentile(times, 0.5), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
        "queries": count,
    }


def report(outcomes: list[Outcome]) -> dict:
    """``{"overall": figures, "categories": {name: figures}}``."""
    names = dict.fromkeys(outcome.judged.category for outcome in outcomes)
    of_name = {name: [o for o in outcomes if o.judged.category == name] for name in names}
    return {
        "overall": summary(outcomes),
        "categories": {name: summary(group) for name, group in of_name.items()},
    }
