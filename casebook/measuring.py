"""Searching the casebook among many more documents, of which nothing remains afterwards."""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from modelsearch.conf import get_app_config
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from casebook.loading import casebook_page
from casebook.models import Case
from portal.search.evaluation import TOP
from portal.search.upkeep import tidy

ROWS_AT_ONCE = 200
SENTENCE = re.compile(r"[^。\n]{8,}。?")
# About as long as a page of a city's site; source: the documents the search was designed with.
GROWN_CHARACTERS = 1_230
SEED = 20_261_120


class Document(NamedTuple):
    title: str
    body: str


def grown(documents: list[Document], to: int) -> list[Document]:
    """``documents`` and as many more as are missing, recombined from their sentences.

    The same documents always grow to the same; an empty list stays empty.
    """
    sentences = [s for document in documents for s in SENTENCE.findall(document.body)]
    chance = random.Random(SEED)  # noqa: S311 - repeatable on purpose
    more = []
    while sentences and len(documents) + len(more) < to:
        body = ""
        while len(body) < GROWN_CHARACTERS:
            body += chance.choice(sentences)
        more.append(Document(chance.choice(sentences)[:40], body))
    return documents + more


def own_documents() -> list[Document]:
    """The published cases as documents."""
    return [Document(case.title, case.searched_text()) for case in Case.objects.live()]


@contextmanager
def scratch_index(backend_name: str, documents: list[Document]) -> Iterator:
    """The named backend with the live cases and ``documents`` in its index, then all as before.

    On SQLite nobody else can write meanwhile.
    """
    backend = get_search_backend(backend_name)
    with transaction.atomic():
        get_app_config().get_model("IndexEntry").objects.all()._raw_delete(connection.alias)
        fill(backend, documents)
        yield backend
        transaction.set_rollback(True)


def fill(backend, documents: list[Document]) -> None:
    """Make published cases of ``documents``, and write every case into the backend's index."""
    _add(documents)
    _index(backend)
    tidy()


def _add(documents: list[Document]) -> None:
    parent = casebook_page()
    last = parent.get_last_child()
    first = int(last.path[-Page.steplen :], 36) + 1 if last else 1
    shared = {
        "depth": parent.depth + 1,
        "content_type": ContentType.objects.get_for_model(Case),
        "locale_id": parent.locale_id,
        "live": True,
        "first_published_at": timezone.now(),
    }
    for begin in range(0, len(documents), ROWS_AT_ONCE):
        pages = [
            Page(
                title=document.title[:200] or "無題",
                draft_title=document.title[:200],
                slug=f"measuring-{number}",
                url_path=f"{parent.url_path}measuring-{number}/",
                path=Page._get_path(parent.path, parent.depth + 1, first + number),
                **shared,
            )
            for number, document in enumerate(documents[begin : begin + ROWS_AT_ONCE], begin)
        ]
        Page.objects.bulk_create(pages)
        for page, document in zip(pages, documents[begin:], strict=False):
            case = Case(page_ptr=page, summary=document.body.replace("\0", ""))
            case.save_base(raw=True, force_insert=True)


def _index(backend) -> None:
    cases = Case.objects.live().select_related("municipality").order_by("pk")
    pks = list(cases.values_list("pk", flat=True))
    for begin in range(0, len(pks), ROWS_AT_ONCE):
        backend.add_bulk(Case, list(cases.filter(pk__in=pks[begin : begin + ROWS_AT_ONCE])))


def searcher(backend) -> Callable[[str], list[str]]:
    """A function from words to the slugs of the first ten; a search that fails finds nothing."""

    def slugs(words: str) -> list[str]:
        try:
            with transaction.atomic():
                return [case.slug for case in backend.search(words, Case.objects.live())[:TOP]]
        except (DatabaseError, AttributeError, RecursionError):
            return []

    return slugs
