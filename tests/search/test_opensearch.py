"""OpenSearch beside the database: exact bodies, and the database answers when nobody else does.

No server is started here: what one answers is written out by ``Answering``, a server of this test
that keeps what it is asked. See docs/search.md for what is not proven by that.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone
from modelsearch.query import Fuzzy, MatchAll, Phrase, PlainText

from casebook.models import Case
from portal.operations.condition import State, condition
from portal.search.analysis import analysis_version
from portal.search.asking import NOTHING, read, related, strict, with_synonyms
from portal.search.backend import SearchBackend
from portal.search.models import SynonymGroup
from portal.search.opensearch.engine import OpenSearchEngine
from portal.search.opensearch.index import SETTINGS
from portal.search.opensearch.query import query, search_body
from portal.search.scope import Scope
from portal.search.synonyms import current_synonyms
from tests.builders import a_case
from tests.search.test_hostile_input import HOSTILE

NOBODY = "http://127.0.0.1:1/portal"


def words(token, *fields):
    return {
        "multi_match": {"query": token, "fields": list(fields or ("title", "body"))}
        | {"type": "most_fields"}
    }


def row(tokens, *fields):
    return {
        "multi_match": {"query": tokens, "fields": list(fields or ("title", "pairs"))}
        | {"type": "phrase"}
    }


def both(*parts):
    return {"bool": {"must": list(parts)}}


def either(*parts):
    return {"bool": {"should": list(parts), "minimum_should_match": 1}}


def asked(text, **options):
    return query(strict(read(PlainText(text), **options).wanted))


ONE = either(words("窓口"), row("ㄱ窓口"))
ORDINARY = {
    "窓口": ONE,
    "窓口 電話": both(ONE, either(words("電話"), row("ㄱ電話"))),
    "窓口 -電話": {
        "bool": {"must": [ONE], "must_not": [either(either(words("電話"), row("ㄱ電話")))]}
    },
    "「書かない窓口」": row("ㄱ書か ㄱかな ㄱない ㄱい窓 ㄱ窓口"),
    "DX": either(words("dx"), row("ㄱdx")),
}
ODD = {
    "": {"match_none": {}},
    "　": {"match_none": {}},
    "\0": {"match_none": {}},
    '"': {"match_none": {}},
    "((((": {"match_none": {}},
    "title:窓口": either(both(words("タイトル"), words("窓口")), row("ㄱtitle ㄱ窓口")),
    "窓口 OR *": both(ONE, either(words("or"), row("ㄱor"))),
}


@pytest.mark.parametrize("text", ODD | ORDINARY)
def test_a_query_is_this_and_nothing_else(text):
    found = asked(text)

    assert json.dumps(_plain(found), ensure_ascii=False) == json.dumps(
        _plain((ODD | ORDINARY)[text]), ensure_ascii=False
    )


def _plain(node):
    """Of one alternative alone, the alternative."""
    if isinstance(node, dict) and list(node) == ["bool"]:
        inner = node["bool"]
        if list(inner) == ["should", "minimum_should_match"] and len(inner["should"]) == 1:
            return _plain(inner["should"][0])
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    return [_plain(each) for each in node] if isinstance(node, list) else node


def test_what_is_being_typed_may_go_on():
    found = asked("窓", is_prefix=True)

    assert found["bool"]["should"][-1]["multi_match"] == {
        "query": "ㄱ窓",
        "fields": ["title", "pairs"],
        "type": "phrase_prefix",
        "max_expansions": 200,
    }


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", [PlainText, Phrase, Fuzzy])
def test_whatever_is_typed_nothing_but_these_words_of_the_language_is_sent(text, kind):
    question = read(kind(text))
    expressions = [strict(question.wanted), related(question.units)]

    for expression in expressions:
        body = search_body(expression, [1], 10, only_titles=False)
        json.dumps(body).encode("ascii")
        assert _named(body["query"]) <= {
            "bool", "filter", "terms", "content_type", "must", "must_not", "should", "match_none",
            "minimum_should_match", "multi_match", "query", "fields", "type", "max_expansions",
        }  # fmt: skip


def _named(node) -> set[str]:
    if isinstance(node, dict):
        return set(node).union(*map(_named, node.values()))
    return set().union(*map(_named, node)) if isinstance(node, list) else set()


def test_the_whole_body_asks_for_keys_of_these_kinds_in_a_fixed_order():
    assert search_body(NOTHING, [3, 7], 50, only_titles=True) == {
        "size": 50,
        "_source": ["object_id"],
        "track_total_hits": False,
        "query": {
            "bool": {
                "filter": [{"terms": {"content_type": [3, 7]}}],
                "must": [{"match_none": {}}],
            }
        },
        "sort": [{"_score": "desc"}, {"fullness": "desc"}, {"number": "desc"}],
        "track_scores": True,
    }
    assert read(MatchAll()).wanted == NOTHING


@pytest.mark.django_db
def test_a_synonym_is_asked_for_beside_the_word():
    SynonymGroup.objects.create(words="手挙げ、自薦")
    wanted = read(PlainText("自薦")).wanted

    found = json.dumps(
        query(with_synonyms(wanted, current_synonyms().alternatives)), ensure_ascii=False
    )

    assert '"query": "自薦"' in found
    assert "手挙げ" in found or "ㄱ手挙" in found


class Answering(HTTPServer):
    """Keeps every request and gives the answers it is told."""

    def __init__(self, hits=()):
        super().__init__(("127.0.0.1", 0), _Keeping)
        self.asked, self.hits = [], list(hits)
        self.mapping = {"portal": {"mappings": {"_meta": {"rules": analysis_version()}}}}
        self.url = f"http://reader:pa%40ss@127.0.0.1:{self.server_port}/portal"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def answer(self, path: str) -> dict:
        if path.endswith("/_search"):
            return {"hits": {"hits": self.hits}}
        return self.mapping if "/_mapping" in path else {"errors": False}


class _Keeping(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        head = (self.command, self.path, self.headers["Authorization"])
        self.server.asked.append((*head, body))
        content = json.dumps(self.server.answer(self.path)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = do_POST  # noqa: N815

    def log_message(self, *_arguments):
        """Nothing beside the test's own words."""


