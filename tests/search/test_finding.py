"""What is found, in which order, and that counts and slices agree. The same on every database."""

import pytest
from modelsearch.query import MATCH_ALL, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.models import Page

from casebook.models import Case
from portal.search.models import SynonymGroup
from tests.builders import a_case

TEXTS = {
    "online": "行政手続きのオンライン化を進める。ペーパーレスも進める。",
    "desk": "書かない窓口を始めた。約1,300人が使う。",
    "scattered": "窓口を広げた。申請書は書かずに済む。",
    "robot": "RPAを導入し、AI-OCRで読み取る。ハンコを廃止した。",
    "volunteer": "手挙げ方式で推進員を募集した。全59市町村が対象。",
}


@pytest.fixture
def cases(db):
    return {slug: a_case(f"見本{slug}", slug=slug, summary=text) for slug, text in TEXTS.items()}


STRICT_HITS = {
    "手続": {"online"},
    "手続き": {"online"},
    "ペーパレス": {"online"},
    "ｵﾝﾗｲﾝ化": {"online"},
    "手続 オンライン": {"online"},
    "手続　ペーパーレス": {"online"},
    "手続 窓口": set(),
    "窓口": {"desk", "scattered"},
    "書かない窓口": {"desk", "scattered"},
    '"書かない窓口"': {"desk"},
    "「書かない窓口」": {"desk"},
    "窓口 -書かない": set(),
    "窓口 -申請": {"desk"},
    "1300": {"desk"},
    "約1,300": {"desk"},
    "130": set(),
    "ＲＰＡ": {"robot"},
    "rpa導入": {"robot"},
    "RP": set(),
    "AI OCR": {"robot"},
    "ＡＩ－ＯＣＲ": {"robot"},
    "はんこ": {"robot"},
    "59市町村": {"volunteer"},
    "町": {"volunteer"},
    "県": set(),
}


def test_every_word_typed_is_on_the_pages_found(cases, strict_slugs):
    assert {words: strict_slugs(words) for words in STRICT_HITS} == STRICT_HITS


QUERIES = [
    (Phrase("書かない窓口"), {"desk"}),
    (Phrase("窓口書かない"), set()),
    (PlainText("RPA 手挙げ", operator="or"), {"robot", "volunteer"}),
    (And([PlainText("窓口"), PlainText("申請")]), {"scattered"}),
    (Or([PlainText("RPA"), Phrase("手挙げ")]), {"robot", "volunteer"}),
    (And([PlainText("窓口"), Not(PlainText("申請"))]), {"desk"}),
    (And([Not(PlainText("窓口")), Not(PlainText("手続"))]), {"robot", "volunteer"}),
    (Or([PlainText("RPA"), Not(PlainText("窓口"))]), {"online", "robot", "volunteer"}),
    (Not(PlainText("窓口")), {"online", "robot", "volunteer"}),
    (Not(Not(PlainText("RPA"))), {"robot"}),
    (Boost(PlainText("RPA"), 3), {"robot"}),
    (Fuzzy("RPA"), {"robot"}),
    (MATCH_ALL, set(TEXTS)),
    (Not(MATCH_ALL), set()),
]


def test_queries_of_wagtails_interface_are_understood(cases, strict_slugs):
    found = [(query, strict_slugs(query)) for query, _expected in QUERIES]

    assert found == QUERIES


def test_a_title_counts_more_than_the_text(db, slugs):
    a_case("別の話", slug="in-text", summary="申請の受付を広げる話です。")
    a_case("申請の受付", slug="in-title", summary="別の話を広げる話です。")

    assert slugs("申請") == ["in-title", "in-text"]


def test_a_tag_counts_more_than_the_text(db, slugs):
    a_case("甲", slug="in-text", summary="勉強会を開く話です。")
    tagged = a_case("乙", slug="tagged", tags=["勉強会"], summary="研究会を開く話です。")
    tagged.save()  # Tags are stored after the page itself; in real life the index task waits.

    assert slugs("勉強会") == ["tagged", "in-text"]


