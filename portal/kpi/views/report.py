"""The one page for 本部会議, on the screen, printed, and as PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.audit.trail import record
from portal.kpi.reporting import report_on, report_paper
from portal.kpi.rights import may_export
from portal.paper.document import CONTENT_TYPE
from portal.staff.pages import only_for


@require_GET
def report(request):
    context = {"report": report_on(timezone.localdate()), "may_export": may_export(request.user)}
    return render(request, "kpi/report.html", context)


@only_for(may_export)
@require_GET
def report_pdf(request):
    today = timezone.localdate()
    content = report_paper(report_on(today))
    record("kpi.exported", actor=request.user, details={"name": "report", "form": "pdf"})
    headers = {"Content-Disposition": f'attachment; filename="kpi-report-{today}.pdf"'}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
