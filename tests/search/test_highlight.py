"""What was found is marked as it was written; everything else is escaped."""

import pytest
from django.utils.safestring import SafeString

from portal.search.highlight import MAX_READ_FOR_WORDS, Marker, mark, snippet
from portal.search.models import SynonymGroup

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("行政手続きの手続", "手続", "行政[手続き]の[手続]"),
        ("ペーパーレス化", "ペーパレス", "[ペーパーレス]化"),
        ("AI-OCRとＡＩ・ＯＣＲ", "ＡＩ－ＯＣＲ", "[AI-OCR]と[ＡＩ・ＯＣＲ]"),
        ("約1,300人と1,3000人", "約1300", "[約1,300]人と1,3000人"),
        ("約１，３００人", "約1,300", "[約１，３００]人"),
        ("ﾍﾟｰﾊﾟｰﾚｽの話", "ペーパーレス", "[ﾍﾟｰﾊﾟｰﾚｽ]の話"),
        ("シミュレーション", "シュミレーション", "[シミュレーション]"),
        ("書かない窓口、書くこと", "書かない窓口", "[書かない窓口]、[書く]こと"),
        ("書かない窓口", '"窓口"', "書かない[窓口]"),
        ("窓口と電話", "窓口 -電話", "[窓口]と電話"),
        ("窓口", "", "窓口"),
        ("窓口", "電話", "窓口"),
        ("", "窓口", ""),
    ],
)
def test_variants_of_what_was_typed_are_marked(text, words, marked):
    expected = marked.replace("[", "<mark>").replace("]", "</mark>")

    assert mark(text, words) == expected


def test_a_synonym_is_marked():
    SynonymGroup.objects.create(words="手挙げ、手上げ")

    assert mark("手挙げ方式", "手上げ") == "<mark>手挙げ</mark>方式"


def test_the_text_is_escaped_before_it_is_marked():
    found = mark("<script>窓口 & 'b'</script>", "窓口 script")

    assert found == (
        "&lt;<mark>script</mark>&gt;<mark>窓口</mark> &amp; &#x27;b&#x27;"
        "&lt;/<mark>script</mark>&gt;"
    )
    assert isinstance(found, SafeString)


def test_markup_that_is_searched_for_stays_text():
    assert mark("a <mark> b", "<mark>") == "a &lt;<mark>mark</mark>&gt; b"


def test_an_excerpt_shows_the_place_with_most_of_the_words():
    text = "前置きです。" * 40 + "電話の話です。窓口と電話を変えました。" + "後書きです。" * 40

    found = snippet(text, "窓口 電話", 40)

    assert found.startswith("…<mark>電話</mark>の話です。<mark>窓口</mark>と<mark>電話</mark>を")
    assert found.endswith("…")


def test_an_excerpt_of_a_short_text_is_all_of_it():
    assert snippet("窓口の話\n続き", "窓口", 120) == "<mark>窓口</mark>の話 続き"


def test_an_excerpt_without_any_of_the_words_is_the_beginning():
    assert snippet("前置きです。" * 10, "電話", 6) == "前置きです。…"


def test_what_was_meant_is_marked_beside_what_was_typed():
    marker = Marker("ロジツクモデル", "ロジックモデル")

    found = marker.mark("ロジックモデルを、ロジツクモデルと書いた。")

    assert found == "<mark>ロジックモデル</mark>を、<mark>ロジツクモデル</mark>と書いた。"


def test_an_excerpt_finds_a_row_of_characters_far_down_and_another_form_near_the_beginning():
    before = "前置きです。" * 100
    far = "前置きです。" * (MAX_READ_FOR_WORDS // 6 + 1)

    assert "<mark>書く</mark>" in snippet(f"{before}書くこと。", "書かない", 40)
    assert "<mark>窓口</mark>" in snippet(f"{before * 20}窓口の話", "窓口", 40)
    assert snippet(f"{far}書くこと。", "書かない", 6) == "前置きです。…"
