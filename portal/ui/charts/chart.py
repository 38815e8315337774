"""What a picture is made from, and the finished picture with its words and its table."""

from typing import NamedTuple

from django.utils.safestring import SafeString

NOT_ENTERED = "未入力"
# A number; a word that stands in its place (5未満); None where nothing was entered.
Value = int | float | str | None


class Series(NamedTuple):
    """One row of values, in the order of the chart's labels."""

    label: str
    values: list[Value]


class Chart(NamedTuple):
    """The values of one picture. ``id`` is unique on its page and fit for HTML.

    ``axis`` heads the labels in the table; ``summary`` is made from the values when left out.
    """

    id: str
    title: str
    labels: list[str]
    series: list[Series]
    unit: str = ""
    target: float | None = None
    target_label: str = "目標"
    axis: str = "年度"
    summary: str = ""


class Drawing(NamedTuple):
    """A picture as SVG, and the same in words and as a table."""

    id: str
    title: str
    summary: str
    svg: SafeString
    legend: list[tuple[SafeString, str]]
    header: list[str]
    rows: list[tuple[str, list[str]]]
    target: str


def number_of(value: Value) -> float | None:
    """The value as a number; None for a word and for nothing."""
    return None if value is None or isinstance(value, str) else float(value)


def written(value: Value, unit: str = "") -> str:
    """1,234枚; a word as it stands; 未入力 for nothing."""
    if value is None:
        return NOT_ENTERED
    if isinstance(value, str):
        return value
    digits = f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{'0' if digits == '-0' else digits}{unit}"


def target_words(chart: Chart) -> str:
    if chart.target is None:
        return ""
    return f"{chart.target_label} {written(chart.target, chart.unit)}"
