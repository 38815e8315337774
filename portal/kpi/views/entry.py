"""Typing figures: a section's month, or the city's own figure of one indicator."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.errors import DomainError
from portal.kpi.boards import definitions
from portal.kpi.entering import EnteredMeanwhile, Note, Slot, check_time, enter, figure_of
from portal.kpi.forms import FiguresForm
from portal.kpi.models import Actual, Indicator, Span
from portal.kpi.pages import times_to_choose
from portal.kpi.rights import departments_entered_by, may_enter_for_city
from portal.kpi.times import from_code, last_month, year_of
from portal.period import fiscal_year
from portal.staff.pages import only_for


@require_http_methods(["GET", "POST"])
def section_entry(request, pk):
    department = get_object_or_404(departments_entered_by(request.user), pk=pk)
    today = timezone.localdate()
    time = _asked(request) or last_month(today)
    rows = [row for row in definitions() if _is_typed(row, time)]
    form = _form(request, rows, department, time)
    if request.method == "POST" and form.is_valid() and _entered(request, form, department, time):
        messages.success(request, f"{time}の値を入力しました。")
        return redirect("kpi:section", department.pk)
    context = {
        "form": form,
        "time": time,
        "department": department,
        "times": times_to_choose(Span.MONTH, fiscal_year(today), today),
        "years": times_to_choose(Span.YEAR, fiscal_year(today), today),
        "base_years": sorted({row.base_year for row in rows if row.base_year}),
        "back_url": reverse("kpi:section", args=[pk]),
    }
    return render(request, "kpi/section_entry.html", context)


@only_for(may_enter_for_city)
@require_http_methods(["GET", "POST"])
def city_entry(request, slug):
    found = get_object_or_404(Indicator, slug=slug)
    row = definitions(indicator=found)[0]
    today = timezone.localdate()
    time = _asked(request) or year_of(fiscal_year(today))
    form = _form(request, [row], None, time)
    if request.method == "POST" and form.is_valid() and _entered(request, form, None, time):
        messages.success(request, f"{time}の値を入力しました。")
        return redirect("kpi:indicator", slug)
    years = [*range(fiscal_year(today) - 4, fiscal_year(today) + 1), row.base_year]
    context = {
        "form": form,
        "time": time,
        "definition": row,
        "years": [year_of(year) for year in sorted({year for year in years if year})],
        "times": []
        if found.span == Span.YEAR
        else times_to_choose(found.span, fiscal_year(today), today),
    }
    return render(request, "kpi/city_entry.html", context)


def _asked(request):
    """The time of the address; None where it names none. 404 for one that cannot be entered."""
    code = request.GET.get("time", "")
    time = from_code(code)
    if code and (time is None or time.starts_on > timezone.localdate()):
        raise Http404
    return time


def _is_typed(row, time) -> bool:
    return row.indicator.by_section and time.span in (row.indicator.span, Span.YEAR)


def _form(request, rows, department, time) -> FiguresForm:
    return FiguresForm(request.POST or None, definitions=rows, seen=_seen(rows, department, time))


def _seen(rows, department, time):
    actuals = Actual.objects.filter(
        indicator__in=[row.indicator_id for row in rows],
        department=department,
        span=time.span,
        starts_on=time.starts_on,
    )
    return {actual.indicator_id: figure_of(actual) for actual in actuals}


def _entered(request, form: FiguresForm, department, time) -> bool:
    """Whether all of the form was written; if one value is refused, none is."""
    values, now = form.cleaned_data, timezone.now()
    note = Note(values["evidence"], values.get("reason", ""))
    row = None
    try:
        with transaction.atomic():
            for row, figure in sorted(values["figures"].items(), key=_by_indicator):
                check_time(row.indicator, time, now=now)
                slot, seen = Slot(row.indicator, department, time), form.shown(row.indicator_id)
                enter(slot, figure, note, seen=seen, by=request.user, now=now)
    except DomainError as refusal:
        form.add_error(f"value_{row.indicator_id}", str(refusal))
        if isinstance(refusal, EnteredMeanwhile):
            form.show_present()
        return False
    return True


def _by_indicator(pair) -> int:
    """One order for everybody, so that two who type the same month do not deadlock."""
    return pair[0].indicator_id
