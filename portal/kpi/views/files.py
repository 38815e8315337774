"""Files in and out: a spreadsheet of figures with a dry run, and tables to take along."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.audit.trail import record
from portal.errors import DomainError
from portal.kpi.boards import city_line, city_lines, definitions
from portal.kpi.figures import recent_years
from portal.kpi.forms import ImportForm
from portal.kpi.importing import (
    SHOWN_PROBLEMS,
    room_of,
    rows_of,
    stage,
    take,
    template_file,
    with_slots,
)
from portal.kpi.models import ActualImport, Indicator
from portal.kpi.pictures import table_of
from portal.kpi.rights import departments_entered_by, may_enter_for_city, may_export
from portal.kpi.standing import value_words
from portal.staff.pages import only_for
from portal.submitting.once import submit_once
from portal.tables.writing import CONTENT_TYPES, Sheet, csv_file, xlsx_file


@require_http_methods(["GET", "POST"])
def section_import(request, pk):
    return _import(request, get_object_or_404(departments_entered_by(request.user), pk=pk))


@only_for(may_enter_for_city)
@require_http_methods(["GET", "POST"])
def city_import(request):
    return _import(request, None)


@require_GET
def section_template(request, pk):
    department = get_object_or_404(departments_entered_by(request.user), pk=pk)
    return _template(department, f"kpi-template-{department.pk}")


@only_for(may_enter_for_city)
@require_GET
def city_template(request):
    return _template(None, "kpi-template-city")


@require_GET
def import_check(request, pk):
    found = get_object_or_404(_imports(request.user), pk=pk)
    names = {row.indicator_id: row for row in definitions()}
    rows = [
        (row, slot, *_before_and_after(names[slot.indicator.pk], row))
        for row, slot in with_slots(rows_of(found))
        if slot.indicator.pk in names
    ]
    context = {
        "found": found,
        "rows": sorted(rows, key=lambda row: row[0].row),
        "changes": sum(row.is_change for row in rows_of(found)),
        "is_ready": found.state == ActualImport.State.READY,
    }
    return render(request, "kpi/import_check.html", context)


@require_POST
def import_take(request, pk):
    found = get_object_or_404(_imports(request.user), pk=pk)
    try:
        count = take(found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("kpi:import_check", pk)
    messages.success(request, f"{count:,}件の値を取り込みました。")
    if found.department_id:
        return redirect("kpi:section", found.department_id)
    return redirect("kpi:city")


@only_for(may_export)
@require_GET
def city_csv(request):
    return _city_file(request, "csv")


@only_for(may_export)
@require_GET
def city_xlsx(request):
    return _city_file(request, "xlsx")


@only_for(may_export)
@require_GET
def indicator_csv(request, slug):
    return _indicator_file(request, slug, "csv")


@only_for(may_export)
@require_GET
def indicator_xlsx(request, slug):
    return _indicator_file(request, slug, "xlsx")


def _import(request, department):
    now = timezone.now()
    room = room_of(department, now=now)
    form = ImportForm(request.POST or None, request.FILES or None, room=room)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["file"].name
        made = submit_once(
            form,
            lambda: stage(form.read, department, file_name=name, by=request.user, now=now),
            by=request.user,
            now=now,
        )
        return redirect("kpi:import_check", made.pk)
    context = {
        "form": form,
        "department": department,
        "problems": form.problems[:SHOWN_PROBLEMS],
        "problem_count": len(form.problems),
    }
    return render(request, "kpi/import.html", context)


def _imports(staff):
    """Imports of departments one enters for, and those of the city for who enters for it."""
    mine = Q(department__in=departments_entered_by(staff))
    if may_enter_for_city(staff):
        mine |= Q(department=None)
    return ActualImport.objects.filter(mine).select_related("department", "made_by", "taken_by")


def _before_and_after(definition, row) -> tuple[str, str]:
    return _shown(definition, row.seen), _shown(definition, row.figure)


def _shown(definition, figure) -> str:
    if figure.value is not None and figure.out_of:
        return value_words(definition, figure.value / figure.out_of * 100)
    return value_words(definition, figure.value)


def _template(department, name):
    now = timezone.now()
    content = template_file(room_of(department, now=now), ending="xlsx", now=now)
    return _file(content, f"{name}.xlsx", "xlsx")


def _city_file(request, ending):
    return _table_file(request, city_lines(timezone.localdate()), "kpi", ending)


def _indicator_file(request, slug, ending):
    found = get_object_or_404(Indicator, slug=slug)
    return _table_file(request, [city_line(found, timezone.localdate())], slug, ending)


def _table_file(request, lines, name, ending):
    today = timezone.localdate()
    if not lines:
        raise Http404
    header, rows = table_of(lines, recent_years(today))
    content = (
        csv_file(header, rows) if ending == "csv" else xlsx_file([Sheet("指標", header, rows)])
    )
    record("kpi.exported", actor=request.user, details={"name": name, "form": ending})
    return _file(content, f"{name}-{today}.{ending}", ending)


def _file(content, name, ending):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES[ending], headers=headers)
