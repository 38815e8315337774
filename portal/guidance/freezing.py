"""The text of an edition: as rows while it is written, as one frozen copy ever after.

The frozen copy carries the HTML, too: a later change of how Markdown is shown does not change how
an old edition reads.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from portal.guidance.models import Edition, Passage
from portal.ui.sanitizing import sanitize, with_rooms

FIELDS = ("key", "chapter", "heading", "sort", "text", "remark", "in_history")


class Words(NamedTuple):
    """One passage as readers see it, frozen or still being written. ``html`` is sanitized."""

    key: str
    chapter: str
    heading: str
    sort: str
    text: str
    remark: str
    in_history: str
    html: str

    @property
    def safe_html(self) -> SafeString:
        # Made by sanitize() when it was frozen; the digest shows whether anybody touched it since.
        return mark_safe(with_rooms(self.html))  # noqa: S308


class Chapter(NamedTuple):
    """``anchor`` is its place on the page."""

    title: str
    anchor: str
    passages: list[Words]


def words_of(passage: Passage) -> Words:
    values = [getattr(passage, name) for name in FIELDS]
    return Words(*values, html=str(sanitize(passage.text)))


def passages_of(edition: Edition) -> list[Words]:
    """The text of an edition, in order. Empty when the text is not at hand."""
    if edition.frozen is not None:
        return [Words(**passage) for passage in edition.frozen]
    return [words_of(passage) for passage in edition.passages.order_by("position", "pk")]


def chapters_of(passages: Iterable[Words]) -> list[Chapter]:
    runs = [(title, list(run)) for title, run in groupby(passages, key=lambda words: words.chapter)]
    return [
        Chapter(title, f"chapter-{number}", run)
        for number, (title, run) in enumerate(runs, start=1)
    ]


def as_text(edition: Edition) -> str:
    """The whole text as it was written, for word processors: a mark says that it is UTF-8."""
    lines = [f"{edition.guide}（{edition}）", ""]
    for words in passages_of(edition):
        lines += [f"■ {words.heading}", words.text, ""]
    return "\ufeff" + "\r\n".join("\n".join(lines).splitlines())


def freeze(edition: Edition) -> None:
    """Give ``edition`` its frozen copy and digest; the caller saves it."""
    edition.frozen = [words._asdict() for words in passages_of(edition)]
    edition.digest = digest_of(edition.frozen)


def thaw(edition: Edition) -> None:
    """Take the frozen copy away again from an edition that never was in force."""
    edition.frozen, edition.digest = None, ""


def digest_of(frozen: list[dict]) -> str:
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()


def changed_since_frozen() -> list[Edition]:
    """Editions whose frozen text is no longer what was approved. Empty when all is well."""
    frozen = Edition.objects.exclude(digest="").select_related("guide").order_by("pk")
    return [edition for edition in frozen if digest_of(edition.frozen or []) != edition.digest]
