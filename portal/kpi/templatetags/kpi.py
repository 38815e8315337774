"""Figures in templates: the time a figure is about, and the figure as people read it."""

from django import template

from portal.kpi.times import Time
from portal.ui.charts import written

register = template.Library()


@register.filter
def time_words(actual) -> str:
    """令和8年10月 for a figure of that month."""
    return str(Time(actual.span, actual.starts_on))


@register.filter
def entry_words(entry) -> str:
    """1,234, 20 / 100 for a part of a whole, 取り消し for a value that was taken back."""
    if entry.value is None:
        return "取り消し"
    words = written(float(entry.value))
    return words if entry.out_of is None else f"{words} / {written(float(entry.out_of))}"
