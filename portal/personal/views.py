"""The page 個人情報の取扱い, one's own data, and requests about it."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.audit.trail import record
from portal.errors import DomainError
from portal.personal.asking import make_request, move
from portal.personal.forms import AnswerForm, DataRequestForm
from portal.personal.models import DataRequest, OwnDataExport
from portal.personal.own_data import ask_for_own_data, file_of
from portal.personal.purposes import lines
from portal.personal.rights import may_answer_requests, requests_visible_to
from portal.submitting.once import submit_once

PAGE_SIZE = 50
EXPORTS_SHOWN = 5


@require_GET
def privacy(request):
    return render(request, "personal/privacy.html", {"lines": lines()})


@require_GET
def own_data(request):
    now = timezone.now()
    exports = OwnDataExport.objects.filter(staff=request.user).order_by("-asked_at")
    rows = [
        (export, file_of(export) if export.may_be_taken(now) else None)
        for export in exports[:EXPORTS_SHOWN]
    ]
    is_waiting = any(export.state == OwnDataExport.State.WAITING for export, _file in rows)
    return render(request, "personal/own_data.html", {"rows": rows, "is_waiting": is_waiting})


@require_POST
@reauthentication_required
def own_data_ask(request):
    try:
        ask_for_own_data(request.user, now=timezone.now())
    except DomainError as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "用意を始めました。1時間以内に、お知らせします。")
    return redirect("personal:own_data")


@require_GET
def data_request_list(request):
    """One's own requests; the DX section sees everybody's, open ones first."""
    found = requests_visible_to(request.user).annotate(is_over=Q(closed_at__isnull=False))
    pages = Paginator(found.order_by("is_over", "due_on", "pk"), PAGE_SIZE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "answers": may_answer_requests(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "personal/data_request_list.html", context)


@require_http_methods(["GET", "POST"])
def data_request_new(request):
    form = DataRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, values = timezone.now(), form.cleaned_data
        made = submit_once(
            form,
            lambda: make_request(request.user, kind=values["kind"], text=values["text"], now=now),
            by=request.user,
            now=now,
        )
        messages.success(request, "申し出ました。30日以内に回答します。")
        return redirect("personal:data_request", made.pk)
    return render(request, "personal/data_request_new.html", {"form": form})


@require_GET
def data_request(request, pk):
    found = get_object_or_404(requests_visible_to(request.user), pk=pk)
    if found.staff != request.user:
        record("personal.request.read", actor=request.user, obj=found)
    return _request_page(request, found)


@require_POST
def data_request_move(request, pk):
    found = get_object_or_404(requests_visible_to(request.user), pk=pk)
    if not _may_answer(request.user, found):
        raise Http404
    form = AnswerForm(request.POST, data_request=found)
    if not form.is_valid():
        return _request_page(request, found, form)
    values = form.cleaned_data
    try:
        move(found, values["to"], answer=values["answer"], by=request.user, now=timezone.now())
    except DomainError as refusal:
        form.add_error("answer", str(refusal))
        return _request_page(request, found, form)
    messages.success(request, "本人に知らせました。")
    return redirect("personal:data_request", pk)


@require_POST
def data_request_withdraw(request, pk):
    found = get_object_or_404(DataRequest.objects.filter(staff=request.user), pk=pk)
    try:
        move(found, DataRequest.State.WITHDRAWN, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "取り下げました。")
    return redirect("personal:data_request", pk)


def _may_answer(staff, found: DataRequest) -> bool:
    """Nobody answers their own request."""
    return may_answer_requests(staff) and found.staff != staff and found.closed_at is None


def _request_page(request, found, form=None):
    context = {
        "data_request": found,
        "changes": found.changes.select_related("by").order_by("at", "pk"),
        "is_own": found.staff == request.user,
        "is_overdue": found.closed_at is None and found.due_on < timezone.localdate(),
    }
    if _may_answer(request.user, found):
        context["form"] = form or AnswerForm(data_request=found)
    return render(request, "personal/data_request.html", context)
