"""Text from people: the one way from Markdown to HTML, and how it is counted.

Three walls: the Markdown reader knows no HTML and refuses unsafe addresses; bleach and nh3, two
parsers of different make, let through nothing but the list below.
"""

import re
from functools import cache
from urllib.parse import urlsplit

import bleach
import nh3
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from portal.ui.letters import letters

# fmt: off
TAGS = {
    "p", "br", "hr", "em", "strong", "s", "ul", "ol", "li", "blockquote", "code", "pre", "a",
    "span", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}
# fmt: on
EXTERNAL, HIDDEN = "dx-external", "visually-hidden"
ROOM = '<div class="dx-prose__table" role="group" aria-label="表" tabindex="0">'
SCHEMES = {"http", "https", "mailto"}
# What people write in one go is far shorter; the readers' time grows faster than the text.
MARKDOWN_LIMIT = 20_000
# The page has its h1 and h2; what people call a heading stands below them.
HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}
NOTE = f'<span class="{HIDDEN}">（外のサイトを開きます）</span></a>'
MAIL_ADDRESS = re.compile(r"mailto:[\w.!#$&'*+/=^`{|}~-]+@[\w.-]+", re.IGNORECASE)


def sanitize(text: str, top: int | None = None) -> SafeString:
    """Markdown as HTML that cannot script, load, frame, post or pretend.

    A longer text than MARKDOWN_LIMIT is shown as it was typed. Pictures are not shown at all.
    With ``top`` its headings begin at that level and leave none out: for a text that is the page.
    """
    text = storable(text)
    if len(text) > MARKDOWN_LIMIT:
        return format_html("<pre>{}</pre>", text)
    html = _reader().render(text, {"top": top})
    html = bleach.clean(html, tags=TAGS, attributes=_allowed_in_bleach, protocols=SCHEMES)
    html = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href", "rel"}, "ol": {"start"}},
        allowed_classes={"a": {EXTERNAL}, "span": {HIDDEN}},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return mark_safe(with_rooms(html))  # noqa: S308


def with_rooms(html: str) -> str:
    """Sanitized ``html`` with a room around each table, which scrolls by itself where the table is
    too wide and can be reached by keyboard. What has its rooms already stays as it is."""
    if ROOM in html:
        return html
    return html.replace("<table>", f"{ROOM}<table>").replace("</table>", "</table></div>")


def plain(text: str, limit: int | None = None) -> str:
    """The words of a Markdown text in one line, for excerpts; cut at ``limit`` letters with 「…」.

    Not HTML: it must be escaped like every other text.
    """
    tokens = _reader().parse(storable(text)[:MARKDOWN_LIMIT])
    words = [word for token in tokens for word in _words(token)]
    line = " ".join(" ".join(words).split())
    return line if limit is None else _cut(line, limit)


def plain_lines(text: str) -> str:
    """The words of a Markdown text, a line for each paragraph, item and row of a table.

    For comparing two texts by their words. Like ``sanitize``, it leaves a longer text than
    MARKDOWN_LIMIT as it was typed. Not HTML.
    """
    text = storable(text)
    if len(text) > MARKDOWN_LIMIT:
        return text
    lines, cells, mark = [], [], ""
    for token in _reader().parse(text):
        if token.type == "list_item_open":
            mark = f"{token.info}. " if token.info else "・"
        elif token.type in ("th_close", "td_close"):
            cells.append(lines.pop())
        elif token.type == "tr_close":
            lines.append("｜".join(cells))
            cells = []
        else:
            words = _words(token, "\n")
            lines += [mark + each for each in words]
            mark = "" if words else mark
    return "\n".join(lines)


def storable(text: str) -> str:
    """``text`` for showing: what no database of ours would keep is made visible."""
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)


def is_safe_address(address: str) -> bool:
    """Whether a link may lead there: http, https, a mail address, or a place on this site."""
    if re.search(r"[\x00-\x20\x7f\\<>\"]", address) or not address:
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    if address.startswith("#"):
        return True
    if MAIL_ADDRESS.fullmatch(address):
        return True
    try:
        parts = urlsplit(address)
        # A user name in front of the host lets a strange host look like a known one.
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
        return is_web and "@" not in parts.netloc
    except ValueError:
        return False


def is_external(address: str) -> bool:
    """Whether the address leaves this site."""
    if not address.lower().startswith(("http:", "https:")):
        return False
    return urlsplit(address).netloc.lower() != urlsplit(settings.BASE_URL).netloc.lower()


def strong_that_stays_plain(text: str) -> list[str]:
    """The ``**…**`` of a text that will not become bold.

    By the rule of CommonMark, ``です**「強調」**です`` stays as it is: beside a letter, the stars
    must not touch a bracket or a full stop. Source: CommonMark 0.31, 6.2 (flanking).
    """
    plain_lines = [
        "".join(child.content for child in token.children if child.type == "text")
        for token in _reader().parse(storable(text)[:MARKDOWN_LIMIT])
        if token.type == "inline"
    ]
    left = "\n".join(plain_lines)
    typed = re.findall(r"(?<!\\)\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*", text)
    return [words for words in dict.fromkeys(typed) if f"**{words}**" in left]


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
    reader.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])
    reader.validateLink = is_safe_address
    reader.add_render_rule("link_open", _link_open)
    reader.add_render_rule("link_close", _link_close)
    for moment in ("heading_open", "heading_close"):
        reader.add_render_rule(moment, _heading)
    return reader


def _link_open(renderer, tokens, index, options, env):
    token = tokens[index]
    token.attrs.pop("title", None)
    address = str(token.attrGet("href"))
    env.setdefault("links", []).append(is_external(address))
    if is_external(address):
        token.attrSet("rel", "noopener noreferrer")
        token.attrSet("class", EXTERNAL)
    return renderer.renderToken(tokens, index, options, env)


def _link_close(renderer, tokens, index, options, env):
    return NOTE if env["links"].pop() else "</a>"


def _heading(renderer, tokens, index, options, env):
    token = tokens[index]
    if not env.get("top"):
        token.tag = HEADINGS.get(token.tag, "h6")
    else:
        if token.nesting == 1:
            env["above"] = [each for each in env.get("above", []) if each < token.tag] + [token.tag]
        token.tag = f"h{min(env['top'] + len(env['above']) - 1, 6)}"
    return renderer.renderToken(tokens, index, options, env)


def _allowed_in_bleach(tag: str, name: str, value: str) -> bool:
    if tag == "a":
        return name == "rel" or (name == "class" and value == EXTERNAL) or _is_href(name, value)
    if tag == "span":
        return name == "class" and value == HIDDEN
    return tag == "ol" and name == "start" and value.isdecimal()


def _is_href(name: str, value: str) -> bool:
    return name == "href" and is_safe_address(value)


def _words(token, line_break: str = " ") -> list[str]:
    if token.type in ("code_block", "fence"):
        return [token.content.rstrip("\n")]
    if token.type != "inline":
        return []
    breaks = ("softbreak", "hardbreak")
    return ["".join(line_break if each.type in breaks else each.content for each in token.children)]


def _cut(line: str, limit: int) -> str:
    shown = letters(line)
    return line if len(shown) <= limit else "".join(shown[:limit]) + "…"
