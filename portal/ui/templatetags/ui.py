"""Parts of pages that need Python: icons, bodies between two tags, dates and figures."""

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django import forms, template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from portal.period import fiscal_year_label
from portal.ui.tones import MESSAGE_TONES, TONE_ICONS
from portal.ui.vendoring import VENDOR_DIR

register = template.Library()

ICON_DIR: Path = VENDOR_DIR / "material-symbols"
DJANGO_REQUIRED = forms.Field.default_error_messages["required"]
# The day an era begins belongs to it. Source: 元号を改める政令（平成31年政令第143号）ほか.
ERAS = [
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
]


@register.simple_tag
def icon(name: str) -> str:
    """The vendored icon ``name``, inline and silent. Raises FileNotFoundError when not vendored."""
    return _icon(name)


@cache
def _icon(name: str) -> str:
    drawing = (ICON_DIR / f"{name}.svg").read_text()
    view_box = re.search(r'viewBox="([^"]+)"', drawing)[1]
    inside = drawing.partition(">")[2].removesuffix("</svg>")
    attributes = 'class="dx-icon" width="20" height="20" aria-hidden="true" focusable="false"'
    # The drawings are our own vendored files; their hashes are tested.
    return mark_safe(f'<svg {attributes} viewBox="{view_box}">{inside}</svg>')  # noqa: S308


@register.simple_tag
def tone_icon(tone: str) -> str:
    """The shape that goes with a tone, or the plain one for an unknown word."""
    return _icon(TONE_ICONS.get(tone, TONE_ICONS["neutral"]))


@register.filter
def message_tone(message) -> str:
    """The tone of a Django message."""
    return MESSAGE_TONES.get(message.level_tag, "info")


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*labels_and_urls):
    """Where this page stands: label, address, label, address …, and last this page's label."""
    trail = list(zip(labels_and_urls[0:-1:2], labels_and_urls[1::2], strict=True))
    return {"trail": trail, "here": labels_and_urls[-1]}


@register.simple_block_tag
def card(content, title="", url=""):
    """A framed block. With ``url`` its title is a link and the whole card opens it."""
    return _around(content, "card", title=title, url=url)


@register.simple_block_tag
def notice(content, tone, title):
    """Words that must not be overlooked, in one of the tones."""
    return _around(content, "notice", tone=tone, title=title)


@register.simple_block_tag
def facts(content, title):
    """A panel of facts; the body is made of ``components/fact.html``."""
    return _around(content, "facts", title=title)


@register.simple_block_tag
def table_region(content, label):
    """Room for a wide table: it scrolls by itself and can be reached by keyboard."""
    return _around(content, "table_region", label=label)


@register.simple_block_tag
def disclosure(content, summary, is_open=False):
    """Text that opens when asked for."""
    return _around(content, "disclosure", summary=summary, is_open=is_open)


@register.simple_block_tag
def facet_panel(content, title="しぼりこむ"):
    """The frame around facet groups. On a phone it starts folded."""
    return _around(content, "facet_panel", title=title)


@register.simple_block_tag
def empty_state(content, title, icon_name="search"):
    """What is shown when there is nothing: why, and one thing to do (the body)."""
    return _around(content, "empty_state", title=title, icon_name=icon_name)


def _around(content, component, **variables):
    return render_to_string(f"components/{component}.html", {"content": content, **variables})


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page, unit="件"):
    """Links to the pages of a list. The rest of the address (words, facets) is kept."""
    request = context["request"]
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "unit": unit,
        "pages": [(number, _page_url(request, number)) for number in numbers],
        "previous_url": _page_url(request, page.number - 1),
        "next_url": _page_url(request, page.number + 1),
    }


def _page_url(request, number) -> str:
    query = request.GET.copy()
    query["page"] = number
    return f"?{query.urlencode()}"


@register.filter
def error_lines(form) -> list[tuple[str, str]]:
    """What must be put right in ``form``: (id of the control to go to, message), in order."""
    visible = form.visible_fields()
    lines = [(_control_id(field), words) for field in visible for words in error_words(field)]
    first = _control_id(visible[0]) if visible else ""
    whole = [error for field in form.hidden_fields() for error in field.errors]
    return [*((first, error) for error in [*form.non_field_errors(), *whole]), *lines]


@register.filter
def error_words(field) -> list[str]:
    """The messages of one field. Where Django only says 「必須です」, it says what to do."""
    asked = "選んで" if field.use_fieldset or hasattr(field.field, "choices") else "入力して"
    required = f"{field.label}を{asked}ください。"
    return [required if error == DJANGO_REQUIRED else error for error in field.errors]


def _control_id(field) -> str:
    # A group of radio buttons or boxes has no control under its own id, only numbered ones.
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def without_placeholder(field):
    """The control of a form field. A placeholder is no label: it goes away when one types."""
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.filter
def wareki(day: date | datetime | None) -> str:
    """令和8年11月20日（2026年）; before 昭和 the western date alone; nothing for no date."""
    if not day:
        return ""
    if isinstance(day, datetime):
        day = timezone.localdate(day) if timezone.is_aware(day) else day.date()
    for first_day, era in ERAS:
        if day >= first_day:
            count = day.year - first_day.year + 1
            year = "元" if count == 1 else count
            return f"{era}{year}年{day.month}月{day.day}日（{day.year}年）"
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def fiscal_year(year: int | None) -> str:
    """令和3年度（2021年度） for 2021; nothing for no year."""
    return fiscal_year_label(year) if year else ""


@register.filter
def figure(number, unknown="未確認") -> str:
    """27,524; the word ``unknown`` where the number is not known. Zero is a number."""
    return unknown if number is None or number == "" else intcomma(number, use_l10n=False)
