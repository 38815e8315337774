"""Plain text as editors type it, shown as paragraphs and lists."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

BULLET = "・"


@register.filter
def prose(text: str) -> SafeString:
    """Blank lines part paragraphs; lines beginning with ・ become a list. All is escaped."""
    blocks = [block.splitlines() for block in _blocks(text or "")]
    return format_html_join(
        "\n", "{}", ((_list(lines) if _is_list(lines) else _paragraph(lines),) for lines in blocks)
    )


def _blocks(text: str) -> list[str]:
    """Runs of lines of one sort: a list may follow its paragraph without a blank line."""
    blocks, last = [], None
    for line in text.splitlines():
        sort = bool(line.strip()) and line.startswith(BULLET)
        if not line.strip():
            last = None
        elif last == sort:
            blocks[-1] += "\n" + line
        else:
            blocks.append(line)
            last = sort
    return blocks


def _is_list(lines: list[str]) -> bool:
    return lines[0].startswith(BULLET)


def _list(lines: list[str]) -> SafeString:
    return format_html(
        "<ul>{}</ul>",
        format_html_join(
            "", "<li>{}</li>", ((line.removeprefix(BULLET).strip(),) for line in lines)
        ),
    )


def _paragraph(lines: list[str]) -> SafeString:
    return format_html(
        "<p>{}</p>", format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))
    )


@register.filter
def source_links(source: str) -> SafeString:
    """A source as typed: addresses become links that say they leave the house, words stay words."""
    return format_html_join(" ／ ", "{}", ((_source(part.strip()),) for part in source.split("／")))


def _source(part: str) -> str:
    if not part.startswith(("https://", "http://")):
        return part
    return render_to_string("components/external_link.html", {"url": part, "label": part})
