"""Pictures of figures, drawn on the server: ``{% chart columns(Chart(…)) %}`` in a template.

Each has a title, a summary, its values written beside its marks, and a table of the same values.
"""

from portal.ui.charts.bars import bars, columns, stacked
from portal.ui.charts.chart import Chart, Drawing, Series, Value, written
from portal.ui.charts.grids import heat
from portal.ui.charts.lines import lines
from portal.ui.charts.meters import Meter, meter

__all__ = [
    "Chart", "Drawing", "Meter", "Series", "Value",
    "bars", "columns", "heat", "lines", "meter", "stacked", "written",
]  # fmt: skip
