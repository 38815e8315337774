"""持ち出す・取り込む: files of cases for editors and officers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casebook.models import ArrivedCase, CaseImport
from casebook.travel_forms import CaseFileForm, ChoiceForm, ExportForm, TakeAllForm
from casebook.travel_rights import (
    may_compare,
    may_export,
    may_import,
    may_receive,
    only_for,
)
from casebook.travelling.exporting import SCHEMA_NAME, export, schema_file
from casebook.travelling.importing import (
    choose,
    keep_ours_elsewhere,
    last_applied,
    receive_file,
    shown_problems,
    start_import,
    undecided,
    undo_import,
)
from casebook.travelling.merging import differences, shown
from casebook.travelling.shape import FIELDS, label_of
from portal.audit.trail import record
from portal.errors import DomainError
from portal.submitting.once import submit_once

PAGE_SIZE = 50
# A page of an import at work asks again by itself, also without JavaScript.
ASK_AGAIN_AFTER = "3"


@only_for(may_compare)
@require_GET
def travel(request):
    return _travel_page(request, ExportForm())


@only_for(may_export)
@require_POST
def case_export(request):
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _travel_page(request, form)
    chosen = form.cleaned_data
    try:
        made = export(chosen["form"], with_drafts=chosen["with_drafts"])
    except DomainError as refusal:
        form.add_error("form", str(refusal))
        return _travel_page(request, form)
    details = {"form": chosen["form"], "cases": made.count, "drafts": chosen["with_drafts"]}
    record("casebook.exported", actor=request.user, details=details)
    drafts = "-with-drafts" if chosen["with_drafts"] else ""
    name = f"cases{drafts}-{timezone.localdate().isoformat()}.{made.ending}"
    return as_file(made.content, name, made.content_type)


@only_for(may_compare)
@require_GET
def case_schema(request):
    return as_file(schema_file(), SCHEMA_NAME, "application/schema+json; charset=utf-8")


@only_for(may_import)
@require_http_methods(["GET", "POST"])
def case_file_upload(request):
    form = CaseFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sent, now = form.cleaned_data, timezone.now()
        try:
            came = submit_once(
                form,
                lambda: receive_file(sent["content"], name=sent["name"], by=request.user, now=now),
                by=request.user,
                now=now,
            )
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("casebook:case_import", came.pk)
    return render(request, "casebook/case_file_upload.html", {"form": form})


@only_for(may_compare)
@require_GET
def case_import(request, pk):
    return _import_page(request, _import(pk))


@only_for(may_import)
@require_POST
def case_import_apply(request, pk):
    came, now = _import(pk), timezone.now()
    form = TakeAllForm(request.POST, undecided=len(undecided(came)))
    try:
        if form.is_valid() and form.cleaned_data.get("keeps_ours"):
            keep_ours_elsewhere(came)
        start_import(came, by=request.user, now=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "取り込みました。公開するには、事例の編集画面で公開してください。"
        )
    return redirect("casebook:case_import", came.pk)


@only_for(may_import)
@require_POST
def case_import_undo(request, pk):
    came = _import(pk)
    try:
        undo_import(came, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "取り込みを取り消し、元の内容に戻しました。")
    return redirect("casebook:case_import", came.pk)


@only_for(may_compare)
@require_GET
def arrived_case(request, pk):
    arrived = arrived_or_404(pk)
    return arrived_page(request, arrived, choice_form(arrived))


@only_for(may_compare)
@require_POST
def arrived_case_choose(request, pk):
    arrived = arrived_or_404(pk)
    form = choice_form(arrived, request.POST)
    if not form.is_valid():
        return arrived_page(request, arrived, form)
    try:
        choose(arrived, form.cleaned_data)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "選んだ内容を控えました。")
    return redirect("casebook:case_import", arrived.case_import_id)


def as_file(content, name, content_type):
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _travel_page(request, form):
    imports = CaseImport.objects.defer("content", "problems").select_related("made_by", "partner")
    context = {
        "form": form,
        "page": _page(request, imports.order_by("-made_at", "-pk")),
        "may_export": may_export(request.user),
        "may_import": may_import(request.user),
        "may_receive": may_receive(request.user),
    }
    return render(request, "casebook/travel.html", context)


def _import_page(request, came):
    counts = _counts(came)
    waiting = undecided(came) if came.state == CaseImport.State.READY else []
    context = {
        "came": came,
        "problems": shown_problems(came),
        "counts": counts,
        "page": _page(request, came.cases.defer("incoming", "local", "base").order_by("pk")),
        "undecided": waiting,
        "form": TakeAllForm(undecided=len(waiting)),
        "may_apply": came.state == CaseImport.State.READY
        and came.kind == CaseImport.Kind.FILE
        and may_import(request.user),
        "may_undo": came == last_applied() and may_import(request.user),
    }
    answer = render(request, "casebook/case_import.html", context)
    if came.is_at_work():
        answer["Refresh"] = ASK_AGAIN_AFTER
    return answer


def _counts(came):
    kinds = list(came.cases.values_list("kind", flat=True))
    shown_kinds = [kind for kind in ArrivedCase.Kind if kind in kinds or kind != kind.WITHDRAWN]
    return [(kind.label, kinds.count(kind)) for kind in shown_kinds]


def arrived_page(request, arrived, form):
    is_waiting = arrived.state == ArrivedCase.State.WAITING
    is_open = is_waiting and arrived.case_import.state == CaseImport.State.READY
    is_exchange = arrived.case_import.kind == CaseImport.Kind.EXCHANGE
    context = {
        "arrived": arrived,
        "came": arrived.case_import,
        "form": form,
        "contents": [
            (label_of(name), lines)
            for name in FIELDS
            if (lines := shown(name, arrived.incoming.get(name)))
        ]
        if arrived.kind == ArrivedCase.Kind.NEW
        else [],
        "may_choose": is_open and not is_exchange and bool(form.fields),
        "leave_label": "確かめました"
        if arrived.kind == ArrivedCase.Kind.WITHDRAWN
        else "受け取らない",
        "may_accept": is_open and is_exchange and may_receive(request.user),
    }
    return render(request, "casebook/arrived_case.html", context)


def choice_form(arrived, data=None):
    found = differences(arrived.incoming, arrived.local, arrived.base)
    return ChoiceForm(data, arrived=arrived, found=found if arrived.incoming else [])


def _import(pk):
    imports = CaseImport.objects.select_related("made_by", "applied_by", "partner")
    return get_object_or_404(imports.defer("content"), pk=pk)


def arrived_or_404(pk):
    return get_object_or_404(ArrivedCase.objects.select_related("case_import__partner"), pk=pk)


def _page(request, rows):
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
