"""The city's figures, one indicator, one section."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.kpi.boards import (
    city_line,
    city_lines,
    definitions,
    entries_of,
    monthly_indicators,
    months_of_section,
    section_lines,
    with_entered,
)
from portal.kpi.comparing import compare, sections_to_compare
from portal.kpi.counting import counted_of
from portal.kpi.figures import recent_years
from portal.kpi.from_parts import BY_CODE
from portal.kpi.models import Indicator
from portal.kpi.pages import group_lines, line_card, month_table, years_table
from portal.kpi.pictures import sections_picture
from portal.kpi.rights import (
    departments_entered_by,
    departments_seen_by,
    may_compare,
    may_define,
    may_enter_for_city,
    may_export,
)
from portal.kpi.standing import value_words
from portal.kpi.times import last_month, months_of, year_word
from portal.period import fiscal_year
from portal.staff.pages import only_for

PAGE_SIZE = 50


@require_GET
def city(request):
    today = timezone.localdate()
    context = {
        "groups": group_lines(city_lines(today), today),
        "year": year_word(fiscal_year(today)),
        "parts": counted_of(fiscal_year(today)),
        "own": departments_entered_by(request.user).filter(pk=request.user.department_id).first(),
        "may_export": may_export(request.user),
        "may_define": may_define(request.user),
    }
    return render(request, "kpi/city.html", context)


@require_GET
def indicator(request, slug):
    found = get_object_or_404(Indicator, slug=slug)
    line = city_line(found, timezone.localdate())
    sees_entries = may_enter_for_city(request.user)
    entries = Paginator(entries_of(found, None), PAGE_SIZE) if sees_entries else None
    context = {
        "line": line,
        "card": line_card(line),
        "drawn_from": BY_CODE.get(found.drawn_from),
        "table": years_table(line),
        "definitions": found.definitions.select_related("made_by").order_by("-number"),
        "entries": entries and entries.get_page(request.GET.get("page")),
        "may_define": may_define(request.user),
        "may_compare": found.by_section and may_compare(request.user),
        "may_enter": sees_entries,
        "may_export": may_export(request.user),
    }
    return render(request, "kpi/indicator.html", context)


@only_for(may_compare)
@require_GET
def indicator_sections(request, slug):
    found = get_object_or_404(Indicator, slug=slug)
    today = timezone.localdate()
    years = recent_years(today)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(each) for each in years} else years[-1]
    sections = sections_to_compare(year, today)
    chosen = {int(each) for each in request.GET.getlist("section") if each.isdecimal()}
    chosen &= {section.pk for section in sections}
    definition = definitions(indicator=found)[0]
    compared = compare(definition, year, sections, chosen)
    context = {
        "definition": definition,
        "year": year,
        "years": years[::-1],
        "sections": sections,
        "chosen": chosen,
        "total": value_words(definition, compared.total.value),
        "leaves_out": compared.leaves_out,
        "drawing": sections_picture(definition, compared),
    }
    return render(request, "kpi/indicator_sections.html", context)


@require_GET
def section_list(request):
    """The departments whose figures this person may open, in force today."""
    today = timezone.localdate()
    departments = departments_seen_by(request.user).on(today).order_by("code", "pk")
    month = last_month(today)
    page = Paginator(with_entered(departments.select_related("parent"), month), PAGE_SIZE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "month": month,
        "wanted": monthly_indicators().count(),
    }
    return render(request, "kpi/section_list.html", context)


@require_GET
def section(request, pk):
    department = get_object_or_404(departments_seen_by(request.user), pk=pk)
    today = timezone.localdate()
    lines = section_lines(department, today)
    year = fiscal_year(today)
    months = months_of_section(lines, department, year)
    may_enter = departments_entered_by(request.user).filter(pk=pk).exists()
    # Each entry is a raw figure: for those who type it, not for all who see the sums.
    entries = Paginator(entries_of(None, department), PAGE_SIZE) if may_enter else None
    context = {
        "department": department,
        "cards": [line_card(line, "section") for line in lines],
        "months": month_table(lines, months, year),
        "year": year_word(year),
        "parts": counted_of(year, department),
        "month_names": [f"{month.starts_on.month}月" for month in months_of(year)],
        "may_enter": may_enter,
        "entries": entries and entries.get_page(request.GET.get("page")),
    }
    return render(request, "kpi/section.html", context)
