"""The frame of a picture with upright axes: lines with numbers, labels below, the target line."""

from typing import NamedTuple

from django.utils.safestring import SafeString

from portal.ui.charts.chart import Chart, target_words, written
from portal.ui.charts.scale import Scale, numbers, scale_of
from portal.ui.charts.svg import LETTER, LINE, ROOM_FOR_LETTERS, WIDTH, fitted, rule, text, width_of

TOP, BOTTOM, RIGHT = 36, 226, 12
FOOT = BOTTOM + LINE + 10
# What a label may take although its slot is narrower: no month and no year needs more.
LABEL = 130


class Frame(NamedTuple):
    """Where the values stand: ``left`` to ``right``, ``slot`` wide per label."""

    scale: Scale
    left: float
    right: float
    slot: float

    def middle(self, place: int) -> float:
        return self.left + (place + 0.5) * self.slot


def frame_of(chart: Chart, values: list[float] | None = None) -> Frame:
    scale = scale_of(numbers(chart) if values is None else values, BOTTOM, TOP)
    widest = max(width_of(written(tick)) for tick in scale.ticks())
    left = widest * ROOM_FOR_LETTERS + 10
    right = WIDTH - RIGHT
    return Frame(scale, left, right, (right - left) / max(len(chart.labels), 1))


def axes(chart: Chart, frame: Frame) -> list[SafeString]:
    parts = []
    for tick in frame.scale.ticks():
        y = frame.scale.place(tick)
        parts.append(rule(frame.left, y, frame.right, y, kind="zero" if tick == 0 else "grid"))
        parts.append(text(written(tick), frame.left - 6, y + LETTER / 3, anchor="end", kind="axis"))
    if chart.unit:
        parts.append(text(f"（{chart.unit}）", 0, LETTER, kind="axis"))
    return [*parts, *_labels(chart, frame)]


def target_line(chart: Chart, frame: Frame) -> list[SafeString]:
    if chart.target is None:
        return []
    y, words = frame.scale.place(chart.target), target_words(chart)
    # The name stands above the picture, where no value can lie under it.
    sign = frame.right - width_of(words) * ROOM_FOR_LETTERS - 4
    return [
        rule(frame.left, y, frame.right, y, kind="target"),
        rule(sign - 26, LETTER - 4, sign, LETTER - 4, kind="target"),
        text(words, frame.right, LETTER, anchor="end", kind="target"),
    ]


def _labels(chart: Chart, frame: Frame) -> list[SafeString]:
    """As many labels as fit, the last one always; all of them stand in the table."""
    labels = [fitted(label, max(frame.slot - 4, LABEL)) for label in chart.labels]
    widest = max(map(width_of, labels), default=0) * ROOM_FOR_LETTERS
    every = max(1, -(-int(widest + 4) // max(1, int(frame.slot))))
    last = len(labels) - 1
    return [
        text(label, frame.middle(place), BOTTOM + LINE, anchor="middle", kind="axis")
        for place, label in enumerate(labels)
        if (last - place) % every == 0
    ]
