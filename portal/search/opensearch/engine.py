"""Finding on OpenSearch; rights and filters stay with the database.

The server gives keys in their order. Which of them a person may see, and what their filters leave,
the database says in one query, as everywhere. Where the server does not answer, or lacks something,
the index of the database answers in its place.
"""

import time
from typing import ClassVar

from django.core.cache import cache
from modelsearch.utils import get_descendants_content_types_pks

from portal.search.analysis import analysis_version
from portal.search.opensearch.index import BEHIND, rules_of, writing_beside
from portal.search.opensearch.query import search_body
from portal.search.opensearch.server import SearchAway, Server
from portal.search.scope import Hit, Scope

# The server gives no more at once (index.max_result_window).
MOST = 10_000
ASK_AGAIN_SECONDS = 60


class OpenSearchEngine:
    """``beside`` is the engine of the database."""

    # Of every address: whether it answers, and until when that is believed. Wagtail makes an
    # engine for every search.
    _known: ClassVar[dict[str, tuple[bool, float]]] = {}

    def __init__(self, beside, url: str):
        self.beside, self.server = beside, Server(url)
        self.index_class = writing_beside(beside.index_class, self.server)
        self.rebuilder_class = beside.rebuilder_class

    def find(self, expression, scope: Scope, limit: int) -> list[Hit]:
        """The best first."""
        found = self._asked(expression, scope, MOST)
        if found is None:
            return self.beside.find(expression, scope, limit)
        return _allowed(found, scope)[:limit]

    def related(self, expression, scope: Scope, limit: int) -> list[Hit]:
        found = self._asked(expression, scope, MOST)
        if found is None:
            return self.beside.related(expression, scope, limit)
        return _allowed(found, scope)[:limit]

    def matching(self, expression, scope: Scope) -> set[int] | set[str]:
        """The entries alone, whoever may see them."""
        found = self._asked(expression, scope, MOST)
        if found is None:
            return self.beside.matching(expression, scope)
        return {hit.entry for hit in found}

    def _asked(self, expression, scope: Scope, limit: int) -> list[Hit] | None:
        """None when the database has to answer."""
        if cache.get(BEHIND) or not self._answers():
            return None
        kinds = [int(pk) for pk in get_descendants_content_types_pks(scope.queryset.model)]
        body = search_body(expression, sorted(kinds), limit, only_titles=scope.only_titles)
        try:
            hits = self.server.ask("POST", "/_search", body)["hits"]["hits"]
        except SearchAway:
            self._note(is_right=False)
            return None
        found = [(hit["_source"]["object_id"], hit["_score"]) for hit in hits]
        return [Hit(key, score, key) for key, score in found]

    def _answers(self) -> bool:
        """Whether the server is there and was written by today's rules; asked once a minute."""
        is_right, until = self._known.get(self.server.address, (False, 0.0))
        if time.monotonic() < until:
            return is_right
        return self._note(is_right=what_is_wrong(self.server) == "")

    def _note(self, *, is_right: bool) -> bool:
        self._known[self.server.address] = (is_right, time.monotonic() + ASK_AGAIN_SECONDS)
        return is_right


def what_is_wrong(server: Server) -> str:
    """``away`` or ``behind``; empty while the server answers for everything."""
    try:
        rules = rules_of(server)
    except SearchAway:
        return "away"
    return "behind" if rules != analysis_version() or cache.get(BEHIND) else ""


def _allowed(found: list[Hit], scope: Scope) -> list[Hit]:
    keys = [hit.key for hit in found]
    rows = scope.queryset.order_by().filter(pk__in=keys).values_list("pk", flat=True)
    allowed = {str(pk) for pk in rows}
    return [hit for hit in found if hit.key in allowed]
