"""The arithmetic of the evaluation, against figures worked out by hand, and its command."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from casebook.measuring import Document, grown
from casebook.models import Case
from portal.search.evaluation import (
    Judged,
    Outcome,
    ndcg,
    percentile,
    recall,
    reciprocal_rank,
    report,
)
from portal.search.models import SpelledWords
from tests.builders import a_case


def outcome(found: str, milliseconds=1.0, category="x", **relevant) -> Outcome:
    return Outcome(Judged("q", category, relevant or {"a": 2, "b": 1}), list(found), milliseconds)


@pytest.mark.parametrize(
    ("found", "share", "rank", "gain"),
    [
        # Best: 2/log2(2) + 1/log2(3) = 2.6309.
        ("ab", 1.0, 1.0, 1.0),
        ("ba", 1.0, 1.0, 0.8597),  # (1 + 2/1.585) / 2.6309
        ("xa", 0.5, 0.5, 0.4796),  # (2/1.585) / 2.6309
        ("xxb", 0.5, 1 / 3, 0.1900),  # (1/2) / 2.6309
        ("xyz", 0.0, 0.0, 0.0),
        ("", 0.0, 0.0, 0.0),
    ],
)
def test_figures_of_one_query(found, share, rank, gain):
    one = outcome(found)

    assert (recall(one), reciprocal_rank(one)) == (share, rank)
    assert ndcg(one) == pytest.approx(gain, abs=1e-4)


def test_ten_places_are_enough_when_more_are_wanted():
    wanted = dict.fromkeys("abcdefghijkl", 1)

    assert recall(outcome("abcdefghij", **wanted)) == 1.0
    assert ndcg(outcome("abcdefghij", **wanted)) == 1.0


@pytest.mark.parametrize(
    ("values", "share", "value"),
    [([3, 1, 2], 0.5, 2), ([5], 0.95, 5), (list(range(1, 101)), 0.95, 95), ([1, 2], 0.95, 2)],
)
def test_percentiles_are_values_that_occurred(values, share, value):
    assert percentile(values, share) == value


def test_a_report_has_the_whole_and_every_category():
    figures = report([outcome("ab", 10, "one"), outcome("", 20, "two"), outcome("ba", 30, "two")])

    assert figures["overall"] == {
        "recall@10": 0.6667,
        "ndcg@10": 0.6199,
        "mrr": 0.6667,
        "zero_result_share": 0.3333,
        "p50_ms": 20,
        "p95_ms": 30,
        "queries": 3,
    }
    assert {name: row["queries"] for name, row in figures["categories"].items()} == {
        "one": 1,
        "two": 2,
    }


def test_documents_grow_the_same_every_time_from_their_own_sentences():
    documents = [Document("題", "一つ目の長い文章です。二つ目の長い文章です。三つ目の長い文章。")]

    more = grown(documents, 5)

    assert more == grown(documents, 5)
    assert len(more) == 5
    assert set(more[4].body.split("。")) <= set(documents[0].body.split("。"))
    assert grown([], 5) == []


@pytest.fixture
def judged(tmp_path):
    path = tmp_path / "judged.json"
    query = {"query": "窓口", "category": "two", "relevant": {"desk": 2}}
    path.write_text(json.dumps({"queries": [query]}))
    return path


@pytest.mark.parametrize("backend", ["default", "wagtail.search.backends.database"])
def test_the_command_measures_among_other_documents_and_leaves_nothing_behind(
    db, judged, tmp_path, backend
):
    a_case("見本", slug="desk", summary="窓口 を変えた。")
    others = tmp_path / "others.jsonl"
    others.write_text(json.dumps({"id": "1", "title": "別", "body": "別の長い話をする文です。"}))
    before = (Case.objects.count(), SpelledWords.objects.count())
    answer = StringIO()

    call_command(
        "evaluate_search",
        str(judged),
        "--format=json",
        f"--distractors={others}",
        "--grow-to=4",
        f"--backend={backend}",
        stdout=answer,
    )

    figures = json.loads(answer.getvalue())
    assert list(figures) == ["overall", "categories"]
    assert (figures["overall"]["recall@10"], figures["overall"]["queries"]) == (1.0, 1)
    assert (Case.objects.count(), SpelledWords.objects.count()) == before
    assert Case.objects.search("窓口").count() == 1
    assert Case.objects.search("別の長い話").count() == 0


@pytest.mark.parametrize("content", ["", "[]", '{"queries": []}', '{"queries": [{"query": "a"}]}'])
def test_a_file_that_is_no_list_of_judged_queries_is_refused(db, tmp_path, content):
    path = tmp_path / "judged.json"
    path.write_text(content)

    with pytest.raises(CommandError):
        call_command("evaluate_search", str(path))
