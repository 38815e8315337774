"""An expression of ``portal.search.asking`` as OpenSearch's JSON.

Words and pairs are cut here, as for the databases: the server splits at spaces and nothing more.
"""

from portal.search.asking import AllOf, Row, Term, Without

# A title stands in both fields, so that its words count twice.
WORD_FIELDS, PAIR_FIELDS, TITLES = ["title", "body"], ["title", "pairs"], ["title"]
NOTHING = {"match_none": {}}
# A word that is still being typed may go on in so many ways.
ENDINGS = 200


def search_body(expression, content_types: list[int], limit: int, *, only_titles: bool) -> dict:
    """The best ``limit`` documents of these kinds. Of equal ones the fuller is first."""
    return {
        "size": limit,
        "_source": ["object_id"],
        "track_total_hits": False,
        "query": {
            "bool": {
                "filter": [{"terms": {"content_type": content_types}}],
                "must": [query(expression, only_titles=only_titles)],
            }
        },
        "sort": [{"_score": "desc"}, {"fullness": "desc"}, {"number": "desc"}],
        "track_scores": True,
    }


def query(node, *, only_titles: bool = False) -> dict:
    if isinstance(node, Term):
        return _match(node.token, TITLES if only_titles else WORD_FIELDS, "most_fields")
    if isinstance(node, Row):
        return _row(node, TITLES if only_titles else PAIR_FIELDS)
    if isinstance(node, Without):
        kept, dropped = (query(part, only_titles=only_titles) for part in (node.kept, node.dropped))
        return {"bool": {"must": [kept], "must_not": [dropped]}}
    parts = [query(part, only_titles=only_titles) for part in node.parts]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    if isinstance(node, AllOf):
        return {"bool": {"must": parts}}
    return {"bool": {"should": parts, "minimum_should_match": 1}}


def _row(row: Row, fields: list[str]) -> dict:
    tokens = " ".join(row.tokens)
    if not row.ends_open:
        return _match(tokens, fields, "phrase")
    found = _match(tokens, fields, "phrase_prefix")
    found["multi_match"]["max_expansions"] = ENDINGS
    return found


def _match(tokens: str, fields: list[str], kind: str) -> dict:
    return {"multi_match": {"query": tokens, "fields": fields, "type": kind}}
