"""Searching the guides: what is in force, and nothing else."""

from typing import NamedTuple

from django.utils.safestring import SafeString
from wagtail.search import index

from portal.guidance.models import Edition, Guide
from portal.search.highlight import Marker
from portal.search.querylog import record_search

SNIPPET_CHARACTERS = 120
MOST_SHOWN = 30


class Found(NamedTuple):
    """A guide with the words that were found; both texts are escaped and carry <mark>."""

    guide: Guide
    title: SafeString
    snippet: SafeString


def find_guides(words: str) -> list[Found]:
    """Guides in force that hold ``words``, the best first, at most 30."""
    # The index holds texts in force alone, so that every guide may be asked.
    results = Guide.objects.search(words)
    pks = results.ranked_pks()
    record_search(words, strict=results.strict_count, shown=len(pks), where="guidance")
    editions = Edition.objects.in_force().filter(guide__in=pks[:MOST_SHOWN])
    current = {edition.guide_id: edition for edition in editions.select_related("guide")}
    marker = Marker(words)
    return [_found(current[pk], marker) for pk in pks[:MOST_SHOWN] if pk in current]


def _found(edition: Edition, marker: Marker) -> Found:
    guide = edition.guide
    text = f"{guide.lead}\n{edition.running_text()}"
    return Found(guide, marker.mark(guide.title), marker.snippet(text, SNIPPET_CHARACTERS))


def put_into_search(guide: Guide) -> None:
    """Write the text in force into the index: a new edition is saved without its guide."""
    index.insert_or_update_object(guide)
