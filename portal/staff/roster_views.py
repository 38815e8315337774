"""The staff directory for everybody, and the roster's desk for administrators."""

from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.account_desk import may_manage_accounts
from portal.staff.directory import directory, may_see_contact
from portal.staff.ownerless import ownerless
from portal.staff.roster import apply_import, last_applied, stage_import, undo_import
from portal.staff.roster_export import LAYOUTS, roster_file, template_file
from portal.staff.roster_forms import RosterConfirmForm, RosterUploadForm
from portal.staff.roster_models import RosterImport
from portal.staff.roster_page import figures, shown_problems
from portal.tables.writing import CONTENT_TYPES

PAGE_SIZE = 50
WORDS_LENGTH = 200


def for_administrators(view):
    """404 for everybody else, whatever the method: the roster's desk is not theirs to know."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_manage_accounts(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_GET
def staff_directory(request):
    words = request.GET.get("q", "")[:WORDS_LENGTH]
    context = {
        "words": words,
        "page": _page(request, directory(words)),
        "sees_contact": may_see_contact(request.user),
        "keeps_roster": may_manage_accounts(request.user),
    }
    return render(request, "staff/staff_directory.html", context)


@for_administrators
@require_GET
def roster_list(request):
    imports = RosterImport.objects.defer("records", "problems").select_related("made_by")
    context = {
        "page": _page(request, imports.order_by("-made_at", "-pk")),
        "findings": ownerless(timezone.localdate()),
    }
    return render(request, "staff/roster_list.html", context)


@for_administrators
@require_http_methods(["GET", "POST"])
def roster_upload(request):
    sends = request.method == "POST"
    form = RosterUploadForm(request.POST, request.FILES) if sends else RosterUploadForm()
    if sends and form.is_valid():
        sent = form.cleaned_data
        roster_import = stage_import(
            sent["rows"],
            names=sent["names"],
            file_hash=sent["file_hash"],
            is_complete=sent["is_complete"],
            by=request.user,
            now=timezone.now(),
        )
        return redirect("staff:roster_import", roster_import.pk)
    return render(request, "staff/roster_upload.html", {"form": form})


@for_administrators
@require_GET
def roster_import(request, pk):
    return _import_page(request, _found(pk))


@for_administrators
@require_POST
def roster_apply(request, pk):
    found = _found(pk)
    form = _confirm_form(found, request.POST)
    if not form.is_valid():
        return _import_page(request, found, form)
    return _act(request, found, apply_import, "名簿に反映しました。")


@for_administrators
@require_POST
def roster_undo(request, pk):
    return _act(request, _found(pk), undo_import, "取り込みを取り消し、元の名簿に戻しました。")


@for_administrators
@require_GET
def roster_template(request, kind, ending):
    _check_file(kind, ending)
    return _file(template_file(kind, ending), f"roster-{kind}-template.{ending}", ending)


@for_administrators
@require_POST
def roster_export(request, kind, ending):
    _check_file(kind, ending)
    content = roster_file(kind, ending)
    record("staff.roster.exported", actor=request.user, details={"kind": kind, "form": ending})
    day = timezone.localdate().isoformat()
    return _file(content, f"roster-{kind}-{day}.{ending}", ending)


def _act(request, found, verb, done):
    try:
        verb(found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("staff:roster_import", found.pk)


def _import_page(request, found, form=None):
    context = {
        "roster_import": found,
        "figures": figures(found),
        "problems": shown_problems(found),
        "form": form or _confirm_form(found),
        "page": _page(request, found.lines.order_by("pk")),
        "may_apply": found.state == RosterImport.State.READY,
        "may_undo": found == last_applied(),
        "findings": ownerless(timezone.localdate())
        if found.state == RosterImport.State.APPLIED
        else [],
    }
    return render(request, "staff/roster_import.html", context)


def _found(pk):
    imports = RosterImport.objects.defer("records").select_related("made_by", "applied_by")
    return get_object_or_404(imports, pk=pk)


def _confirm_form(found, data=None):
    return RosterConfirmForm(data, leaving=found.counts.get("person.leaving", 0))


def _page(request, rows):
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def _check_file(kind, ending):
    if kind not in LAYOUTS or ending not in CONTENT_TYPES:
        raise Http404


def _file(content, name, ending):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES[ending], headers=headers)
