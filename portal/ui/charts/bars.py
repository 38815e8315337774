"""Bars: upright by year, lying by section, and stacked."""

from django.utils.safestring import SafeString

from portal.ui.charts.axes import FOOT, Frame, axes, frame_of, target_line
from portal.ui.charts.chart import Chart, Drawing, number_of, target_words, written
from portal.ui.charts.finishing import finished
from portal.ui.charts.scale import Scale, numbers, scale_of
from portal.ui.charts.svg import (
    LETTER,
    LINE,
    NOTHING,
    WIDTH,
    block,
    fill_of,
    fitted,
    joined,
    patterns,
    rule,
    swatch,
    text,
    width_of,
)

GROUP = 0.72
# Narrower than this there is no room for the value above its bar; it stands in the table.
ROOM_FOR_VALUE = 26
# A lying bar with its label above it: long names of sections keep their line.
ROW = 44
VALUE_ROOM = 110


def columns(chart: Chart) -> Drawing:
    """Upright bars, for values over time. Several series stand side by side."""
    frame = frame_of(chart)
    drawn = [
        _column(chart, frame, place, number)
        for place in range(len(chart.labels))
        for number in range(len(chart.series))
    ]
    return _finished(chart, _in_order(chart, frame, drawn))


def _in_order(chart: Chart, frame: Frame, drawn: list[tuple]) -> list[SafeString]:
    """Marks lie below the target line, their words above it."""
    return [
        patterns(chart.id, len(chart.series)),
        *axes(chart, frame),
        *(mark for mark, _words in drawn),
        *target_line(chart, frame),
        *(words for _mark, words in drawn),
    ]


def _column(chart: Chart, frame: Frame, place: int, number: int) -> tuple[SafeString, SafeString]:
    count = len(chart.series)
    width = frame.slot * GROUP / count
    left = frame.middle(place) - frame.slot * GROUP / 2 + width * number
    value = chart.series[number].values[place]
    middle, zero = left + width / 2, frame.scale.place(0)
    size = number_of(value)
    has_room = width >= ROOM_FOR_VALUE
    if size is None:
        words = text(written(value), middle, zero - 6, anchor="middle", kind="unknown")
        return NOTHING, words if has_room else NOTHING
    y = frame.scale.place(size)
    bar = block(left, min(y, zero), width - 2, abs(zero - y), **fill_of(chart.id, number))
    below = LETTER + 2 if size < 0 else -5
    words = text(written(value), middle, y + below, anchor="middle", kind="value")
    return bar, words if has_room else NOTHING


def stacked(chart: Chart) -> Drawing:
    """Upright bars of parts that add up. What is not a number adds nothing and is in the table."""
    totals = [_total(chart, place) for place in range(len(chart.labels))]
    frame = frame_of(chart, [*totals, *([chart.target] if chart.target is not None else [])])
    drawn = []
    for place, total in enumerate(totals):
        y = frame.scale.place(total) - 5
        is_known = any(number_of(series.values[place]) is not None for series in chart.series)
        words = written(total if is_known else None)
        total_words = text(words, frame.middle(place), y, anchor="middle", kind="value")
        drawn.append((joined(_pile(chart, frame, place)), total_words))
    return _finished(chart, _in_order(chart, frame, drawn))


def _total(chart: Chart, place: int) -> float:
    return sum(number_of(series.values[place]) or 0 for series in chart.series)


def _pile(chart: Chart, frame: Frame, place: int) -> list[SafeString]:
    width = min(frame.slot * GROUP, 64)
    left = frame.middle(place) - width / 2
    bottom, parts = 0.0, []
    for number, series in enumerate(chart.series):
        size = number_of(series.values[place]) or 0
        low, high = frame.scale.place(bottom), frame.scale.place(bottom + size)
        if size:
            parts.append(block(left, high, width, low - high, **fill_of(chart.id, number)))
        bottom += size
    return parts


def bars(chart: Chart) -> Drawing:
    """Lying bars, for comparing sections: each label stands above its bar."""
    scale = scale_of(numbers(chart), 0, WIDTH - VALUE_ROOM)
    head = LINE if chart.target is not None else 0
    per_label = LINE + len(chart.series) * (ROW - LINE)
    parts = [patterns(chart.id, len(chart.series))]
    for place, label in enumerate(chart.labels):
        y = head + place * per_label
        parts.append(text(fitted(label, WIDTH), 0, y + LETTER + 2, kind="axis"))
        for number, series in enumerate(chart.series):
            top = y + LINE + number * (ROW - LINE)
            parts.append(_lying(chart, scale, series.values[place], number, top))
    height = head + len(chart.labels) * per_label + 4
    if scale.low < 0:
        parts.append(rule(scale.place(0), head, scale.place(0), height, kind="zero"))
    parts.extend(_standing_target(chart, scale, height))
    return _finished(chart, parts, height)


def _lying(chart: Chart, scale: Scale, value, number: int, top: float) -> SafeString:
    size, zero = number_of(value), scale.place(0)
    words, y = written(value, chart.unit), top + LETTER
    if size is None:
        return text(words, zero + 6, y, kind="unknown")
    x = scale.place(size)
    bar = block(min(x, zero), top, abs(x - zero), ROW - LINE - 8, **fill_of(chart.id, number))
    return joined([bar, text(words, max(x, zero) + 6, y, kind="value")])


def _standing_target(chart: Chart, scale: Scale, height: float) -> list[SafeString]:
    if chart.target is None:
        return []
    x, words = scale.place(chart.target), target_words(chart)
    anchor = "end" if x + width_of(words) > WIDTH else "start"
    return [
        rule(x, LINE - 4, x, height, kind="target"),
        text(words, x, LETTER, anchor=anchor, kind="target"),
    ]


def _finished(chart: Chart, parts: list[SafeString], height: float = FOOT) -> Drawing:
    return finished(chart, parts, height=height, swatch=swatch)
