"""The reader's diff, on small texts."""

import pytest

from portal.guidance.comparing import by_chapter, changes_between, marked
from portal.guidance.freezing import Words


def words(key, text, *, chapter="第1章", sort="text", remark=""):
    return Words(key, chapter, f"見出し {key}", sort, text, remark, "", "")


def plain(marked_words):
    return (
        marked_words.replace('<span class="visually-hidden">（ここまで）</span>', "")
        .replace('<span class="visually-hidden">（追加ここから）</span>', "")
        .replace('<span class="visually-hidden">（削除ここから）</span>', "")
    )


@pytest.mark.parametrize(
    ("was", "now", "was_marked", "now_marked"),
    [
        ("手続きの満足度", "手続の満足度", "手続<del>き</del>の満足度", "手続の満足度"),
        ("令和7年度", "令和6年度", "令和<del>7</del>年度", "令和<ins>6</ins>年度"),
        ("", "新しい", "", "<ins>新</ins><ins>しい</ins>"),
        ("同じ", "同じ", "同じ", "同じ"),
        ("<b>", "<i>", "&lt;<del>b</del>&gt;", "&lt;<ins>i</ins>&gt;"),
    ],
)
def test_words_are_marked(was, now, was_marked, now_marked):
    old, new = marked(was, now)

    assert (plain(old), plain(new).replace("</ins><ins>", "")) == (
        was_marked,
        now_marked.replace("</ins><ins>", ""),
    )


def test_words_are_compared_without_marks_of_markdown():
    was = "| 段階 | すること |\n|---|---|\n| 第1 | **紙**を減らす |"
    now = "| 段階 | すること |\n|---|---|\n| 第1 | **紙**をなくす |"

    [change] = changes_between([words("a", was)], [words("a", now)])

    assert "第1｜紙を<del>" in change.was_marked
    assert not {"|", "*", "-"} & set(plain(change.was_marked) + plain(change.now_marked))
    assert not change.is_of_form_alone


def test_same_words_in_another_form_are_a_change_of_form_alone():
    [change] = changes_between([words("a", "紙を減らす")], [words("a", "**紙**を減らす")])

    assert change.is_change
    assert change.is_of_form_alone


@pytest.mark.parametrize(("was", "now"), [([], ["a"]), (["a"], [])])
def test_what_came_or_went_is_no_change_of_form_alone(was, now):
    [change] = changes_between([words(key, "") for key in was], [words(key, "") for key in now])

    assert not change.is_of_form_alone


def test_what_was_moved_alone_is_no_change():
    old, new = [words("a", "1"), words("b", "2")], [words("b", "2"), words("a", "1")]

    assert changes_between(old, new) == []


def test_what_is_gone_stands_where_it_stood():
    old = [words("a", "1"), words("gone", "2"), words("c", "3")]
    new = [words("a", "1."), words("c", "3.")]

    changes = changes_between(old, new)

    assert [(change.key, change.kind) for change in changes] == [
        ("a", "文章"),
        ("gone", "削除"),
        ("c", "文章"),
    ]


def test_an_edition_against_itself_shows_what_stays_and_should_be_known():
    text = [words("a", "令和6年度予定", sort="environment", remark="期日経過"), words("b", "2")]

    assert [(change.key, change.kind) for change in changes_between(text, text)] == [
        ("a", "変更なし")
    ]


def test_changes_are_grouped_by_chapter():
    new = [words("a", "1"), words("b", "2", chapter="第2章"), words("c", "3", chapter="第2章")]

    found = by_chapter(changes_between([], new))

    assert [(chapter.title, len(chapter.changes)) for chapter in found] == [
        ("第1章", 1),
        ("第2章", 2),
    ]
