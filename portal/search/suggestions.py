"""Did you mean (もしかして), and completions while somebody types."""

import unicodedata
from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Max
from wagtail.models import Page

from portal.search.models import SpelledWords
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


_loaded = _Loaded((), Vocabulary(Counter()))


def current_vocabulary() -> Vocabulary:
    """The vocabulary of the pages published now; read anew after any page was indexed."""
    global _loaded
    state = tuple(SpelledWords.objects.aggregate(Count("pk"), Max("changed_at")).values())
    if state != _loaded.state:
        live = set(Page.objects.live().public().values_list("pk", flat=True))
        rows = SpelledWords.objects.values_list("page_id", "words")
        counts = Counter(word for pk, words in rows if pk in live for word in words.split("\n"))
        _loaded = _Loaded(state, Vocabulary(counts))
    return _loaded.vocabulary


def did_you_mean(query: str | None) -> str | None:
    """``query`` with misspelt katakana and Latin words put right; None when nothing is misspelt."""
    if not query or len(query) > MAX_TYPED:
        return None
    typed = unicodedata.normalize("NFKC", query)
    if not WORD.search(typed):
        return None
    vocabulary = current_vocabulary()
    corrected = WORD.sub(lambda match: vocabulary.correction(match[0]) or match[0], typed)
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
