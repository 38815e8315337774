"""One search: the three tiers of hits, counted, sliced and grouped."""

from collections import Counter
from collections.abc import Callable, Container
from typing import NamedTuple

from django.db.models import Case, IntegerField, When
from django.utils.functional import cached_property
from modelsearch.backends.base import BaseSearchQueryCompiler, BaseSearchResults, FilterFieldError
from modelsearch.query import PlainText

from portal.search.asking import (
    NOTHING,
    Question,
    exactly,
    exactly_or_synonyms,
    nearly,
    read,
    related,
    strict,
    with_synonyms,
)
from portal.search.models import Findable
from portal.search.scope import Hit, Scope
from portal.search.suggestions import common_vocabulary, current_vocabulary, did_you_mean
from portal.search.synonyms import current_synonyms

# Counts above this many hits read 10,000件以上.
MAX_HITS = 10_000
# Pages that are merely near follow only when fewer than so many hold what was asked.
ENOUGH_HITS = 10
MAX_RELATED = 50
# A near page below this share of the nearest one's score is not worth showing.
RELATED_SHARE = 0.2
# A queryset can be put in order row by row only so far; no page shows more.
MAX_ORDERED = 500


class Hits(NamedTuple):
    """Keys in the order found, their scores, and how many of them are strict and not near."""

    pks: list
    scores: dict
    strict_count: int
    related_from: int


