"""Lines over time, with a shape of its own for each series and its name at its end."""

from django.utils.safestring import SafeString

from portal.ui.charts.axes import FOOT, Frame, axes, frame_of, target_line
from portal.ui.charts.chart import Chart, Drawing, number_of, written
from portal.ui.charts.finishing import finished
from portal.ui.charts.svg import KINDS, element, marker, point_swatch, text

# With more series than this the values would cover each other; they stand in the table.
VALUES_FOR = 2


def lines(chart: Chart) -> Drawing:
    """A line breaks where nothing was entered: a gap is not drawn over."""
    frame = frame_of(chart)
    parts = [*axes(chart, frame), *target_line(chart, frame)]
    for number in range(len(chart.series)):
        parts.extend(_line(chart, frame, number))
    return finished(chart, parts, height=FOOT, swatch=point_swatch)


def _line(chart: Chart, frame: Frame, number: int) -> list[SafeString]:
    parts = []
    for piece in _pieces(chart, frame, number):
        path = " ".join(
            f"{'L' if place else 'M'}{x:.1f} {y:.1f}" for place, (x, y, _value) in enumerate(piece)
        )
        parts.append(element("path", d=path, class_="dx-chart__line", data_series=number % KINDS))
        for x, y, value in piece:
            parts.append(marker(number, x, y))
            if len(chart.series) <= VALUES_FOR and frame.slot >= len(written(value)) * 8:
                y = y + 19 if number else y - 10
                parts.append(text(written(value), x, y, anchor="middle", kind="value"))
    return parts


def _pieces(chart: Chart, frame: Frame, number: int) -> list[list[tuple[float, float, float]]]:
    """Runs of neighbouring numbers, each as places and value."""
    pieces, is_running = [], False
    for place, value in enumerate(chart.series[number].values):
        size = number_of(value)
        if size is None:
            is_running = False
            continue
        if not is_running:
            pieces.append([])
        pieces[-1].append((frame.middle(place), frame.scale.place(size), size))
        is_running = True
    return pieces
