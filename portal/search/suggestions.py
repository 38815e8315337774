"""Did you mean (もしかして), and completions while somebody types."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import Count, Max
from wagtail.models import Page

from portal.search.models import Spelled, SpelledThing, SpelledWords
from portal.search.spelling import WORD, distance, key_of, slips_allowed

MAX_TYPED = 60
MAX_COMPLETIONS = 8
MAX_WORDS = 5


class Vocabulary:
    """The words on the published pages, as they are written there, with their number of pages."""

    def __init__(self, counts: Counter):
        self._counts = counts
        self._written: dict[str, str] = {}
        for word, _count in counts.most_common():
            self._written.setdefault(key_of(word), word)

    def correction(self, word: str) -> str | None:
        """The most frequent of the words nearest to ``word``; None for a word that is known."""
        key = key_of(word)
        allowed = slips_allowed(key)
        if not allowed or self._knows(key):
            return None
        near = [
            (slips, -self._counts[written], written)
            for other, written in self._written.items()
            if (slips := distance(key, other, allowed)) <= allowed and WORD.fullmatch(written)
        ]
        return min(near)[2] if near else None

    def _knows(self, key: str) -> bool:
        """Known, or put together from known words."""
        reachable = [True] + [False] * len(key)
        for end in range(1, len(key) + 1):
            reachable[end] = any(
                reachable[begin] and key[begin:end] in self._written for begin in range(end)
            )
        return reachable[-1]

    def beginning_with(self, typed: str) -> list[str]:
        """Words that go on from ``typed``, the most frequent first."""
        start = key_of(typed)
        if not start:
            return []
        found = [
            written
            for key, written in self._written.items()
            if key.startswith(start) and key != start
        ]
        return sorted(found, key=lambda word: (-self._counts[word], len(word), word))[:MAX_WORDS]


class _Loaded(NamedTuple):
    state: tuple
    vocabulary: Vocabulary


_NOTHING = _Loaded((), Vocabulary(Counter()))
_loaded: dict[type[Spelled], _Loaded] = {}


def current_vocabulary() -> Vocabulary:
    """The vocabulary of the pages published now; read anew after any page was indexed."""

    def rows():
        live = set(Page.objects.live().public().values_list("pk", flat=True))
        words = SpelledWords.objects.values_list("page_id", "words")
        return (row for pk, row in words if pk in live)

    return _read(SpelledWords, rows)


def common_vocabulary() -> Vocabulary:
    """Of all that everybody may read; read anew after any of it was indexed.

    What was withdrawn a moment ago may still have its words here.
    """
    return _read(SpelledThing, lambda: SpelledThing.objects.values_list("words", flat=True))


def _read(spelled: type[Spelled], rows: Callable[[], Iterable[str]]) -> Vocabulary:
    known = _loaded.get(spelled, _NOTHING)
    state = tuple(spelled.objects.aggregate(Count("pk"), Max("changed_at")).values())
    if state != known.state:
        counts = Counter(word for row in rows() for word in row.split("\n"))
        known = _loaded[spelled] = _Loaded(state, Vocabulary(counts))
    return known.vocabulary


def did_you_mean(
    query: str | None, vocabulary: Callable[[], Vocabulary] = current_vocabulary
) -> str | None:
    """``query`` with misspelt katakana and Latin words put right; None when nothing is misspelt."""
    if not query or len(query) > MAX_TYPED:
        return None
    typed = unicodedata.normalize("NFKC", query)
    if not WORD.search(typed):
        return None
    known = vocabulary()
    corrected = WORD.sub(lambda match: known.correction(match[0]) or match[0], typed)
    return corrected if corrected != typed else None


def completions(typed: str | None) -> list[str]:
    """Up to eight queries that go on from what was typed: words first, then titles."""
    typed = " ".join((typed or "").split())
    if not typed or len(typed) > MAX_TYPED:
        return []
    words = words_beginning_with(typed)
    pages = Page.objects.live().public().filter(depth__gt=2).autocomplete(typed)
    titles = [page.title for page in pages[:MAX_COMPLETIONS]]
    return list(dict.fromkeys(words + titles))[:MAX_COMPLETIONS]


def words_beginning_with(typed: str) -> list[str]:
    """``typed`` with its last word gone on, by words of pages that everybody may read."""
    *before, last = typed.split(" ")
    return [" ".join([*before, word]) for word in current_vocabulary().beginning_with(last)]