class JapaneseQueryCompiler(BaseSearchQueryCompiler):
    """Reads the query and computes its hits once for all slices, counts and facets."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    IS_AUTOCOMPLETE = False
    known: Container | None = None

    def hits(self, engine) -> Hits:
        if not hasattr(self, "_hits"):
            self._hits = self._found(engine)
        return self._hits

    @cached_property
    def question(self) -> Question:
        return read(self.query, is_prefix=self.IS_AUTOCOMPLETE)

    @cached_property
    def scope(self) -> Scope:
        only_titles = self.fields is not None and list(self.fields) == ["title"]
        return Scope(self.queryset, self.IS_AUTOCOMPLETE or only_titles, self.known)

    @cached_property
    def _as_key(self) -> Callable:
        key = self.queryset.model._meta.pk
        return (key.target_field if key.is_relation else key).to_python

    def _found(self, engine) -> Hits:
        if self.question.is_complement:
            return self._all_but_the_found(engine)
        if self.question.wanted == NOTHING:
            return Hits([], {}, 0, 0)
        found, strict_count = self._full_hits(engine)
        related_from = len(found)
        if self.question.allows_related and related_from < ENOUGH_HITS:
            self._add_related(engine, found)
        scores = {self._as_key(key): score for key, score in found.items()}
        return Hits(list(scores), scores, strict_count, related_from)

    def _full_hits(self, engine) -> tuple[dict, int]:
        """Pages with every word or a synonym of it, and how many hold the words as typed.

        First what was typed, in a row; then a synonym in a row; then the words somewhere. A rare
        synonym would otherwise outweigh the word. Among pages that hold what was typed, one that
        also speaks of it in other words is more about it.
        """
        wanted = self.question.wanted
        hits = engine.find(strict(wanted), self.scope, MAX_HITS)
        found, strict_count = _scores(hits), len(hits)
        if self.IS_AUTOCOMPLETE:
            return found, strict_count
        tiers = [exactly(wanted)]
        # Where as many as can be shown hold the words as typed, no synonym comes to stand there.
        if strict_count < MAX_HITS:
            alternatives = current_synonyms().alternatives
            tiers.append(exactly_or_synonyms(wanted, alternatives))
            wider = with_synonyms(wanted, alternatives)
            if wider != strict(wanted):
                wider_hits = engine.find(wider, self.scope, MAX_HITS)
                found = _with_wider(found, _scores(wider_hits))
                hits += wider_hits
        if tiers[0] != strict(wanted):
            entries = {hit.key: hit.entry for hit in hits}
            return self._in_tiers(engine, found, entries, tiers), strict_count
        # No words were typed as one phrase: what was typed is first already.
        return found, strict_count

    def _in_tiers(self, engine, found: dict, entries: dict, tiers: list) -> dict:
        """The hits with those of the first expression first, and so on; else as they were."""
        if len(found) < 2:
            return found
        ordered, rest = [], list(found)
        for tier in dict.fromkeys(tiers):
            members = engine.matching(tier, self.scope) if rest else ()
            ordered += [key for key in rest if entries[key] in members]
            rest = [key for key in rest if entries[key] not in members]
        return {key: found[key] for key in (ordered + rest)[:MAX_HITS]}

    def _add_related(self, engine, found: dict) -> None:
        """Pages with every telling word or a synonym of it, then those with some of the words."""
        units = self.question.units
        close = nearly(units, current_synonyms().alternatives)
        if len(close.parts) > 1 and not any(unit.is_sentence for unit in units):
            for hit in engine.find(close, self.scope, MAX_RELATED):
                found.setdefault(hit.key, hit.score)
        if not found:
            self._add_corrected(engine, found)
        near = engine.related(related(units), self.scope, MAX_RELATED)
        best = near[0].score if near else 0
        for hit in near:
            if hit.score >= best * RELATED_SHARE and len(found) < ENOUGH_HITS + MAX_RELATED:
                found.setdefault(hit.key, hit.score)

    def _add_corrected(self, engine, found: dict) -> None:
        """What a misspelt word probably meant."""
        of_everything = self.queryset.model is Findable
        corrected = did_you_mean(
            " ".join(unit.text for unit in self.question.units),
            common_vocabulary if of_everything else current_vocabulary,
        )
        if corrected:
            units = read(PlainText(corrected)).units
            meant = nearly(units, current_synonyms().alternatives)
            for hit in engine.find(meant, self.scope, MAX_RELATED):
                found.setdefault(hit.key, hit.score)

    def holds(self, engine, words: str) -> bool:
        """Whether any row of the queryset holds these words as typed, whatever was asked for.

        False for words that only say what should not be there.
        """
        question = read(PlainText(words))
        if question.is_complement:
            return False
        return bool(engine.find(strict(question.wanted), self.scope, 1))

    def _all_but_the_found(self, engine) -> Hits:
        found = engine.find(strict(self.question.wanted), self.scope, MAX_HITS)
        left_out = {self._as_key(hit.key) for hit in found}
        everything = self.queryset.order_by("-pk").values_list("pk", flat=True)
        pks = [pk for pk in everything[: MAX_HITS + len(left_out)] if pk not in left_out]
        pks = pks[:MAX_HITS]
        return Hits(pks, dict.fromkeys(pks, 0.0), len(pks), len(pks))


def _with_wider(found: dict[str, float], wider: dict[str, float]) -> dict[str, float]:
    """The found ones, those first that speak of it in other words too; then the others."""
    both = {key: score + wider.pop(key, 0) for key, score in found.items()}
    return dict(sorted(both.items(), key=lambda hit: -hit[1])) | wider


def _scores(hits: list[Hit]) -> dict[str, float]:
    return {hit.key: hit.score for hit in hits}


class JapaneseAutocompleteCompiler(JapaneseQueryCompiler):
    """Looks in titles and AutocompleteFields only; the last word may be half typed."""

    IS_AUTOCOMPLETE = True


class JapaneseSearchResults(BaseSearchResults):
    supports_facet = True

    @property
    def hits(self) -> Hits:
        return self.query_compiler.hits(self.backend.engine)

    @property
    def related_from(self) -> int:
        """How many hits hold what was asked; those from this place on are merely near."""
        return self.hits.related_from

    @property
    def strict_count(self) -> int:
        """How many hits hold every word as typed, without synonyms."""
        return self.hits.strict_count

    def among(self, known: Container) -> "JapaneseSearchResults":
        """For who has the keys of the whole queryset already: spares asking it of every match."""
        self.query_compiler.known = known
        return self

    def holds_instead(self, words: str) -> bool:
        """Whether anything that was searched holds these other words as typed: cheaper than a
        search of its own."""
        return self.query_compiler.holds(self.backend.engine, words)

    def ranked_pks(self) -> list:
        """The keys of all hits in their order, whatever slice this is. At most 10,000."""
        return list(self.hits.pks)

    def get_queryset(self):
        """The hits of this slice as a queryset; in order as long as they are at most 500."""
        compiler = self.query_compiler
        if not compiler.order_by_relevance:
            return self._in_callers_order()[self.start : self.stop]
        pks = self.hits.pks[self.start : self.stop]
        place = Case(
            *[When(pk=pk, then=place) for place, pk in enumerate(pks[:MAX_ORDERED])],
            default=MAX_ORDERED,
            output_field=IntegerField(),
        )
        return compiler.queryset.filter(pk__in=pks).order_by(place)

    def _in_callers_order(self):
        queryset = self.query_compiler.queryset.filter(pk__in=self.hits.pks)
        return queryset if queryset.query.order_by else queryset.order_by("-pk")

    def _do_search(self):
        if self.query_compiler.order_by_relevance:
            pks = self.hits.pks[self.start : self.stop]
            rows = {row.pk: row for row in self.query_compiler.queryset.filter(pk__in=pks)}
            found = [rows[pk] for pk in pks if pk in rows]
        else:
            found = list(self._in_callers_order()[self.start : self.stop])
        if self._score_field:
            for row in found:
                setattr(row, self._score_field, self.hits.scores[row.pk])
        return found

    def _do_count(self):
        return len(self.hits.pks[self.start : self.stop])

    def facet(self, field_name):
        """Value → number of hits, the most frequent first. One query."""
        compiler = self.query_compiler
        if compiler._get_filterable_field(field_name) is None:
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". Please add '
                f"index.FilterField('{field_name}') to "
                f"{compiler.queryset.model.__name__}.search_fields.",
                field_name=field_name,
            )
        hits = compiler.queryset.order_by().filter(pk__in=self.hits.pks)
        return dict(Counter(hits.values_list(field_name, flat=True)).most_common())
