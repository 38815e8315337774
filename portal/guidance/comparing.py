"""What changed between two editions: by chapter with the words marked, and as a list."""

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.guidance.freezing import Words
from portal.guidance.vocabulary import Sort
from portal.ui.sanitizing import plain_lines

# Runs of 漢字, カタカナ, latin letters and figures are words enough; ひらがな go one by one,
# so that of 手続きの the き alone is marked.
WORDS = re.compile(r"[一-龠々〆]+|[ァ-ヶー]+|[A-Za-zＡ-Ｚａ-ｚ]+|[0-9０-９]+|\s+|.", re.DOTALL)
ADDED, REMOVED, SAME = "追加", "削除", "変更なし"
# A passage of this sort keeps its name though one side lacks it: nothing was added by anybody.
NOT_ON_ONE_SIDE = {Sort.FIGURE, Sort.LEFTOVER, Sort.LAYOUT}
LASTING = {Sort.MIXED, Sort.DOUBT}


class Change(NamedTuple):
    """One line of the list. ``was`` and ``now`` are None where the edition has no such passage.

    ``was_marked`` and ``now_marked`` are the words in HTML with <del> and <ins>, without the marks
    of Markdown. ``kind`` says in one word what sort of change it is; 変更なし stands for what
    stayed although somebody should know of it.
    """

    key: str
    kind: str
    chapter: str
    heading: str
    was: str | None
    now: str | None
    was_marked: SafeString | str
    now_marked: SafeString | str
    remark: str
    in_history: str

    @property
    def is_change(self) -> bool:
        return self.was != self.now

    @property
    def is_of_form_alone(self) -> bool:
        """Whether the same words became a table, a list, bold, or lead elsewhere."""
        return None not in (self.was, self.now) and self.was_marked == self.now_marked


class ChapterChanges(NamedTuple):
    title: str
    changes: list[Change]


def changes_between(old: list[Words], new: list[Words]) -> list[Change]:
    """In the order of the newer edition; what is gone stands where its chapter stands."""
    before = {words.key: words for words in old}
    after = {words.key: words for words in new}
    found = [_change(before.get(key), after.get(key)) for key in _in_order(old, new)]
    return [change for change in found if change.is_change or change.kind != ""]


def by_chapter(changes: list[Change]) -> list[ChapterChanges]:
    runs = groupby(changes, key=lambda change: change.chapter)
    return [ChapterChanges(title, list(run)) for title, run in runs]


def _in_order(old: list[Words], new: list[Words]) -> list[str]:
    """The keys of ``new``, each gone one of ``old`` after the one it stood behind."""
    keys = [words.key for words in new]
    previous = None
    for words in old:
        if words.key not in keys:
            keys.insert(keys.index(previous) + 1 if previous else 0, words.key)
        previous = words.key
    return keys


def _change(was: Words | None, now: Words | None) -> Change:
    shown = now or was
    return Change(
        shown.key,
        _kind(was, now),
        shown.chapter,
        shown.heading,
        was.text if was else None,
        now.text if now else None,
        *marked(plain_lines(was.text if was else ""), plain_lines(now.text if now else "")),
        shown.remark,
        shown.in_history,
    )


def _kind(was: Words | None, now: Words | None) -> str:
    """Empty for what stayed and needs no word."""
    sort = Sort((now or was).sort)
    if was and now and was.text == now.text:
        return _kind_of_unchanged(now, sort)
    if sort in NOT_ON_ONE_SIDE:
        return sort.label
    if was is None:
        return ADDED
    if now is None:
        return REMOVED
    return sort.label


def _kind_of_unchanged(now: Words, sort: Sort) -> str:
    if sort in LASTING:
        return sort.label
    return SAME if now.remark else ""


def marked(was: str, now: str) -> tuple[SafeString, SafeString]:
    """Both texts with what is gone in <del> and what is new in <ins>."""
    old, new = WORDS.findall(was), WORDS.findall(now)
    old_parts, new_parts = [], []
    for step, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        old_parts.append(_part("del", "削除ここから", gone) if step != "equal" and gone else gone)
        new_parts.append(_part("ins", "追加ここから", come) if step != "equal" and come else come)
    return _joined(old_parts), _joined(new_parts)


def _part(tag: str, spoken: str, words: str) -> SafeString:
    """Screen readers do not say <del> and <ins>: words that cannot be seen do."""
    return format_html(
        '<{0}><span class="visually-hidden">（{1}）</span>{2}'
        '<span class="visually-hidden">（ここまで）</span></{0}>',
        tag,
        spoken,
        words,
    )


def _joined(parts: list[str]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
