"""How an object is written into Wagtail's index: which words and pairs stand in which column."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Manager
from django.utils.encoding import force_str
from modelsearch.index import AutocompleteField, FilterField, RelatedFields
from modelsearch.utils import get_content_type_pk
from wagtail.models import Page

from portal.search.analysis import (
    MAX_INDEXED_CHARACTERS,
    Segment,
    fold,
    pairs,
    segments,
    touching,
    words,
)
from portal.search.kinds import kind_of
from portal.search.models import Findable, Spelled, SpelledThing, SpelledWords
from portal.search.spelling import spelled_words

ROWS_AT_ONCE = 100
# BM25's constant. Its other one, b, is 0 here: a long page of the casebook is long because it
# says more, so its length does not count against it.
K1 = 1.2


class Analysed(NamedTuple):
    """A text as tokens. ``words`` are its words and then the pairs of words that touch;
    ``compounds`` are as they are written."""

    words: list[str]
    segments: list[Segment]
    compounds: list[str]

    @classmethod
    def of(cls, text: str) -> "Analysed":
        folded = fold(text[:MAX_INDEXED_CHARACTERS])
        found = words(folded)
        compounds = [folded[word.begin : word.end] for word in found if word.is_compound]
        tokens = [word.form for word in found] + touching(found)
        return cls(tokens, segments(folded), compounds)

    @property
    def pairs(self) -> list[str]:
        return [token for segment in self.segments for token in pairs(segment)]


class IndexedText(NamedTuple):
    """What is found of an object: ``title`` also by the look-ups of the CMS; ``body`` is all.

    ``stressed`` are the words that count more than once, each as often as it counts besides.
    """

    pk: str
    title: Analysed
    body: Analysed
    stressed: list[str]
    spelled: set[str]

    @classmethod
    def of(cls, obj) -> "IndexedText":
        titles, others, stressed = [], [], []
        for field, text in _texts(obj, obj.get_search_fields()):
            is_title = isinstance(field, AutocompleteField) or field.field_name == "title"
            (titles if is_title else others).append(text)
            more = round(getattr(field, "boost", None) or 1) - 1
            if more > 0:
                stressed += Analysed.of(text).words * more
        title = "\n".join(dict.fromkeys(titles))
        text = "\n".join([title, *others])
        body = Analysed.of(text)
        spelled = spelled_words(text) | {c for c in body.compounds if not c.isascii()}
        return cls(force_str(obj.pk), Analysed.of(title), body, stressed, spelled)

    def body_words(self) -> list[str]:
        return self.body.words + self.stressed


def _texts(obj, fields) -> Iterator[tuple]:
    for field in fields:
        if isinstance(field, FilterField):
            continue
        value = field.get_value(obj)
        if not isinstance(field, RelatedFields):
            yield field, _as_text(value)
            continue
        for related in _related(value):
            yield from _texts(related, field.fields)


def _related(value) -> list:
    if value is None:
        return []
    if isinstance(value, Manager):
        return list(value.all())
    return [value() if callable(value) else value]


def _as_text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(_as_text(item) for item in value)
    if isinstance(value, dict):
        return "\n".join(_as_text(item) for item in value.values())
    return force_str(value)


def _keep_spelled_words(model, items: list, texts: list[IndexedText]) -> None:
    """For suggestions: of every page, and of the things that everybody may read."""
    if issubclass(model, Page):
        _keep(SpelledWords, "page_id", texts)
    elif model is Findable:
        kinds = {str(item.pk): kind_of(item.kind) for item in items}
        common = [text for text in texts if (kind := kinds[text.pk]) and kind.is_common]
        _keep(SpelledThing, "findable_id", common)


def _keep(spelled: type[Spelled], key: str, texts: list[IndexedText]) -> None:
    spelled.objects.bulk_create(
        [spelled(**{key: text.pk}, words="\n".join(sorted(text.spelled))) for text in texts],
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=[key],
        update_fields=["words", "changed_at"],
    )


class IndexWriting:
    """Writes our columns; everything else of an index is as modelsearch has it.

    A database's index says with ``columns(text)`` what it stores.
    """

    def columns(self, text: IndexedText) -> dict[str, str | float]:
        raise NotImplementedError

    def add_items(self, model, items):
        if not model.get_search_fields():
            return
        content_type_pk = get_content_type_pk(model)
        texts = [IndexedText.of(item) for item in items]
        rows = [
            self.entries.model(
                content_type_id=content_type_pk, object_id=text.pk, **self.columns(text)
            )
            for text in texts
        ]
        self.entries.bulk_create(
            rows,
            batch_size=ROWS_AT_ONCE,
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=list(self.columns_written),
        )
        _keep_spelled_words(model, items, texts)

    def delete_item(self, item):
        super().delete_item(item)
        if isinstance(item, Page):
            SpelledWords.objects.filter(page_id=item.pk).delete()

    def begin_rebuild(self):
        """Before everything is written anew."""

    def end_rebuild(self):
        """After everything was written."""

    def _refresh_title_norms(self, full=False):
        """modelsearch reads the whole index on every save for a number that we do not use."""
