"""How far: 2 of 5 as a row of boxes, or a share as one bar."""

from typing import NamedTuple

from django.utils.safestring import SafeString

from portal.ui.charts.chart import NOT_ENTERED, Value, number_of, written
from portal.ui.charts.svg import element, joined

BOX, GAP, HEIGHT = 22, 4, 14
# More steps than this are one bar.
BOXES = 10
LENGTH = 200


class Meter(NamedTuple):
    """A value against its greatest, as SVG and as words."""

    label: str
    words: str
    svg: SafeString


def meter(label: str, value: Value, maximum: float, *, unit: str = "") -> Meter:
    """``label`` says what is measured. A word or nothing leaves the meter empty."""
    size = min(max(number_of(value) or 0, 0), maximum)
    is_known = number_of(value) is not None
    words = f"{written(value, unit)} / {written(maximum, unit)}" if is_known else written(value)
    if maximum <= BOXES and float(maximum).is_integer():
        parts, width = _boxes(size, int(maximum))
    else:
        parts, width = _bar(size / maximum if maximum else 0)
    svg = element(
        "svg", joined(parts), class_="dx-meter__picture", viewBox=f"0 0 {width} {HEIGHT + 2}",
        width=width, height=HEIGHT + 2, aria_hidden="true", focusable="false",
    )  # fmt: skip
    return Meter(label, words or NOT_ENTERED, svg)


def _boxes(size: float, count: int) -> tuple[list[SafeString], int]:
    parts = []
    for number in range(count):
        x = 1 + number * (BOX + GAP)
        parts.append(_rect(x, BOX, "empty"))
        part = min(max(size - number, 0), 1)
        if part:
            parts.append(_rect(x, BOX * part, "full"))
    return parts, count * (BOX + GAP)


def _bar(share: float) -> tuple[list[SafeString], int]:
    parts = [_rect(1, LENGTH, "empty")]
    if share:
        parts.append(_rect(1, LENGTH * share, "full"))
    return parts, LENGTH + 2


def _rect(x: float, width: float, kind: str) -> SafeString:
    return element(
        "rect", x=x, y=1, width=float(width), height=HEIGHT, rx=2, class_="dx-meter__box",
        data_state=kind,
    )  # fmt: skip
