"""Writing SVG: elements with attributes, never a style; what is text is escaped."""

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.ui.letters import letters

# User units. The page shows one of them as 0.7 to 1.2 pixels, see charts.css.
WIDTH = 480
LINE = 20
LETTER = 13
# On a telephone the letters are larger against the picture.
ROOM_FOR_LETTERS = 1.3
# How many kinds of mark there are: charts.css and ``patterns`` know as many.
KINDS = 6
NOTHING = mark_safe("")


def element(name: str, content="", **attributes) -> SafeString:
    """``<name …>content</name>``. ``class_`` is class, ``text_anchor`` is text-anchor."""
    pairs = ((key.rstrip("_").replace("_", "-"), _short(each)) for key, each in attributes.items())
    return format_html(
        "<{name}{attributes}>{content}</{name}>",
        name=mark_safe(name),  # noqa: S308 - our own word
        attributes=format_html_join("", ' {}="{}"', pairs),
        content=conditional_escape(content),
    )


def joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def text(words: str, x: float, y: float, *, anchor: str = "start", kind: str = "") -> SafeString:
    return element("text", words, x=x, y=y, text_anchor=anchor, class_=_class("text", kind))


def rule(x1: float, y1: float, x2: float, y2: float, *, kind: str) -> SafeString:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=_class("rule", kind))


def block(x: float, y: float, width: float, height: float, **more) -> SafeString:
    return element(
        "rect", x=x, y=y, width=max(width, 0), height=max(height, 0), rx=2, class_="dx-chart__mark",
        **more,
    )  # fmt: skip


def picture(parts: Iterable[SafeString], *, chart, summary: str, height: float) -> SafeString:
    """The whole picture, named for those who cannot see it."""
    names = joined(
        [
            element("title", chart.title, id=f"{chart.id}-title"),
            element("desc", summary, id=f"{chart.id}-desc"),
        ]
    )
    return element(
        "svg", joined([names, *parts]), class_="dx-chart__picture",
        viewBox=f"0 0 {WIDTH} {_short(height)}", role="img",
        aria_labelledby=f"{chart.id}-title {chart.id}-desc",
    )  # fmt: skip


def width_of(words: str) -> float:
    """About how wide the words are: a Japanese letter is as wide as it is high."""
    return sum(LETTER if ord(letter) > 0x2000 else LETTER * 0.6 for letter in words)


def fitted(words: str, room: float) -> str:
    """``words``, cut with 「…」 to what fits on a telephone too; the table has them whole."""
    room /= ROOM_FOR_LETTERS
    if width_of(words) <= room:
        return words
    kept = ""
    for letter in letters(words):
        if width_of(f"{kept}{letter}…") > room:
            break
        kept += letter
    return f"{kept}…"


def patterns(chart_id: str, count: int) -> SafeString:
    """Grounds that differ in their drawing, so that they differ without colour."""
    drawings = [
        [],
        [element("path", d="M0 8 L8 0", class_="dx-chart__hatch")],
        [element("circle", cx=4, cy=4, r=1.6, class_="dx-chart__dot")],
        [element("path", d="M0 4 H8", class_="dx-chart__hatch")],
        [element("path", d="M0 0 L8 8 M0 8 L8 0", class_="dx-chart__hatch")],
        [element("path", d="M4 0 V8", class_="dx-chart__hatch")],
    ]
    made = []
    for kind in range(min(count, KINDS)):
        ground = element("rect", width=8, height=8, class_="dx-chart__ground", data_series=kind)
        made.append(
            element(
                "pattern",
                joined([ground, *drawings[kind]]),
                id=f"{chart_id}-p{kind}",
                width=8,
                height=8,
                patternUnits="userSpaceOnUse",
            )  # fmt: skip
        )
    return element("defs", joined(made))


def fill_of(chart_id: str, place: int) -> dict:
    """The attributes of a mark of the series at ``place``."""
    kind = place % KINDS
    return {"fill": f"url(#{chart_id}-p{kind})", "data_series": kind}


def swatch(chart_id: str, place: int) -> SafeString:
    """The ground of a series as a small square, for the legend."""
    return _small(block(1.0, 1.0, 14.0, 14.0, **fill_of(chart_id, place)))


def point_swatch(chart_id: str, place: int) -> SafeString:
    """The point and the line of a series, for the legend."""
    line = element("path", d="M0 8 H16", class_="dx-chart__line", data_series=place % KINDS)
    return _small(joined([line, marker(place, 8.0, 8.0)]))


def _small(drawing: SafeString) -> SafeString:
    return element(
        "svg", drawing, viewBox="0 0 16 16", width=16, height=16, aria_hidden="true",
        focusable="false",
    )  # fmt: skip


def marker(place: int, x: float, y: float) -> SafeString:
    """A point of a line; each series has a shape of its own."""
    shapes = [
        f"M{x - 4:.1f} {y:.1f} a4 4 0 1 0 8 0 a4 4 0 1 0 -8 0",
        f"M{x - 4:.1f} {y - 4:.1f} h8 v8 h-8 z",
        f"M{x:.1f} {y - 5:.1f} l5 9 h-10 z",
        f"M{x:.1f} {y - 5:.1f} l5 5 l-5 5 l-5 -5 z",
        f"M{x - 5:.1f} {y - 4:.1f} h10 l-5 9 z",
        f"M{x - 5:.1f} {y - 2:.1f} h10 v4 h-10 z",
    ]
    kind = place % KINDS
    return element("path", d=shapes[kind], class_="dx-chart__point", data_series=kind)


def _class(word: str, kind: str) -> str:
    return f"dx-chart__{word}" + (f" dx-chart__{word}--{kind}" if kind else "")


def _short(value) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
