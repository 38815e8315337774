"""How text becomes tokens: a table of what must be one word, and what no token may hold."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.analysis import (
    MARK,
    TOUCH,
    fold,
    fold_with_positions,
    pairs,
    running_text,
    segments,
    words,
)


def forms(text: str) -> list[str]:
    return [word.form for word in words(fold(text)) if not word.is_compound]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("手続", "手続き"),
        ("取組", "取り組み"),
        ("ペーパレス", "ペーパーレス"),
        ("シュミレーション", "シミュレーション"),
        ("グループウエア", "グループウェア"),
        ("Ｗｅｂ会議", "ウェブ会議"),
        ("ＡＩ－ＯＣＲ", "AI・OCR"),
        ("こども", "子供"),
        ("ﾍﾟｰﾊﾟｰﾚｽ", "ペーパーレス"),
        ("髙﨑", "高崎"),
    ],
)
def test_spellings_of_one_word_give_the_same_words(one, other):
    assert forms(one) == forms(other) != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("書かない窓口", ["書く", "窓口"]),
        ("DX推進員", ["dx", "推進", "員"]),
        ("約1,300人", ["約", "1300", "人"]),
        ("、。！？「」　\n", []),
        ("🎉", []),
    ],
)
def test_particles_and_punctuation_are_no_words(text, expected):
    assert forms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("手続き", ["手続", "続き", "き"]),
        ("ペーパーレス", ["ペパ", "パレ", "レス", "ス"]),
        ("1,300人", ["1300", "人"]),
        ("RPA導入", ["rpa", "導入", "入"]),
        ("県", ["県"]),
        ("ヴァーチャル", ["バチ", "チャ", "ャル", "ル"]),
    ],
)
def test_characters_are_taken_in_pairs_and_latin_words_and_numbers_whole(text, expected):
    found = [token for segment in segments(fold(text)) for token in pairs(segment)]

    assert found == [MARK + token for token in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AI-OCRを導入、約1,300人", "‹ai›‹ocr›を導入 約‹1300›人"),
        ("手続。続き", "手続 続き"),
        ("", ""),
    ],
)
def test_the_running_text_keeps_whole_words_whole_and_sentences_apart(text, expected):
    assert running_text(segments(fold(text))) == expected


def test_a_text_longer_than_the_dictionary_takes_is_read_in_pieces():
    found = forms("行政手続のオンライン化を進める。" * 3_000)

    assert found.count("手続き") == 3_000


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_no_input_breaks_the_analysis_or_leaves_an_operator_in_a_token(text):
    folded, positions = fold_with_positions(text)
    tokens = [word.form for word in words(folded)]
    tokens += [token for segment in segments(folded) for token in pairs(segment)]

    assert len(folded) == len(positions)
    assert [token for token in tokens if not token.isalnum() or len(token) > 62] == []
    assert [word for word in words(folded) if word.form.startswith((MARK, TOUCH))] == []


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_sqlite_keeps_every_token_whole(text):
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
    database.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, row)")
    tokens = [token for segment in segments(fold(text)) for token in pairs(segment)]

    database.execute("INSERT INTO t VALUES (?)", [" ".join(tokens)])

    assert {row[0] for row in database.execute("SELECT term FROM v")} == set(tokens)
    database.close()
