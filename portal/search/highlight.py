"""Marking what was found, in the text as it was written."""

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from modelsearch.query import PlainText

from portal.search.analysis import Segment, fold_with_positions, row_expression, words
from portal.search.asking import read
from portal.search.synonyms import current_synonyms

# A longer text is read only so far: one place to show is wanted, not every one.
MAX_CHARACTERS = 20_000
# Reading words is slow, and worth it near the beginning only.
MAX_READ_FOR_WORDS = 4_000
MAX_PLACES = 200
SENTENCE_END = re.compile(r"[。！？\n]")
# An excerpt begins with its sentence unless that began longer ago than this.
LEAD_CHARACTERS = 30
ELLIPSIS = "…"


class Wanted(NamedTuple):
    """What to mark: normal forms of words, and rows of characters."""

    forms: frozenset[str]
    rows: tuple[re.Pattern, ...]


class Place(NamedTuple):
    """Where something wanted stands, and what."""

    begin: int
    end: int
    what: str


class _Text:
    """A text and its folded form, in which everything is looked up."""

    def __init__(self, text: str):
        self.text = text
        self.folded, self._in_text = fold_with_positions(text)

    def rows(self, wanted: Wanted) -> list[Place]:
        return [
            self._place(*match.span(), row.pattern)
            for row in wanted.rows
            for match in islice(row.finditer(self.folded), MAX_PLACES)
        ]

    def words(self, wanted: Wanted) -> list[Place]:
        if not wanted.forms:
            return []
        read_words = words(self.folded[:MAX_READ_FOR_WORDS])
        found = [word for word in read_words if word.form in wanted.forms]
        return [self._place(word.begin, word.end, word.form) for word in found[:MAX_PLACES]]

    def _place(self, begin: int, end: int, what: str) -> Place:
        """A long mark at the end goes along."""
        while end < len(self.folded) and self.folded[end] == "ー":
            end += 1
        return Place(self._in_text[begin], self._in_text[end - 1] + 1, what)


class Marker:
    """Marks the words of one query, their variants and synonyms, in any number of texts.

    ``meant`` is the query without its slips, where it has any: what was found holds that.
    """

    def __init__(self, query: str, meant: str | None = None):
        self._wanted = _wanted([query, meant] if meant else [query])

    def mark(self, text: str) -> SafeString:
        """``text`` escaped, with what was found in <mark>."""
        read_text = _Text(text)
        return _marked(text, read_text.rows(self._wanted) + read_text.words(self._wanted))

    def snippet(self, text: str, length: int) -> SafeString:
        """About ``length`` characters of ``text`` where most of the query stands, marked."""
        whole, wanted = _Text(text[:MAX_CHARACTERS]), self._wanted
        # Words are read only when the characters stand nowhere.
        begin = _best_begin(whole.text, whole.rows(wanted) or whole.words(wanted), length)
        excerpt = _Text(whole.text[begin : begin + length].replace("\n", " "))
        return format_html(
            "{}{}{}",
            ELLIPSIS if begin else "",
            _marked(excerpt.text, excerpt.rows(wanted) + excerpt.words(wanted)),
            ELLIPSIS if begin + length < len(whole.text) else "",
        )


def mark(text: str, query: str) -> SafeString:
    """One text marked: see Marker."""
    return Marker(query).mark(text)


def snippet(text: str, query: str, length: int) -> SafeString:
    """One excerpt marked: see Marker."""
    return Marker(query).snippet(text, length)


@lru_cache(256)
def _expression(segments: tuple[Segment, ...]) -> re.Pattern:
    return row_expression(list(segments))


def _wanted(queries: list[str]) -> Wanted:
    forms, rows = set(), []
    for unit in (unit for query in queries for unit in read(PlainText(query)).units):
        rows.append(unit.segments)
        if unit.is_exact:
            continue
        asked = unit.asked_words
        telling = [word for word in asked if len(word.form) > 1 or len(asked) == 1]
        forms |= {word.form for word in telling}
        rows += [unit.row_of([word]).segments for word in telling if word.end - word.begin > 1]
        rows += [unit.row_of(p).segments for p in unit.phrases if len(p) > 1]
        rows += [synonym.segments for synonym in current_synonyms().words_like(unit)]
    return Wanted(frozenset(forms), tuple(_expression(row) for row in dict.fromkeys(rows) if row))


def _best_begin(text: str, places: list[Place], length: int) -> int:
    """Where an excerpt holds most different things; the first such place, from its sentence on."""
    if not places or len(text) <= length:
        return 0

    def held(begin: int) -> int:
        return len({p.what for p in places if begin <= p.begin and p.end <= begin + length})

    begins = [_sentence_begin(text, place.begin) for place in sorted(places)]
    return max(begins, key=lambda begin: (held(begin), -begin))


def _sentence_begin(text: str, place: int) -> int:
    lead = max(0, place - LEAD_CHARACTERS)
    ends = [match.end() for match in SENTENCE_END.finditer(text, lead, place)]
    return ends[-1] if ends else lead


def _marked(text: str, places: list[Place]) -> SafeString:
    pieces, last = [], 0
    for begin, end in _merged(places):
        pieces += [escape(text[last:begin]), format_html("<mark>{}</mark>", text[begin:end])]
        last = end
    pieces.append(escape(text[last:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _merged(places: list[Place]) -> list[tuple[int, int]]:
    """The places in order, those that touch as one."""
    merged: list[tuple[int, int]] = []
    for begin, end, _what in sorted(places):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
