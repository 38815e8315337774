"""Pictures of figures in templates."""

from django import template

from portal.ui.charts import meter as meter_of

register = template.Library()


@register.inclusion_tag("components/chart.html")
def chart(drawing, heading="h3"):
    """A picture with its words and its table. ``heading``: h2 to h4, by where it stands."""
    return {"drawing": drawing, "heading": heading}


@register.inclusion_tag("components/meter.html")
def meter(label, value, maximum, unit=""):
    """How far, in one line: 「習得」 ■■□□□ 2 / 5."""
    return {"meter": meter_of(label, value, maximum, unit=unit)}
