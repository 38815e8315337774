"""From values to places: an axis with round numbers that always shows zero."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from portal.ui.charts.chart import Chart, number_of

STEPS = 4


class Scale(NamedTuple):
    """Values from ``low`` to ``high`` lie between the places ``start`` and ``end``."""

    low: float
    high: float
    step: float
    start: float
    end: float

    def place(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [round(self.low + self.step * number, 6) for number in range(count + 1)]


def scale_of(values: Iterable[float], start: float, end: float) -> Scale:
    known = [*values, 0.0]
    low, high = min(known), max(known)
    if low == high:
        high = low + 1
    step = _round_step((high - low) / STEPS)
    if all(float(value).is_integer() for value in known):
        # Nobody counts quarters of a person.
        step = math.ceil(step)
    return Scale(math.floor(low / step) * step, math.ceil(high / step) * step, step, start, end)


def numbers(chart: Chart) -> list[float]:
    """All numbers of the chart, and its target."""
    found = [number_of(value) for series in chart.series for value in series.values]
    return [value for value in [*found, chart.target] if value is not None]


def _round_step(raw: float) -> float:
    """The next of 1, 2, 2.5, 5, 10 times a power of ten."""
    power = 10 ** math.floor(math.log10(raw))
    return next(power * base for base in (1, 2, 2.5, 5, 10) if power * base >= raw * 0.999)
