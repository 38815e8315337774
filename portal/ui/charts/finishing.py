"""Giving a picture its words: summary, legend and table."""

from collections.abc import Callable, Iterable

from django.utils.safestring import SafeString

from portal.ui.charts.chart import Chart, Drawing, Series, target_words, written
from portal.ui.charts.svg import picture

SERIES_IN_SUMMARY = 4


def finished(
    chart: Chart,
    parts: Iterable[SafeString],
    *,
    height: float,
    swatch: Callable[[str, int], SafeString] | None = None,
) -> Drawing:
    """The drawing with its table: one line per label, one column per series.

    ``swatch`` draws the sign of a series for the legend, which one series alone does not need.
    """
    rows = [
        (label, [written(series.values[place], chart.unit) for series in chart.series])
        for place, label in enumerate(chart.labels)
    ]
    summary = chart.summary or _summary(chart)
    signs = []
    if swatch and len(chart.series) > 1:
        signs = [swatch(chart.id, place) for place in range(len(chart.series))]
    return Drawing(
        id=chart.id,
        title=chart.title,
        summary=summary,
        svg=picture(parts, chart=chart, summary=summary, height=height),
        legend=[(sign, series.label) for sign, series in zip(signs, chart.series, strict=False)],
        header=[chart.axis, *(series.label for series in chart.series)],
        rows=rows,
        target=target_words(chart),
    )


def _summary(chart: Chart) -> str:
    sentences = [_course(chart, series) for series in chart.series[:SERIES_IN_SUMMARY]]
    if len(chart.series) > SERIES_IN_SUMMARY:
        sentences.append(f"ほか{len(chart.series) - SERIES_IN_SUMMARY}系列は表にあります")
    if target := target_words(chart):
        sentences.append(target)
    return "。".join(sentences) + "。"


def _course(chart: Chart, series: Series) -> str:
    known = [
        (label, value)
        for label, value in zip(chart.labels, series.values, strict=True)
        if value is not None
    ]
    name = f"{series.label}は" if len(chart.series) > 1 else ""
    if not known:
        return f"{name}まだ入力がありません"
    first, last = (
        f"{label} {written(value, chart.unit)}" for label, value in (known[0], known[-1])
    )
    return f"{name}{first}" if len(known) == 1 else f"{name}{first}から、{last}"
