"""The index on PostgreSQL: tsvectors that already carry how much each token counts.

ts_rank knows neither how rare a word is nor how long a page is. So the page's half of BM25 is
worked out when it is indexed and written as one of the four weights of a tsvector; the word's
half (how rare it is) is multiplied in the query.
"""

from collections import Counter
from functools import lru_cache
from itertools import product

from modelsearch.backends.database.postgres.postgres import PostgresIndex

from portal.search.analysis import running_text
from portal.search.indexing import K1, Analysed, IndexedText, IndexWriting

# A tsvector knows four weights. Three places, the first the heaviest, make many steps: ts_rank
# gives first + second / 4 + third / 9. Source: tsrank.c, calc_rank_or, which divides by π²/6.
WEIGHT_OF = {"D": 0.25, "C": 0.5, "B": 0.75, "A": 1.0}
WEIGHTS = "{0.25, 0.5, 0.75, 1.0}"
TS_RANK_DIVISOR = 1.64493406685
# What ts_rank gives for an impact of 0; 1 more for an impact of 1.
LEAST_RANK = 0.25
STEPS = [
    (
        sum(WEIGHT_OF[letter] / place**2 for place, letter in enumerate(letters, 1)),
        ",".join(f"{place}{letter}" for place, letter in enumerate(letters, 1)),
    )
    for count in (1, 2, 3)
    for letters in product(WEIGHT_OF, repeat=count)
    if max(letters, key=WEIGHT_OF.get) == letters[0]
]


class JapanesePostgresIndex(IndexWriting, PostgresIndex):
    columns_written = ("title", "body", "autocomplete", "title_text", "body_text")

    def columns(self, text: IndexedText) -> dict[str, str]:
        title_tokens = Counter(text.title.words + text.title.pairs)
        pairs = Counter(text.title.pairs + text.body.pairs)
        return {
            "title": vector(title_tokens),
            "body": vector(Counter(text.title.words + text.body_words())),
            "autocomplete": vector(pairs),
            "title_text": _text(text.title),
            "body_text": _text(text.body),
        }


def _text(analysed: Analysed) -> str:
    return running_text(analysed.segments)


def vector(counts: Counter) -> str:
    """A tsvector as PostgreSQL writes it. Tokens are letters and digits: nothing to quote."""
    return " ".join(f"'{token}':{places(round(n / (n + K1), 2))}" for token, n in counts.items())


@lru_cache(1_000)
def places(impact: float) -> str:
    """A share of BM25's maximum as places with weights: 1C, or 1B,2C,3D for another."""
    return min(STEPS, key=lambda step: abs(step[0] - LEAST_RANK - impact))[1]