@pytest.fixture
def answering():
    cache.clear()
    server = Answering()
    yield server
    server.shutdown()
    server.server_close()
    cache.clear()


def a_hit(case, score):
    return {"_source": {"object_id": str(case.pk)}, "_score": score}


@pytest.mark.django_db
def test_the_server_gives_the_order_and_the_database_who_may_see_it(answering, settings):
    settings.SEARCH_URL = answering.url
    first, second, draft = a_case("い"), a_case("ろ"), a_case("は", live=False)
    answering.hits = [a_hit(draft, 9.0), a_hit(second, 3.0), a_hit(first, 2.0)]

    found = SearchBackend({}).search("窓口", Case.objects.live())

    assert [case.pk for case in found] == [second.pk, first.pk]
    assert found.count() == 2
    (method, path, sign_in, body) = answering.asked[-1]
    assert (method, path) == ("POST", "/portal/_search")
    assert sign_in == "Basic cmVhZGVyOnBhQHNz"
    assert json.loads(body)["size"] == 10_000


@pytest.mark.django_db
def test_what_is_written_is_one_document_per_object_and_goes_with_it(answering, settings):
    settings.SEARCH_URL = answering.url
    case = a_case("窓口の見直し")
    answering.asked.clear()
    index = SearchBackend({}).get_index_for_model(Case)

    index.add_items(Case, [case])
    index.delete_item(case)

    (_m, path, _s, added), (_m, _p, _s, deleted) = answering.asked
    head, document = map(json.loads, added.splitlines())
    assert path == "/portal/_bulk"
    assert head["index"]["_id"].endswith(f"-{case.pk}")
    assert set(document) == set(SETTINGS["mappings"]["properties"])
    assert "窓口" in document["title"].split()
    assert json.loads(deleted) == {"delete": {"_id": head["index"]["_id"]}}


@pytest.mark.django_db
def test_without_a_server_the_database_answers_and_says_so(settings, caplog):
    cache.clear()
    settings.SEARCH_URL = NOBODY
    case = a_case("窓口の見直し")
    backend = SearchBackend({})

    backend.get_index_for_model(Case).add_items(Case, [case])

    assert [each.pk for each in backend.search("窓口", Case.objects.live())] == [case.pk]
    (finding,) = [each for each in condition(timezone.now()) if each.code == "search"]
    assert finding.state == State.CAUTION
    assert "窓口" not in caplog.text
    with pytest.raises(CommandError, match="検索サーバーにつながりません"):
        call_command("rebuild_search")
    cache.clear()


@pytest.mark.django_db
def test_a_server_that_missed_something_is_not_asked_until_all_is_written_anew(answering):
    engine = OpenSearchEngine(SearchBackend({}).engine, answering.url)
    case = a_case("窓口の見直し")
    SearchBackend({}).get_index_for_model(Case).add_items(Case, [case])
    cache.set("portal.search.opensearch.behind", "missed", None)
    scope = Scope(Case.objects.live())

    found = engine.find(strict(read(PlainText("窓口")).wanted), scope, 10)

    assert [hit.key for hit in found] == [str(case.pk)]
    assert [path for _m, path, _s, _b in answering.asked if path.endswith("_search")] == []
