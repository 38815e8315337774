"""The content files: texts with a little mark-up, so that an article reads as one.

---                                   the head of a guide, ``name: value`` a line
% 手続 | 1.0-draft=手続き | 2.0=手続     a word that editions write differently: {手続}
# 第1章 …                              a chapter
## key | heading | sort               a passage; the sort may be left out
text                                  what all editions say …
@2.0 text                             … or what one edition says; others lack the passage
@remark …    @history …               its remark, and what the 改定履歴 says about it
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from portal.guidance.vocabulary import Sort

MARK = re.compile(r"^@(\S+) (.*)$")


class Piece(NamedTuple):
    """One passage. ``bodies`` by edition; with the key "" what all editions say."""

    chapter: str
    key: str
    heading: str
    sort: str
    bodies: dict[str, str]
    remark: str
    in_history: str

    def body_of(self, code: str) -> str | None:
        """The text in the edition ``code``; None when that edition has no such passage."""
        return self.bodies.get(code, self.bodies.get(""))


class Article(NamedTuple):
    head: dict[str, str]
    words: dict[str, dict[str, str]]
    pieces: list[Piece]


def guides_of(folder: Path) -> list[Article]:
    return [article_of(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))]


def article_of(text: str) -> Article:
    head, body = _head(text)
    lines = body.splitlines()
    words = dict(_word(line) for line in lines if line.startswith("% "))
    return Article(head, words, list(_pieces(lines)))


def substituted(body: str, words: dict[str, dict[str, str]], code: str) -> str:
    """``body`` with the words of this edition in place of {手続}."""
    for word, by_edition in words.items():
        body = body.replace(f"{{{word}}}", by_edition.get(code, word))
    return body


def _head(text: str) -> tuple[dict[str, str], str]:
    if not text.startswith("---\n"):
        return {}, text
    head, body = text.removeprefix("---\n").split("\n---\n", 1)
    return dict(line.split(": ", 1) for line in head.splitlines()), body


def _word(line: str) -> tuple[str, dict[str, str]]:
    word, *spellings = line.removeprefix("% ").split(" | ")
    return word, dict(spelling.split("=", 1) for spelling in spellings)


def _pieces(lines: list[str]) -> Iterator[Piece]:
    chapter, title, held = "", None, []
    for line in [*lines, "# "]:
        if line.startswith(("# ", "## ")):
            if title:
                yield _piece(chapter, title, held)
            title, held = None, []
        if line.startswith("## "):
            title = line.removeprefix("## ")
        elif line.startswith("# "):
            chapter = line.removeprefix("# ")
        elif title:
            held.append(line)


def _piece(chapter: str, title: str, lines: list[str]) -> Piece:
    key, heading, *sort = title.split(" | ")
    marks = dict(found.groups() for line in lines if (found := MARK.match(line)))
    remark, in_history = marks.pop("remark", ""), marks.pop("history", "")
    common = "\n".join(line for line in lines if not MARK.match(line)).strip()
    bodies = {"": common} if common else marks
    return Piece(chapter, key, heading, sort[0] if sort else Sort.TEXT, bodies, remark, in_history)
