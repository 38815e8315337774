"""What the city measures, what was typed about it, and by whom."""

from portal.kpi.models.actuals import Actual, ActualEntry, ActualImport
from portal.kpi.models.indicators import Definition, Indicator, Kind, Span, Stage

__all__ = [
    "Actual", "ActualEntry", "ActualImport", "Definition", "Indicator", "Kind", "Span", "Stage",
]  # fmt: skip
