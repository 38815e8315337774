"""Words of the glossary inside a text: the first of each opens its meaning, by mouse and keyboard.

The meaning is a popover of HTML itself: Enter opens it, Escape closes it, no script is needed.
"""

import re
from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.guidance.models import GlossaryTerm

TAG = re.compile(r"(<[^>]*>)")
# Inside of these no word is marked: a button may not stand in a link or a heading of a table.
CLOSED = {"a", "button", "h3", "h4", "h5", "h6", "code", "pre", "th"}
# A term of Latin letters is no part of a longer one: AI stands not in AI-OCR.
LATIN = re.compile(r"[A-Za-z0-9-]")


class Marker:
    """Marks each term once per page, however many passages the page has."""

    def __init__(self, terms: Iterable[GlossaryTerm]):
        self.waiting = {term.term: term for term in terms}
        self.pattern = _pattern(self.waiting)

    def mark(self, html: str) -> SafeString:
        """``html`` was sanitized; what is added here is escaped."""
        if not self.pattern:
            return mark_safe(html)  # noqa: S308
        parts, closed = [], []
        for part in TAG.split(html):
            if part.startswith("<"):
                _follow(part, closed)
                parts.append(part)
            else:
                parts.append(part if closed else self.pattern.sub(self._button, part))
        return mark_safe("".join(parts))  # noqa: S308

    def _button(self, found: re.Match) -> str:
        term = self.waiting.pop(found[0], None)
        if term is None:
            return found[0]
        return format_html(
            '<button class="dx-term" type="button" popovertarget="{0}">{1}'
            '<span class="visually-hidden">（用語の説明を開く）</span></button>'
            '<span class="dx-term__meaning" id="{0}" popover role="note"><strong>{1}</strong> {2} '
            '<a href="{3}#{4}">用語集で見る</a></span>',
            f"meaning-{term.pk}",
            term.term,
            term.meaning,
            reverse("guidance:glossary"),
            term.anchor,
        )


def _pattern(words: Iterable[str]) -> re.Pattern | None:
    """Longest first, so that AIチャットボット is not taken for AI."""
    escaped = [_bounded(word) for word in sorted(words, key=len, reverse=True)]
    return re.compile("|".join(escaped)) if escaped else None


def _bounded(word: str) -> str:
    before = r"(?<![A-Za-z0-9-])" if LATIN.match(word[0]) else ""
    after = r"(?![A-Za-z0-9-])" if LATIN.match(word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


def _follow(tag: str, closed: list[str]) -> None:
    name = re.match(r"</?(\w+)", tag)
    if not name or name[1] not in CLOSED:
        return
    if tag.startswith("</"):
        closed.pop()
    else:
        closed.append(name[1])
