"""A consultation, as its asker, a shared leader and the desk meet it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.audit.trail import record
from portal.authority.breaking_glass import record_reading
from portal.consultations.cases import case_of
from portal.consultations.clock import day_lines, summary
from portal.consultations.deadlines import promise_of
from portal.consultations.desk_forms import ShareForm
from portal.consultations.desk_page import desk_context
from portal.consultations.forms import RATINGS, AddForm, RateForm, ReopenForm
from portal.consultations.models import Consultation, TrialOutcome
from portal.consultations.more_forms import OutcomeForm
from portal.consultations.moving import close
from portal.consultations.reading import Reader, thread_of
from portal.consultations.retelling import told_as_case
from portal.consultations.rights import may_add, may_answer, may_read_notes, may_tell_outcome
from portal.consultations.threads import add, rate, reopen
from portal.consultations.trying import may_be_told
from portal.consultations.views import found_for
from portal.errors import DomainError
from portal.submitting.once import submit_once


@require_GET
def consultation(request, pk):
    found = found_for(request, pk)
    if found.is_confidential and found.asker_id != request.user.pk:
        record("consultation.read", actor=request.user, obj=found)
    record_reading(request.user, found, timezone.now())
    return thread_page(request, found)


def thread_page(request, found: Consultation, **forms):
    """The page of a thread. ``forms`` are those that came back with errors."""
    now, staff = timezone.now(), request.user
    with_notes = may_read_notes(staff, found)
    is_own = found.asker_id == staff.pk
    is_desk = may_answer(staff, found)
    reader = Reader(staff, with_notes, is_desk, now)
    context = {
        "consultation": found,
        "items": thread_of(found, reader),
        "is_own": is_own,
        "with_notes": with_notes,
        "case": case_of(found.case_reference) if found.case_reference else None,
        "is_late": found.is_late(now),
        "rating": RATINGS.get(found.rating),
        "told": told_as_case(found, staff),
        **_promised(found),
        **_outcome(found, staff),
    }
    if is_desk:
        return render(
            request,
            "consultations/desk_thread.html",
            context | desk_context(found, staff, now) | forms,
        )
    if may_add(staff, found) and not found.merged_into_id:
        context |= _own_forms(found, is_own, staff)
    return render(request, "consultations/consultation.html", context | forms)


def _promised(found: Consultation) -> dict:
    """The promised times, and how they were counted."""
    if found.is_finished:
        return {}
    promise = promise_of(found)
    return {
        "promise": promise,
        "first_why": summary(promise.first) if promise.first else "",
        "resolve_why": summary(promise.resolve),
        "resolve_days": day_lines(promise.resolve),
    }


def _outcome(found: Consultation, staff) -> dict:
    """What came of the case it began from, and the form to tell it."""
    if not may_be_told(found) or not may_tell_outcome(staff, found):
        return {}
    told = TrialOutcome.objects.filter(consultation=found).first()
    first = {"words": told.words} if told else {}
    return {"outcome": told, "outcome_form": OutcomeForm(initial=first, prefix="outcome")}


def _own_forms(found: Consultation, is_own: bool, staff) -> dict:
    forms = {}
    if found.status != "closed":
        forms["add_form"] = AddForm(by=staff)
    if is_own and found.is_finished:
        forms["reopen_form"] = ReopenForm(prefix="reopen")
        first = {"steps": found.rating, "words": found.rating_words}
        forms["rate_form"] = RateForm(initial=first, prefix="rate")
    if is_own:
        forms["opening_asked"] = found.openings.filter(answered_at=None).first()
        forms["share_asked"] = found.shares.filter(agreed_at=None, ended_at=None).first()
        forms |= _own_shares(found)
    return forms


def _own_shares(found: Consultation) -> dict:
    """Which leaders read along, and the form to show it to one."""
    if found.is_confidential:
        return {}
    form = ShareForm(consultation=found, prefix="share")
    return {
        "shares": found.shares.in_force().select_related("leader"),
        "share_form": form if form.has_leaders else None,
    }


@require_POST
def consultation_add(request, pk):
    found = found_for(request, pk)
    if not may_add(request.user, found):
        raise Http404
    form = AddForm(request.POST, request.FILES, by=request.user)
    if not form.is_valid():
        return thread_page(request, found, add_form=form)
    values, now, by = form.cleaned_data, timezone.now(), request.user

    def make():
        return add(found, values["body"], by=by, files=values["files"], now=now)

    return _done(
        request, found, lambda: submit_once(form, make, by=by, now=now), "書き足しました。"
    )


@require_POST
def consultation_close(request, pk):
    found = _own(request, pk)
    now = timezone.now()
    return _done(request, found, lambda: close(found, by=request.user, now=now), "完了にしました。")


@require_POST
def consultation_reopen(request, pk):
    found = _own(request, pk)
    form = ReopenForm(request.POST, prefix="reopen")
    if not form.is_valid():
        return thread_page(request, found, reopen_form=form)
    now, by = timezone.now(), request.user

    def make():
        return reopen(found, form.cleaned_data["body"], by=by, now=now)

    done = "もう一度相談しました。DX課に知らせました。"
    return _done(request, found, lambda: submit_once(form, make, by=by, now=now), done)


@require_POST
def consultation_rate(request, pk):
    found = _own(request, pk)
    form = RateForm(request.POST, prefix="rate")
    if not form.is_valid():
        return thread_page(request, found, rate_form=form)
    values, now = form.cleaned_data, timezone.now()

    def act():
        rate(found, values["steps"], values["words"], by=request.user, now=now)

    return _done(request, found, act, "評価を受け取りました。ありがとうございます。")


def _own(request, pk) -> Consultation:
    found = found_for(request, pk)
    if found.asker_id != request.user.pk:
        raise Http404
    return found


def _done(request, found: Consultation, act, words: str):
    """Do it and say so, or say why not; then back to the thread."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("consultations:consultation", found.pk)
