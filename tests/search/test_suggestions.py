"""Did you mean, and completions: only from words of published pages."""

import pytest

from casebook.models import Case
from portal.search.spelling import distance, spelled_words
from portal.search.suggestions import completions, did_you_mean
from tests.builders import a_case


@pytest.fixture
def case(db):
    return a_case(
        "デジタルデバイドを減らす",
        summary="マイナンバーカードとオンライン申請の窓口。GovTechとLINEを使う。",
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("デジタルデバイト", "デジタルデバイド"),
        ("デジタルデバイト 窓口", "デジタルデバイド 窓口"),
        ("マイナンパーカード", "マイナンバーカード"),
        ("govtehc", "GovTech"),
        ("デジタルデバイド", None),
        ("デジタル", None),
        ("マイナンバカード", None),
        ("オンラインデジタル", None),
        ("まったくちがうカタカナノコトバ", None),
        ("窓囗", None),
        ("LIME", "LINE"),
        ("LIM", None),
        ("", None),
        (None, None),
        ("ア" * 500, None),
    ],
)
def test_a_slip_in_katakana_or_latin_letters_is_put_right(case, typed, meant):
    assert did_you_mean(typed) == meant


def test_nothing_is_suggested_from_pages_that_are_not_public(case):
    before = did_you_mean("デジタルデバイト")
    Case.objects.get(pk=case.pk).unpublish()

    assert (before, did_you_mean("デジタルデバイト")) == ("デジタルデバイド", None)
    assert completions("デジ") == []


def test_words_and_titles_that_go_on_from_what_was_typed_are_offered(case):
    assert completions("デジ") == ["デジタルデバイド", "デジタルデバイドを減らす"]
    assert completions("窓口 オンラ") == ["窓口 オンライン", "窓口 オンライン申請"]
    assert completions("減らす") == ["デジタルデバイドを減らす"]


def test_a_new_page_is_offered_at_once(case):
    before = completions("ワーケ")
    a_case(summary="ワーケーションの話")

    assert (before, completions("ワーケ")) == ([], ["ワーケーション"])


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("abc", "abc", 0),
        ("abc", "abd", 1),
        ("abc", "ab", 1),
        ("abc", "xabc", 1),
        ("abc", "acb", 1),
        ("abcd", "dcba", 3),
        ("abc", "abcdef", 3),
    ],
)
def test_slips_are_counted_up_to_the_limit(one, other, slips):
    assert distance(one, other, 2) == slips


def test_addresses_are_no_words():
    assert spelled_words("https://example.jp/Path と mail@example.jp と AI-OCR") == {"AI-OCR"}
