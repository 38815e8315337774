"""A grid of values: darker for more, with the value in each cell and a bar at its foot."""

from django.utils.safestring import SafeString

from portal.ui.charts.chart import Chart, Drawing, Value, number_of, written
from portal.ui.charts.finishing import finished
from portal.ui.charts.scale import numbers
from portal.ui.charts.svg import LINE, NOTHING, WIDTH, block, element, fitted, joined, text

LEVELS = 4
CELL, HEAD = 40, 26
NAMES = 150


def heat(chart: Chart) -> Drawing:
    """Labels run down, series run across; none of them below zero."""
    width = (WIDTH - NAMES) / max(len(chart.series), 1)
    top = max(numbers(chart), default=0)
    parts = []
    for number, series in enumerate(chart.series):
        name, middle = fitted(series.label, width), NAMES + (number + 0.5) * width
        parts.append(text(name, middle, LINE - 4, anchor="middle", kind="axis"))
    for place, label in enumerate(chart.labels):
        y = HEAD + place * CELL
        parts.append(text(fitted(label, NAMES), 0, y + CELL / 2 + 4, kind="axis"))
        for number, series in enumerate(chart.series):
            x = NAMES + number * width
            parts.append(_cell(series.values[place], top, x, y, width))
    return finished(chart, parts, height=HEAD + len(chart.labels) * CELL)


def _cell(value: Value, top: float, x: float, y: float, width: float) -> SafeString:
    size = number_of(value)
    share = (size or 0) / top if top else 0
    ground = element(
        "rect", x=x + 1, y=y + 1, width=width - 2, height=CELL - 2.0, class_="dx-chart__cell",
        data_level=round(share * LEVELS),
    )  # fmt: skip
    kind = "unknown" if size is None else "value"
    words = text(written(value), x + width / 2, y + CELL / 2 + 3, anchor="middle", kind=kind)
    bar = block(x + 5, y + CELL - 9, (width - 10) * share, 5.0, data_series=0) if share else NOTHING
    return joined([ground, words, bar])
