"""Reports and small findings, for the whole office."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leaders import reporting
from leaders.activity_forms import ChangeReportForm, FindingForm, ReportForm
from leaders.figures import activity_of
from leaders.models import ActivityReport, Programme, SmallFinding
from leaders.rights import may_edit_reports, may_report
from portal.errors import DomainError
from portal.files.models import StoredFile
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 20
NEWEST_FINDINGS = 5


@require_GET
def report_list(request):
    """What leaders did, newest first, and the latest findings."""
    rows = ActivityReport.objects.newest().select_related("staff", "section")
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "findings": _findings()[:NEWEST_FINDINGS],
        "may_report": may_report(request.user),
        "programme": Programme.objects.current(),
        "activity": activity_of(timezone.localdate()),
    }
    return render(request, "leaders/report_list.html", context)


@require_GET
def report(request, pk):
    rows = ActivityReport.objects.select_related("staff", "section")
    found = get_object_or_404(rows, pk=pk)
    may_edit = ActivityReport.objects.editable_by(request.user).filter(pk=pk).exists()
    became = reporting.what_became_of(found, request.user)
    uses = [use for use in reporting.next_uses() if use.name not in became]
    context = {
        "report": found,
        "files": StoredFile.objects.of(found),
        "may_edit": may_edit,
        "became": became.values(),
        "next_uses": uses if may_edit else [],
    }
    return render(request, "leaders/report.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_report)
def report_new(request):
    now = timezone.now()
    form = ReportForm(
        request.POST or None,
        request.FILES or None,
        by=request.user,
        initial={"happened_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["files_to_add"]
        make = partial(reporting.report, form.told, by=request.user, now=now, files=files)
        try:
            made = submit_once(form, make, by=request.user, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "報告しました。全職員が読めます。")
            return redirect("leaders:report", made.pk)
    return render(request, "leaders/report_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def report_change(request, pk):
    found, now = _editable(request, pk), timezone.now()
    form = ChangeReportForm(request.POST or None, row=found)
    if request.method == "POST" and form.is_valid():
        save = partial(
            reporting.amend_report, found, form.told, version=form.version, by=request.user, now=now
        )
        if form.saved(save):
            messages.success(request, "報告を直しました。")
            return redirect("leaders:report", pk)
    return render(request, "leaders/report_change.html", {"form": form, "report": found})


@require_POST
def report_use(request, pk, name):
    """Make something else of a report, as ``portal.flows`` offers it: a draft of a case."""
    found, use = _editable(request, pk), reporting.next_use(name)
    if use is None:
        raise Http404
    try:
        thanks = use.make(found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, thanks)
    return redirect("leaders:report", pk)


@require_GET
def finding_list(request):
    context = {
        "page": Paginator(_findings(), PAGE_SIZE).get_page(request.GET.get("page")),
        "may_report": may_report(request.user),
    }
    return render(request, "leaders/finding_list.html", context)


@require_GET
def finding(request, pk):
    """One finding, for talking about it."""
    found = get_object_or_404(_findings(), pk=pk)
    return render(request, "leaders/finding.html", {"finding": found})


@require_http_methods(["GET", "POST"])
@only_for(may_report)
def finding_new(request):
    now = timezone.now()
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = partial(reporting.note_finding, form.cleaned_data["text"], by=request.user, now=now)
        submit_once(form, note, by=request.user, now=now)
        messages.success(request, "気づきを共有しました。")
        return redirect("leaders:finding_list")
    return render(request, "leaders/finding_new.html", {"form": form})


@require_POST
def finding_remove(request, pk):
    rows = SmallFinding.objects.all()
    if not may_edit_reports(request.user):
        rows = rows.filter(staff=request.user)
    reporting.remove_finding(get_object_or_404(rows, pk=pk), by=request.user)
    messages.success(request, "気づきを取り下げました。")
    return redirect("leaders:finding_list")


def _findings():
    return SmallFinding.objects.select_related("staff", "section").order_by("-at", "-pk")


def _editable(request, pk) -> ActivityReport:
    return get_object_or_404(ActivityReport.objects.editable_by(request.user), pk=pk)
