"""What a query asks for, said without any database: words, rows of characters, and, or, not."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText

from portal.search.analysis import (
    Segment,
    Word,
    fold,
    pairs,
    running_text,
    segments,
    touch_token,
    words,
)

MAX_CHARACTERS = 200
MAX_UNITS = 12
MAX_TERMS = 48
# A question of so many phrases is never answered by a page that holds all of their words.
PHRASES_OF_A_SENTENCE = 4
KATAKANA_WINDOW = 4
ASKING_WORDS = {"どう", "如何", "何故", "何", "何処", "何時", "誰", "どの", "何れ"}
UNIT = re.compile(r'(-?)(?:"([^"]*)"|「([^」]*)」|([^\s"「]+))')
QUOTES = str.maketrans("“”„‟«»『』", '""""""「」')
KANJI_PAIR = re.compile(r"(?=([\u3005\u3400-\u9fff]{2}))")
KATAKANA_RUN = re.compile(r"[\u30a1-\u30fa]{2,}")


class Term(NamedTuple):
    """A word anywhere in the text."""

    token: str


class Row(NamedTuple):
    """Characters in a row. ``is_prefix``: the last word may go on."""

    segments: tuple[Segment, ...]
    is_prefix: bool = False

    @property
    def tokens(self) -> list[str]:
        """The pair tokens in their order; the last one is a prefix when ``ends_open``."""
        tokens = [token for segment in self.segments for token in pairs(segment)]
        is_cut = not self.segments[-1].whole and len(self.segments[-1].text) > 1
        return tokens[:-1] if is_cut else tokens

    @property
    def pattern(self) -> str:
        """What stands in the running text where these characters stand in a row."""
        text = running_text(list(self.segments))
        return text[:-1] if self.is_prefix and self.segments[-1].whole else text

    @property
    def ends_open(self) -> bool:
        last = self.segments[-1]
        return self.is_prefix if last.whole else len(last.text) == 1


class AllOf(NamedTuple):
    parts: tuple


class AnyOf(NamedTuple):
    parts: tuple


class Without(NamedTuple):
    """What meets ``kept`` but not ``dropped``."""

    kept: tuple
    dropped: tuple


NOTHING = AnyOf(())


@dataclass(frozen=True)
class Unit:
    """One stretch of typed text between spaces. ``is_exact`` means the characters themselves."""

    text: str
    words: tuple[Word, ...]
    segments: tuple[Segment, ...]
    is_exact: bool = False
    is_prefix: bool = False

    @property
    def asked_words(self) -> tuple[Word, ...]:
        """Without "how", "is there", "please"; unless nothing else was said."""
        parts = [word for word in self.words if not word.is_compound]
        return tuple(word for word in parts if not word.is_empty) or tuple(parts)

    @property
    def phrases(self) -> list[list[Word]]:
        """The asked words, those together that touch: 小さな町でも｜お金を｜かけずに｜…"""
        phrases, last = [], -1
        for word in self.asked_words:
            if word.begin != last:
                phrases.append([])
            phrases[-1].append(word)
            last = word.end
        return phrases

    @property
    def is_sentence(self) -> bool:
        """A question or long sentence: no page is an answer because it holds all of its words."""
        asks = self.text.endswith(("?", "か")) or any(w.form in ASKING_WORDS for w in self.words)
        phrases = len(self.phrases)
        return phrases >= PHRASES_OF_A_SENTENCE or (asks and phrases > 1)

    def row_of(self, phrase: list[Word]) -> "Row":
        return Row(tuple(segments(self.text[phrase[0].begin : phrase[-1].end])))

    @property
    def row(self) -> Row:
        return Row(self.segments, self.is_prefix)


class Question(NamedTuple):
    """A read query. ``wanted`` holds Units in AllOf, AnyOf and Without.

    ``is_complement``: everything is asked for except what ``wanted`` describes.
    ``allows_related``: pages that are merely near may follow.
    """

    wanted: tuple
    is_complement: bool = False
    allows_related: bool = False

    @property
    def units(self) -> list[Unit]:
        """The units that a page should hold; not those it should be without."""
        return [] if self.is_complement else list(_units(self.wanted))


def read(query, *, is_prefix: bool = False) -> Question:
    """Reads a query of Wagtail's search interface. Never raises, whatever was typed."""
    wanted, is_complement = _read(query, is_prefix)
    allows_related = isinstance(_unwrapped(query), PlainText | Fuzzy) and not is_prefix
    return Question(wanted, is_complement, allows_related)