def test_a_page_that_also_uses_other_words_for_it_is_more_about_it(db, slugs):
    SynonymGroup.objects.create(words="費用、経費、コスト")
    a_case("甲", slug="both", summary="コストを調べた。費用は少なく、経費も少ない。")
    a_case("乙", slug="once", summary="コストを調べた。時間は少なく、手間も少ない。")

    assert slugs("コスト") == ["both", "once"]


def test_a_long_page_is_not_put_behind_a_short_one_for_its_length(db, slugs):
    a_case("甲", slug="long", summary="研修を開く。研修は毎年。" + "ほかの話も詳しく書く。" * 200)
    a_case("乙", slug="short", summary="研修を開く。")

    assert slugs("研修") == ["long", "short"]


def test_small_and_large_are_words_of_a_question(db, slugs):
    a_case("甲", slug="small", summary="規模の小さい村の話です。")
    a_case("乙", slug="large", summary="規模の大きい村の話です。")

    assert slugs("小さな村はどうしているか")[0] == "small"
    assert slugs("大きな村はどうしているか")[0] == "large"


def test_words_in_a_row_come_before_words_that_are_scattered(cases, slugs):
    assert slugs("書かない窓口") == ["desk", "scattered"]


def test_near_pages_come_after_the_others_and_are_told_apart(cases):
    results = Case.objects.live().search("手挙げ 窓口")
    pks = results.ranked_pks()

    assert results.related_from == 0
    assert set(pks) == {cases[slug].pk for slug in ("volunteer", "desk", "scattered")}


def test_a_question_in_plain_words_finds_near_pages(cases, slugs):
    assert slugs("推進員はどうやって募集すればいいですか")[0] == "volunteer"


def test_a_misspelt_word_still_leads_to_its_page(cases, slugs):
    assert slugs("オンランイ化")[0] == "online"


def test_counts_slices_and_scores_agree(cases):
    results = Case.objects.live().search("窓口")
    pks = results.ranked_pks()

    assert results.count() == len(results) == len(pks) == 2
    assert [case.pk for case in results[1:2]] == pks[1:]
    assert results[0].pk == pks[0]
    assert [case.pk for case in results.get_queryset()] == pks
    assert results[5:9].count() == 0
    scores = [case.score for case in results.annotate_score("score")]
    assert scores == sorted(scores, reverse=True)


def test_facets_count_every_hit_by_value(cases):
    a_case("下書き", summary="窓口", live=False)

    results = Page.objects.live().search("窓口")

    assert results.facet("live") == {True: 2}


def test_the_callers_order_is_kept_on_request(cases):
    ascending = Case.objects.live().order_by("title").search("窓口", order_by_relevance=False)
    descending = Case.objects.live().search("窓口", order_by="-title")

    assert [case.slug for case in ascending] == ["desk", "scattered"]
    assert [case.slug for case in descending] == ["scattered", "desk"]


def test_only_titles_are_looked_at_when_asked(cases, strict_slugs):
    assert strict_slugs("見本desk", fields=["title"]) == {"desk"}
    assert strict_slugs("窓口", fields=["title"]) == set()


@pytest.mark.parametrize(
    ("typed", "expected"), [("見本", 5), ("見本rob", 1), ("本", 5), ("窓口", 0)]
)
def test_looking_up_finds_any_part_of_a_title(cases, typed, expected):
    assert Case.objects.autocomplete(typed).count() == expected


def test_the_callers_filters_hold(cases):
    none = Case.objects.none().search("窓口")
    one = Case.objects.filter(pk=cases["desk"].pk)

    assert list(none) == []
    assert [case.slug for case in one.search("窓口")] == ["desk"]
    assert [case.slug for case in one.search(MATCH_ALL)] == ["desk"]


def test_a_search_asks_the_database_the_same_few_times_for_one_and_for_three_cases(
    db, django_assert_max_num_queries
):
    a_case(summary="窓口を一つにした。")
    list(Case.objects.live().search("窓口"))

    with django_assert_max_num_queries(14):
        list(Case.objects.live().search("窓口"))
    a_case(summary="窓口を二つにした。")
    a_case(summary="窓口を三つにした。")
    with django_assert_max_num_queries(14):
        list(Case.objects.live().search("窓口"))
