"""The manuals of the product: one per role, as Markdown files in ``manual_texts``.

A file begins with lines ``key: value`` up to a blank line: ``title``, ``lead``, and ``roles``, the
codes of those whom it is for (``everyone`` and ``heads`` besides the roles). A picture is a line
``![what it shows](name)``: ``pictures.json`` says as whom and where the browser tests take it, so
that a page that is gone is noticed.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from portal.staff.models import StaffMember
from portal.staff.roles import roles_of

FOLDER = Path(__file__).parent / "manual_texts"
EVERYONE, HEADS = "everyone", "heads"
RELEASES = settings.BASE_DIR / "CHANGELOG.md"


class Manual(NamedTuple):
    slug: str
    title: str
    lead: str
    roles: frozenset[str]
    text: str

    @property
    def html(self) -> SafeString:
        return as_html(self.text)

    def is_for(self, staff: StaffMember) -> bool:
        held = {EVERYONE, *(role.value for role in roles_of(staff))}
        return bool(self.roles & (held | {HEADS} if staff.is_manager else held))


class Picture(NamedTuple):
    """``user`` is a demo person, ``path`` the page that the picture shows.

    Without a path one of the days in the life takes it, in the middle of the work.
    """

    user: str
    path: str = ""


@cache
def manuals() -> dict[str, Manual]:
    """By slug, in the order of the files' names."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.md"))]
    return {manual.slug: manual for manual in found}


@cache
def pictures() -> dict[str, Picture]:
    rows = json.loads((FOLDER / "pictures.json").read_text())
    return {name: Picture(**row) for name, row in rows.items()}


def releases() -> SafeString:
    """What changed from version to version, as the people of the city read it."""
    _title, _blank, text = RELEASES.read_text().partition("\n")
    return as_html(text)


def as_html(text: str) -> SafeString:
    """For texts of the product itself: people's own words go through ``sanitize``."""
    return mark_safe(_reader().render(text))  # noqa: S308


def _read(path: Path) -> Manual:
    head, _blank, text = path.read_text().partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    roles = frozenset(fields["roles"].split())
    return Manual(path.stem.partition("-")[2], fields["title"], fields["lead"], roles, text)


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.add_render_rule("image", _picture)
    return reader


def _picture(renderer, tokens, index, options, env):
    name = tokens[index].attrs["src"]
    alt = renderer.renderInlineAsText(tokens[index].children, options, env)
    address = static(f"home/manual/{name}.png")
    image = '<img class="dx-manual__picture" src="{}" alt="{}" loading="lazy">'
    return format_html(image, address, alt)
