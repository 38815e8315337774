"""The index on OpenSearch, written beside the one of the database."""

from django.core.cache import cache
from modelsearch.utils import get_content_type_pk

from portal.search.analysis import analysis_version
from portal.search.indexing import K1, IndexedText
from portal.search.opensearch.server import SearchAway, Server

# Set when something could not be written: the server lacks it until everything is written anew.
BEHIND = "portal.search.opensearch.behind"
REBUILDING, MISSED = "rebuilding", "missed"
_TOKENS = {"type": "text", "analyzer": "whitespace", "similarity": "casebook", "norms": False}
# b is 0: a long page of the casebook is long because it says more.
SETTINGS = {
    "settings": {
        "index": {"similarity": {"casebook": {"type": "BM25", "k1": K1, "b": 0.0}}},
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "content_type": {"type": "integer"},
            "object_id": {"type": "keyword"},
            "number": {"type": "long"},
            "fullness": {"type": "integer"},
            "title": _TOKENS,
            "body": _TOKENS,
            "pairs": _TOKENS,
        },
    },
}


def key_of(content_type: int, object_id: str) -> str:
    return f"{content_type}-{object_id}"


def document(content_type: int, text: IndexedText) -> dict:
    title, body, pairs = text.title.words + text.title.pairs, text.body_words(), text.body.pairs
    return {
        "content_type": content_type,
        "object_id": text.pk,
        # Newer rows first among equals; a key that is no number stands last.
        "number": int(text.pk) if text.pk.isdigit() else 0,
        "fullness": len(title) + len(body) + len(pairs),
        "title": " ".join(title),
        "body": " ".join(body),
        "pairs": " ".join(pairs),
    }


def writing_beside(base: type, server: Server) -> type:
    """The index class of the database, which also tells ``server``.

    The database is written first, and whatever happens to the server it stays right.
    """

    class OpenSearchIndex(base):
        def add_items(self, model, items):
            super().add_items(model, items)
            content_type = get_content_type_pk(model)
            if model.get_search_fields() and items:
                _tell(server, list(_additions(content_type, items)))

        def delete_item(self, item):
            super().delete_item(item)
            key = key_of(get_content_type_pk(type(item)), str(item.pk))
            _tell(server, [{"delete": {"_id": key}}])

        def begin_rebuild(self):
            """Nothing of before may stay; meanwhile the database answers. Raises SearchAway."""
            cache.set(BEHIND, REBUILDING, None)
            if rules_of(server) is not None:
                server.ask("DELETE", "")
            server.ask("PUT", "", SETTINGS)

        def end_rebuild(self):
            """From now on the server answers. Raises SearchAway."""
            if cache.get(BEHIND) != REBUILDING:
                raise SearchAway
            server.ask("PUT", "/_mapping", {"_meta": {"rules": analysis_version()}})
            cache.delete(BEHIND)

    return OpenSearchIndex


def _additions(content_type: int, items):
    for item in items:
        text = IndexedText.of(item)
        yield {"index": {"_id": key_of(content_type, text.pk)}}
        yield document(content_type, text)


def _tell(server: Server, actions: list[dict]) -> None:
    try:
        server.write(actions)
    except SearchAway:
        cache.set(BEHIND, MISSED, None)


def rules_of(server: Server) -> str | None:
    """By which rules the server's index was written; None without one. Raises SearchAway."""
    found = server.ask("GET", "/_mapping?ignore_unavailable=true")
    if server.index not in found:
        return None
    return found[server.index]["mappings"].get("_meta", {}).get("rules", "")
