"""Raising one's hand, and the DX section's answer."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leaders.forms import ChangeHandForm, CommentForm, DeclineForm, HandForm, HeadViewForm
from leaders.models import Appointment, Programme, RecruitmentWindow, SelfNomination
from leaders.nominating import amend, give_head_view, nominate, verdict_on, withdraw
from leaders.rights import may_read_nominations, may_select
from leaders.selecting import appoint, comment_on, decline
from portal.audit.trail import record
from portal.authority.breaking_glass import has_broken_glass, record_reading
from portal.errors import DomainError
from portal.staff.pages import only_for
from portal.submitting.once import submit_once


@require_GET
def window(request, pk):
    """A call, with the one verdict on whether this person may raise a hand now."""
    found = get_object_or_404(RecruitmentWindow.objects.announced(), pk=pk)
    now = timezone.now()
    context = {
        "window": found,
        "state": found.state_at(now),
        "verdict": verdict_on(found, request.user, now=now),
        "programme": Programme.objects.current(),
        "own": found.nominations.live().filter(staff=request.user).first(),
    }
    return render(request, "leaders/window.html", context)


@require_http_methods(["GET", "POST"])
def apply(request, pk):
    found = get_object_or_404(RecruitmentWindow.objects.announced(), pk=pk)
    now, staff = timezone.now(), request.user
    is_renewal = Appointment.objects.held().filter(staff=staff).exists()
    form = HandForm(request.POST or None, is_renewal=is_renewal)
    if request.method == "POST" and form.is_valid():
        make = partial(nominate, found, staff, form.hand, now=now)
        try:
            made = submit_once(form, make, by=staff, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "申し出ました。締切までは、いつでも直せます。")
            return redirect("leaders:nomination", made.pk)
    context = {
        "window": found,
        "form": form,
        "verdict": verdict_on(found, staff, now=now),
        "programme": Programme.objects.current(),
    }
    return render(request, "leaders/apply.html", context)


@require_GET
def nomination(request, pk):
    """One's own hand."""
    found = _own(request, pk)
    context = {
        "nomination": found,
        "may_change": found.may_change(timezone.now()),
        "steps": found.steps.select_related("by").order_by("at", "pk"),
    }
    return render(request, "leaders/nomination.html", context)


@require_http_methods(["GET", "POST"])
def nomination_change(request, pk):
    found, now = _own(request, pk), timezone.now()
    form = ChangeHandForm(request.POST or None, row=found)
    if not found.may_change(now):
        messages.error(request, "受付が終わったか、すでに決まっています。もう直せません。")
        return redirect("leaders:nomination", pk)
    if request.method == "POST" and form.is_valid():
        try:
            saved = form.saved(lambda: amend(found, form.hand, version=form.version, now=now))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            saved = False
        if saved:
            messages.success(request, "申出を直しました。")
            return redirect("leaders:nomination", pk)
    context = {"form": form, "nomination": found}
    return render(request, "leaders/nomination_change.html", context)


@require_POST
def nomination_withdraw(request, pk):
    found = _own(request, pk)
    try:
        withdraw(found, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "申出を取り下げました。受付中なら、また申し出られます。")
    return redirect("leaders:nomination", pk)


@require_http_methods(["GET", "POST"])
def head_view(request, pk):
    """The head says how the work can be arranged. The person's texts are not shown."""
    rows = SelfNomination.objects.select_related("staff", "window")
    found = get_object_or_404(rows, pk=pk, head=request.user)
    initial = {"view": found.head_view, "words": found.head_words}
    form = HeadViewForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            give_head_view(found, **form.cleaned_data, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "意見をDX課に届けました。")
            return redirect("leaders:head_view", pk)
    return render(request, "leaders/head_view.html", {"nomination": found, "form": form})


@require_GET
def nomination_desk(request, pk):
    """Somebody else's hand, for the DX section and through the glass; each reading is recorded."""
    now, staff = timezone.now(), request.user
    found = get_object_or_404(_readable(staff, now), pk=pk)
    if not (may_read_nominations(staff) or has_broken_glass(staff, found, now)):
        raise Http404
    record("leaders.nomination.read", actor=staff, obj=found)
    record_reading(staff, found, now)
    return _desk_page(request, found, now)


@require_POST
@only_for(may_select)
def nomination_comment(request, pk):
    now = timezone.now()
    found = get_object_or_404(_readable(request.user, now), pk=pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _desk_page(request, found, now, comment=form)
    make = partial(comment_on, found, form.cleaned_data["text"], by=request.user, now=now)
    return _answered(request, pk, lambda: submit_once(form, make, by=request.user, now=now))


@require_POST
@only_for(may_select)
def nomination_appoint(request, pk):
    now = timezone.now()
    found = get_object_or_404(_readable(request.user, now), pk=pk)
    words = "任命しました。本人と所属長に知らせました。"
    return _answered(request, pk, lambda: appoint(found, by=request.user, now=now), words)


@require_POST
@only_for(may_select)
def nomination_decline(request, pk):
    now = timezone.now()
    found = get_object_or_404(_readable(request.user, now), pk=pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _desk_page(request, found, now, decline=form)
    words = form.cleaned_data["answer"]
    act = partial(decline, found, words, by=request.user, now=now)
    return _answered(request, pk, act, "見送りとし、本人に知らせました。")


def _answered(request, pk, act, words="メモを残しました。"):
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("leaders:nomination_desk", pk)


def _own(request, pk) -> SelfNomination:
    rows = SelfNomination.objects.filter(staff=request.user).select_related("window")
    return get_object_or_404(rows, pk=pk)


def _readable(staff, now):
    rows = SelfNomination.objects.visible_to(staff, now)
    return rows.select_related("window", "staff__department", "head", "appointment")


def _desk_page(request, found, now, *, comment=None, decline=None):
    """Nobody sees what is said about their own hand."""
    is_own = found.staff_id == request.user.pk
    may_answer = may_select(request.user) and not is_own
    may_answer = may_answer and found.state == SelfNomination.State.SUBMITTED
    context = {
        "nomination": found,
        "is_own": is_own,
        "may_comment": may_select(request.user) and not is_own,
        "may_answer": may_answer,
        "is_closed": not found.window.is_open(now),
        "comments": [] if is_own else found.comments.select_related("by").order_by("at", "pk"),
        "comment_form": comment or CommentForm(),
        "decline_form": decline or DeclineForm(),
    }
    return render(request, "leaders/nomination_desk.html", context)
