"""Cases as the list shows them: with the words that were found, marked."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from casebook.models import Case
from portal.search.highlight import Marker

SNIPPET_CHARACTERS = 120


class Hit(NamedTuple):
    """One line of the list. ``title`` and ``snippet`` are escaped and carry <mark>."""

    case: Case
    title: SafeString | str
    snippet: SafeString | str


def hits(among: QuerySet[Case], pks: list[int], words: str, meant: str | None = None) -> list[Hit]:
    """Those of ``among`` with these numbers, in this order, in as many queries for one as for ten.

    ``meant`` are the words without their slips, where they have any.
    """
    cases = among.with_municipality().prefetch_related("tags").in_bulk(pks)
    shown = [cases[pk] for pk in pks if pk in cases]
    if not words:
        return [Hit(case, case.title, _beginning(case)) for case in shown]
    marker = Marker(words, meant)
    return [
        Hit(case, marker.mark(case.title), marker.snippet(case.running_text(), SNIPPET_CHARACTERS))
        for case in shown
    ]


def _beginning(case: Case) -> str:
    return Truncator(case.summary).chars(SNIPPET_CHARACTERS)
