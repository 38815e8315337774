"""Reviews of figures, OODA notes, and the decisions of 本部会議."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.errors import DomainError
from portal.kpi.boards import city_lines
from portal.kpi.models import Decision, Indicator, OodaNote, Review
from portal.kpi.pages import line_card
from portal.kpi.review_forms import DecisionForm, FollowUpForm, OodaForm, ReviewForm
from portal.kpi.reviewing import (
    Occasion,
    follow_up,
    note,
    occasions,
    open_decisions,
    record_decision,
    review,
)
from portal.kpi.rights import departments_entered_by, departments_seen_by, may_define
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 50


@require_GET
def review_list(request):
    return render(request, "kpi/review_list.html", {"occasions": occasions(timezone.localdate())})


@require_GET
def review_sheet(request, year, part):
    occasion = _occasion(year, part)
    lines = city_lines(timezone.localdate())
    rows = Review.objects.filter(fiscal_year=year, part=part).select_related("by").order_by("at")
    latest = {row.indicator_id: row for row in rows}
    context = {
        "occasion": occasion,
        "rows": [
            (line_card(line, with_picture=False), latest.get(line.indicator.pk)) for line in lines
        ],
        "may_define": may_define(request.user),
    }
    return render(request, "kpi/review_sheet.html", context)


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def review_write(request, year, part, slug):
    occasion = _occasion(year, part)
    found = get_object_or_404(Indicator, slug=slug)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, now = request.user, timezone.now()
        _once(request, form, lambda: review(found, occasion, form.said(), by=by, now=now))
        return redirect("kpi:review_sheet", year, part)
    context = {
        "form": form,
        "title": f"{occasion}の点検：{found}",
        "back_url": reverse("kpi:review_sheet", args=[year, part]),
        "earlier": found.reviews.select_related("by").order_by("-at", "-pk")[:PAGE_SIZE],
    }
    return render(request, "kpi/review_write.html", context)


@require_GET
def ooda_list(request):
    """Notes of the departments that this person may see, the newest first."""
    seen = departments_seen_by(request.user)
    notes = OodaNote.objects.filter(department__in=seen)
    notes = notes.select_related("department", "by", "indicator").order_by("-at", "-pk")
    context = {
        "page": _page(request, notes),
        "own": departments_entered_by(request.user).filter(pk=request.user.department_id).first(),
    }
    return render(request, "kpi/ooda_list.html", context)


@require_http_methods(["GET", "POST"])
def ooda_new(request, pk):
    department = get_object_or_404(departments_entered_by(request.user), pk=pk)
    form = OodaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, now = request.user, timezone.now()
        _once(request, form, lambda: note(department, form.values(), by=by, now=now))
        return redirect("kpi:ooda_list")
    return _form_page(
        request, form, f"{department}のOODAメモを書く", "kpi:ooda_list", "kpi.oodanote"
    )


@require_GET
def decision_list(request):
    """Open ones first, those with the nearest day first; the rest by the day they were made."""
    today = timezone.localdate()
    over = Decision.objects.exclude(state=Decision.State.OPEN).order_by("-decided_on", "-pk")
    context = {
        "waiting": [(row, row.is_overdue(today)) for row in open_decisions()],
        "page": _page(request, over),
        "may_define": may_define(request.user),
    }
    return render(request, "kpi/decision_list.html", context)


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def decision_new(request):
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, now = request.user, timezone.now()
        made = _once(request, form, lambda: record_decision(form.values(), by=by, now=now))
        return redirect("kpi:decision", made.pk)
    return _form_page(
        request, form, "本部会議の決定を記録する", "kpi:decision_list", "kpi.decision"
    )


@require_GET
def decision(request, pk):
    found = get_object_or_404(Decision.objects.select_related("department", "by"), pk=pk)
    return _decision_page(request, found, FollowUpForm(decision=found))


@only_for(may_define)
@require_POST
def decision_follow(request, pk):
    found = get_object_or_404(Decision, pk=pk)
    form = FollowUpForm(request.POST, decision=found)
    if not form.is_valid():
        return _decision_page(request, found, form)
    values, by, now = form.cleaned_data, request.user, timezone.now()
    try:
        _once(
            request,
            form,
            lambda: follow_up(found, values["state"], values["words"], by=by, now=now),
        )
    except DomainError as refusal:
        form.add_error("state", str(refusal))
        return _decision_page(request, found, form)
    return redirect("kpi:decision", pk)


def _occasion(year: int, part: str) -> Occasion:
    occasion = Occasion(year, part)
    if part not in Review.Part.values or occasion not in occasions(timezone.localdate()):
        raise Http404
    return occasion


def _once(request, form, make):
    made = submit_once(form, make, by=request.user, now=timezone.now())
    messages.success(request, "記録しました。")
    return made


def _decision_page(request, found, form):
    may = may_define(request.user)
    context = {
        "decision": found,
        "is_overdue": found.is_overdue(timezone.localdate()),
        "steps": found.follow_ups.select_related("by").order_by("at", "pk"),
        "form": form if may else None,
    }
    return render(request, "kpi/decision.html", context)


def _form_page(request, form, title, back, purpose):
    context = {"form": form, "title": title, "back_url": reverse(back), "purpose": purpose}
    return render(request, "kpi/note_form.html", context)


def _page(request, rows):
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
