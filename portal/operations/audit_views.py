"""The trail on the screen, for auditors and administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.operations.access import may_read_audit, only_for
from portal.operations.audit_export import TooManyRows, csv_lines, xlsx_file
from portal.operations.audit_listing import ConditionsForm, find_events, in_words

PAGE_SIZE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@only_for(may_read_audit, trying="audit.read")
def event_list(request):
    form = ConditionsForm(request.GET)
    found = find_events(form.cleaned_data) if form.is_valid() else AuditEvent.objects.none()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = list(in_words(page.object_list))
    details = {"page": page.number, "filters": form.used()}
    record("audit.read", actor=request.user, details=details)
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "lines": lines, "query": query.urlencode()}
    return render(request, "audit/event_list.html", context)


@require_GET
@only_for(may_read_audit, trying="audit.exported")
def event_export(request):
    form = ConditionsForm(request.GET)
    file_type = request.GET.get("format")
    if not form.is_valid() or file_type not in ("csv", "xlsx"):
        raise Http404
    found = find_events(form.cleaned_data)
    try:
        response = _xlsx(found) if file_type == "xlsx" else _csv(found)
    except TooManyRows as refusal:
        messages.error(request, str(refusal))
        return redirect("audit:event_list")
    details = {"format": file_type, "rows": found.count(), "filters": form.used()}
    record("audit.exported", actor=request.user, details=details)
    return response


def _csv(found):
    response = StreamingHttpResponse(csv_lines(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name()}.csv"'
    return response


def _xlsx(found):
    return FileResponse(
        xlsx_file(found), as_attachment=True, filename=f"{_file_name()}.xlsx", content_type=XLSX
    )


def _file_name():
    return f"audit-{timezone.localtime():%Y%m%d-%H%M}"
