"""Words that mean the same: the editors' list, as queries use it."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Max

from portal.search.analysis import Word, fold, running_text, segments
from portal.search.asking import Unit, read_unit
from portal.search.models import InitialSynonyms, SynonymGroup, split_words

STARTING_LIST = Path(__file__).parent / "content" / "synonyms.txt"
# No word of the list has more parts than this, as far as a query is looked through.
MAX_PARTS = 6


class Synonyms:
    """All groups, tokenised as queries are."""

    def __init__(self, lines: Iterable[str] = ()):
        self._groups: dict[tuple | str, list[Unit]] = {}
        for line in lines:
            group = [unit for word in split_words(line) if (unit := read_unit(fold(word)))]
            for unit in group:
                for key in _keys(unit.text, unit.words):
                    self._groups.setdefault(key, group)

    def alternatives(self, unit: Unit) -> list[list[Unit | Word]]:
        """The parts of ``unit`` in order; for each, what may stand for it, itself first."""
        parts = [word for word in unit.words if not word.is_compound]
        asked = set(unit.asked_words)
        found, place = [], 0
        while place < len(parts):
            count, group = self._longest(unit.text, parts[place:])
            if group:
                found.append(group)
            elif parts[place] in asked:
                found.append([parts[place]])
            place += count
        return found

    def _longest(self, text: str, parts: list[Word]) -> tuple[int, list[Unit]]:
        for count in range(min(MAX_PARTS, len(parts)), 0, -1):
            span = text[parts[0].begin : parts[count - 1].end]
            for key in _keys(span, parts[:count]):
                if key in self._groups:
                    return count, self._groups[key]
        return 1, []

    def words_like(self, unit: Unit) -> list[Unit]:
        """Every word of the groups that ``unit`` touches: what a page may say instead."""
        return [one for part in self.alternatives(unit) for one in part if isinstance(one, Unit)]


class _Loaded(NamedTuple):
    state: tuple
    synonyms: Synonyms


_loaded = _Loaded((), Synonyms())


def current_synonyms() -> Synonyms:
    """The list as it stands in the database now: one light query, whatever process changed it."""
    global _loaded
    state = SynonymGroup.objects.aggregate(Count("pk"), Max("changed_at"), Max("pk"))
    if (state := tuple(state.values())) != _loaded.state:
        lines = SynonymGroup.objects.order_by("pk").values_list("words", flat=True)
        _loaded = _Loaded(state, Synonyms(lines))
    return _loaded.synonyms


def _keys(text: str, words: Iterable[Word]) -> list[tuple | str]:
    forms = tuple(word.form for word in words if not word.is_compound)
    return [key for key in (forms, running_text(segments(text))) if key]


def starting_lines() -> list[str]:
    lines = (line.strip() for line in STARTING_LIST.read_text().splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@transaction.atomic
def load_synonyms() -> int:
    """Add the lines of the starting list that were never loaded; returns how many were added.

    A line is loaded once: what editors changed or deleted stays so. A line that shares a word
    with a group already there is left out.
    """
    seen = set(InitialSynonyms.objects.values_list("line", flat=True))
    taken = {
        fold(word)
        for line in SynonymGroup.objects.values_list("words", flat=True)
        for word in split_words(line)
    }
    added = 0
    for line in starting_lines():
        if line in seen:
            continue
        InitialSynonyms.objects.create(line=line)
        group = {fold(word) for word in split_words(line)}
        if not group & taken:
            SynonymGroup.objects.create(words=line)
            taken |= group
            added += 1
    return added
