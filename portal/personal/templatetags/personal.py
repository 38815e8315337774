"""The sentence beside a personal field: ``{% purpose "training.booking" %}``."""

from django import template

from portal.personal.purposes import purpose_sentence

register = template.Library()


@register.inclusion_tag("components/purpose.html")
def purpose(label: str):
    """Why the portal asks for this, who reads it and how long it is kept, from the table."""
    return {"sentence": purpose_sentence(label)}
