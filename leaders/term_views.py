"""A term and its person: the notice, resting, returning, leaving."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leaders.forms import EndForm, PauseForm, ProfileForm, RenewalForm, ResignForm
from leaders.leaving import end_for, resign, successors_of
from leaders.models import Appointment, RecruitmentWindow
from leaders.notice_paper import notice_of
from leaders.open_work import open_work_of
from leaders.profiles import save_profile
from leaders.renewing import answer_renewal
from leaders.rights import is_leader, may_select
from leaders.roster import profile_of
from leaders.terms import come_back, pause
from portal.audit.trail import record
from portal.errors import DomainError
from portal.paper.document import CONTENT_TYPE
from portal.staff.pages import only_for
from portal.submitting.once import submit_once


@require_GET
def term(request, pk):
    """One's own term with everything about it; the DX section sees it, and that is recorded."""
    found = _visible(request, pk)
    now, today = timezone.now(), timezone.localdate()
    is_own = found.staff_id == request.user.pk
    if not is_own:
        record("leaders.term.read", actor=request.user, obj=found)
    context = {
        "term": found,
        "state": found.state_on(today),
        "pauses": found.pauses.order_by("starts_on", "pk"),
        "goals": found.goals.order_by("due_on", "pk"),
        "steps": found.steps.select_related("by", "department").order_by("at", "pk"),
        "is_own": is_own,
        "is_live": not found.ended_at and found.ends_on >= today,
        "may_edit_profile": _may_edit_profile(request.user, found),
        "has_rest": found.pauses.filter(returns_on__gt=today).exists(),
        "renewal_form": RenewalForm(initial={"renewal": found.renewal}),
        "calls": RecruitmentWindow.objects.open_at(now).filter(term_starts_on__gt=found.ends_on),
    }
    return render(request, "leaders/term.html", context)


@require_GET
def term_notice(request, pk):
    found = _visible(request, pk)
    if not found.was_held():
        raise Http404
    answer = HttpResponse(notice_of(found), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="appointment-{found.pk}.pdf"'
    return answer


@require_http_methods(["GET", "POST"])
def term_pause(request, pk):
    found, now = _own(request, pk), timezone.now()
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        make = partial(pause, found, form.rest, by=request.user, now=now)
        try:
            submit_once(form, make, by=request.user, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "お休みを受け付けました。戻る日まで、依頼は届きません。")
            return redirect("leaders:term", pk)
    return render(request, "leaders/term_pause.html", {"form": form, "term": found})


@require_POST
def term_return(request, pk):
    found = _own(request, pk)
    act = partial(come_back, found, by=request.user, now=timezone.now())
    return _done(request, pk, act, "お帰りなさい。今日から活動中です。")


@require_http_methods(["GET", "POST"])
def term_resign(request, pk):
    """One page: why, in one's own words if one likes, and who takes over."""
    found, now = _own(request, pk), timezone.now()
    form = ResignForm(request.POST or None, successors=successors_of(found, now))
    if request.method == "POST" and form.is_valid():
        try:
            resign(found, form.farewell, by=request.user, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "退任を受け付けました。これまでの活動、ありがとうございました。"
            )
            return redirect("leaders:term", pk)
    context = {"form": form, "term": found, "open_work": open_work_of(request.user)}
    return render(request, "leaders/term_resign.html", context)


@require_POST
def term_renewal(request, pk):
    found = _own(request, pk)
    form = RenewalForm(request.POST)
    if not form.is_valid():
        messages.error(request, "次の任期の希望を選んでください。")
        return redirect("leaders:term", pk)
    answer = form.cleaned_data["renewal"]
    act = partial(answer_renewal, found, answer, now=timezone.now())
    return _done(request, pk, act, "希望をDX課に届けました。")


@require_http_methods(["GET", "POST"])
def term_profile(request, pk):
    found = get_object_or_404(Appointment.objects.select_related("staff"), pk=pk)
    if not _may_edit_profile(request.user, found):
        raise Http404
    form = ProfileForm(request.POST or None, instance=profile_of(found.staff))
    if request.method == "POST" and form.is_valid():
        save_profile(form.instance, by=request.user)
        messages.success(request, "紹介を保存しました。")
        return redirect("leaders:leader", found.staff_id)
    return render(request, "leaders/term_profile.html", {"form": form, "term": found})


@require_http_methods(["GET", "POST"])
@only_for(may_select)
def term_end(request, pk):
    """The DX section ends a term, where a person moved to where it cannot go on."""
    found = get_object_or_404(Appointment.objects.select_related("staff"), pk=pk)
    now, by = timezone.now(), request.user
    form = EndForm(request.POST or None, successors=successors_of(found, now))
    if request.method == "POST" and form.is_valid():
        successor = form.cleaned_data["successor"]
        try:
            end_for(found, form.ending, successor=successor, by=by, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "任期を終え、本人に知らせました。")
            return redirect("leaders:term", pk)
    context = {"form": form, "term": found, "open_work": open_work_of(found.staff)}
    return render(request, "leaders/term_end.html", context)


def _done(request, pk, act, words):
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("leaders:term", pk)


def _visible(request, pk) -> Appointment:
    rows = Appointment.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("staff", "department", "section"), pk=pk)


def _own(request, pk) -> Appointment:
    rows = Appointment.objects.filter(staff=request.user).select_related("staff")
    return get_object_or_404(rows, pk=pk)


def _may_edit_profile(staff, found) -> bool:
    return may_select(staff) or (is_leader(staff) and found.staff_id == staff.pk)
