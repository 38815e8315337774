"""Parts of pages that are drawn once and kept in the memory of the process.

What is kept belongs to no reader: a component is a function of its variables, and a key says
everything that its part shows. So nothing here ever has to be thrown away, only to make room.
"""

from functools import lru_cache

from django import template
from django.core.cache.backends.locmem import LocMemCache
from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

COMPONENTS, PARTS = 500, 2000
DAY = 24 * 60 * 60
drawn = LocMemCache("drawn", {"timeout": DAY, "OPTIONS": {"MAX_ENTRIES": PARTS}})


@register.simple_tag
def component(name: str, **variables) -> SafeString:
    """``components/<name>.html`` with these variables alone, each of which must be hashable."""
    return _component(name, **variables)


@lru_cache(COMPONENTS)
def _component(name: str, **variables) -> SafeString:
    return render_to_string(f"components/{name}.html", variables)


def forget_components() -> None:
    _component.cache_clear()


@register.simple_tag(takes_context=True)
def kept(context, name: str, key: str) -> SafeString:
    """The template ``name`` with what stands around it, drawn once for each ``key``.

    Without a key (a preview, say) it is drawn every time.
    """
    place = f"{name}:{key}"
    html = drawn.get(place) if key else None
    if html is None:
        html = get_template(name).template.render(context)
        if key:
            drawn.set(place, html)
    # Drawn by the template, which escapes.
    return mark_safe(html)  # noqa: S308
