"""The desk of the DX section: which indicators there are, and what each means."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.errors import DomainError
from portal.kpi.boards import definitions
from portal.kpi.defining import close_indicator, define_indicator, redefine
from portal.kpi.forms import NewIndicatorForm, RedefineForm
from portal.kpi.models import Indicator
from portal.kpi.rights import may_define
from portal.staff.pages import only_for
from portal.submitting.once import submit_once


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def indicator_new(request):
    form = NewIndicatorForm(request.POST or None)
    made = _made(request, form) if request.method == "POST" and form.is_valid() else None
    if made:
        messages.success(request, "指標を作りました。")
        return redirect("kpi:indicator", made.slug)
    return render(request, "kpi/indicator_new.html", {"form": form})


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def indicator_redefine(request, slug):
    found = get_object_or_404(Indicator, slug=slug)
    definition = definitions(indicator=found)[0]
    form = RedefineForm(request.POST or None, definition=definition)
    if request.method == "POST" and form.is_valid() and _redefined(request, found, form):
        messages.success(request, "定義を変えました。前の定義と値は残っています。")
        return redirect("kpi:indicator", slug)
    return render(request, "kpi/indicator_redefine.html", {"form": form, "definition": definition})


@only_for(may_define)
@require_POST
def indicator_close(request, slug):
    found = get_object_or_404(Indicator, slug=slug)
    is_closed = request.POST.get("closed") != "no"
    close_indicator(found, is_closed=is_closed, by=request.user)
    messages.success(request, "集計を終えました。" if is_closed else "集計を再開しました。")
    return redirect("kpi:indicator", slug)


def _made(request, form) -> Indicator | None:
    by, now = request.user, timezone.now()
    try:
        return submit_once(
            form,
            lambda: define_indicator(form.indicator(), form.meaning(), by=by, now=now),
            by=by,
            now=now,
        )
    except DomainError as refusal:
        form.add_error("slug", str(refusal))
        return None


def _redefined(request, found, form) -> bool:
    seen, now = form.cleaned_data["number"], timezone.now()
    try:
        redefine(found, form.meaning(), form.change(), seen=seen, by=request.user, now=now)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