def read_unit(text: str, *, is_exact: bool = False, is_prefix: bool = False) -> Unit | None:
    """None when the text has neither words nor characters that can be found."""
    found = tuple(segments(text))
    if not found:
        return None
    return Unit(text, tuple(words(text)), found, is_exact, is_prefix)


def _unwrapped(query):
    while isinstance(query, Boost):
        query = query.subquery
    return query


def _read(query, is_prefix: bool) -> tuple[tuple, bool]:
    """A node, and whether its complement is meant."""
    query = _unwrapped(query)
    if isinstance(query, MatchAll):
        return NOTHING, True
    if isinstance(query, Not):
        node, is_complement = _read(query.subquery, is_prefix)
        return node, not is_complement
    if isinstance(query, And | Or):
        parts = [_read(part, is_prefix) for part in list(query.subqueries)[:MAX_UNITS]]
        return _all_of(parts) if isinstance(query, And) else _any_of(parts)
    if isinstance(query, Phrase):
        text = fold(query.query_string[:MAX_CHARACTERS])
        return read_unit(text, is_exact=True, is_prefix=is_prefix) or NOTHING, False
    return _read_text(query, is_prefix)


def _read_text(query: PlainText | Fuzzy, is_prefix: bool) -> tuple[tuple, bool]:
    text = fold(str(query.query_string)[:MAX_CHARACTERS]).translate(QUOTES)
    parts = []
    for minus, quoted, bracketed, plain in UNIT.findall(text)[:MAX_UNITS]:
        is_exact = bool(quoted or bracketed)
        unit = read_unit(quoted or bracketed or plain, is_exact=is_exact, is_prefix=is_prefix)
        if unit:
            parts.append((unit, bool(minus)))
    if query.operator == "or":
        return _any_of(parts)
    return _all_of(parts) if parts else (NOTHING, False)


def _all_of(parts: list) -> tuple[tuple, bool]:
    kept = tuple(node for node, is_complement in parts if not is_complement)
    dropped = tuple(node for node, is_complement in parts if is_complement)
    if not kept:
        return AnyOf(dropped), True
    everything = AllOf(kept) if len(kept) > 1 else kept[0]
    return (Without(everything, AnyOf(dropped)) if dropped else everything), False


def _any_of(parts: list) -> tuple[tuple, bool]:
    """By De Morgan: one of them = not (none of them)."""
    if not any(is_complement for _node, is_complement in parts):
        return AnyOf(tuple(node for node, _is_complement in parts)), False
    node, is_complement = _all_of([(node, not complement) for node, complement in parts])
    return node, not is_complement


def _units(node):
    if isinstance(node, Unit):
        yield node
    elif isinstance(node, Without):
        yield from _units(node.kept)
    elif isinstance(node, AllOf | AnyOf):
        for part in node.parts:
            yield from _units(part)


def strict(node):
    """Every word of a unit, or its characters in a row."""
    return _expressed(node, _strict_unit)


def with_synonyms(node, alternatives_of):
    """Like strict, but any of the words that editors say mean the same will do.

    ``alternatives_of`` gives for a unit the lists of texts that may stand for its parts, as
    ``Synonyms.alternatives`` does.
    """
    return _expressed(node, lambda unit: _unit_with_synonyms(unit, alternatives_of(unit)))


def _expressed(node, express_unit):
    if isinstance(node, Unit):
        return express_unit(node)
    if isinstance(node, Without):
        return Without(_expressed(node.kept, express_unit), _expressed(node.dropped, express_unit))
    return type(node)(tuple(_expressed(part, express_unit) for part in node.parts))


def exactly(node):
    """Like strict, but words that were typed as one phrase must stand there in a row."""
    return _expressed(node, _exact_unit)


def _exact_unit(unit: Unit):
    if unit.is_exact or unit.is_sentence or not unit.asked_words:
        return unit.row
    if all(len(phrase) == 1 for phrase in unit.phrases):
        return _strict_unit(unit)
    return AllOf(tuple(_exact_phrase(unit, phrase) for phrase in unit.phrases))


def _exact_phrase(unit: Unit, phrase: list[Word]):
    if len(phrase) == 1:
        return Term(phrase[0].form)
    return AnyOf((_touching(phrase), unit.row_of(phrase)))


def _touching(phrase: list[Word]) -> AllOf:
    return AllOf(tuple(Term(touch_token(one, other)) for one, other in pairwise(phrase)))


def exactly_or_synonyms(node, alternatives_of):
    """Like ``exactly``, or with words for it that were entered as synonyms."""

    def express(unit: Unit):
        parts = alternatives_of(unit)
        if unit.is_exact or unit.is_sentence or not any(len(part) > 1 for part in parts):
            return _exact_unit(unit)
        return AnyOf((_exact_unit(unit), AllOf(tuple(map(_any_exact_choice, parts)))))

    return _expressed(node, express)


def _any_exact_choice(choices: list) -> AnyOf:
    return AnyOf(
        tuple(Term(one.form) if isinstance(one, Word) else _exact_unit(one) for one in choices)
    )


def _strict_unit(unit: Unit):
    if unit.is_exact or unit.is_sentence or not unit.asked_words:
        return unit.row
    return AnyOf((_all_words(unit.asked_words), unit.row))


def _all_words(asked) -> AllOf:
    return AllOf(tuple(Term(form) for form in dict.fromkeys(word.form for word in asked)))


def _unit_with_synonyms(unit: Unit, parts: list[list[Unit | Word]]):
    if unit.is_exact or unit.is_sentence or not any(len(part) > 1 for part in parts):
        return _strict_unit(unit)
    return AnyOf((AllOf(tuple(map(_any_exact_choice, parts))), unit.row))


def _any_choice(choices: list[Unit | Word]) -> AnyOf:
    return AnyOf(
        tuple(Term(one.form) if isinstance(one, Word) else _strict_unit(one) for one in choices)
    )


def nearly(units: list[Unit], alternatives_of) -> AllOf:
    """Every telling word, or a synonym of it; endings such as 式 or 化 may be missing."""
    parts = [part for unit in units for part in alternatives_of(unit)]
    telling = [part for part in parts if not (len(part) == 1 and _is_ending(part[0]))]
    return AllOf(tuple(_any_choice(part) for part in telling[:MAX_UNITS]))


def _is_ending(part: Unit | Word) -> bool:
    return isinstance(part, Word) and (part.is_affix or len(part.form) == 1)


def related(units: list[Unit]) -> AnyOf:
    """Anything that points to the same subject: words, words that touch, parts of unknown words."""
    terms = {}
    for unit in units:
        content = [word for word in unit.words if not (word.is_empty or word.is_affix)]
        terms |= dict.fromkeys(Term(word.form) for word in content)
        for phrase in unit.phrases:
            terms |= dict.fromkeys(_touching(phrase).parts)
    for unit in units:
        terms |= dict.fromkeys(_parts_of_unknown_words(unit))
    return AnyOf(tuple(terms)[:MAX_TERMS])


def _parts_of_unknown_words(unit: Unit) -> list[Row]:
    """Kanji pairs, Latin words and numbers, katakana in windows. With the neighbouring characters,
    as the dictionary may have cut in the wrong place."""
    texts = []
    for word in unit.words:
        if word.is_unknown:
            texts += segments(unit.text[max(0, word.begin - 1) : word.end + 1])
    return [Row((part,)) for segment in texts for part in _parts(segment)]


def _parts(segment: Segment) -> list[Segment]:
    if segment.whole:
        return [Segment(segment.text, True, False)]
    found = KANJI_PAIR.findall(segment.text)
    for run in KATAKANA_RUN.findall(segment.text):
        windows = range(max(1, len(run) - KATAKANA_WINDOW + 1))
        found += [run[i : i + KATAKANA_WINDOW] for i in windows]
    return [Segment(text, False, False) for text in found]
