"""Proposing: one's own list, the plain form for a case or a correction, and what became of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casebook.article import part_label
from casebook.models import Case, Municipality, Proposal
from casebook.people import may_review
from casebook.proposal_forms import (
    CaseForm,
    CorrectionForm,
    NewCaseForm,
    NewCorrectionForm,
    ReviewForm,
)
from casebook.proposing import Correction, amend, drop_draft, keep_draft, send_in, withdraw
from portal.errors import DomainError
from portal.files.models import StoredFile
from portal.submitting.once import submit_once

PAGE_SIZE = 20
SENT = "提案を届けました。確認の様子をお知らせします。"
KEPT = "下書きに残しました。続きはいつでも書けます。"
State = Proposal.State


@require_GET
def proposal_list(request):
    """One's own, the last moved first."""
    own = Proposal.objects.filter(proposer=request.user).with_people().order_by("-moved_at", "-pk")
    page = Paginator(own, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "may_review": may_review(request.user)}
    return render(request, "casebook/proposal_list.html", context)


@require_http_methods(["GET", "POST"])
def proposal_new(request):
    first = {"place": str(Municipality.objects.own() or "")} if "own" in request.GET else {}
    form = NewCaseForm(request.POST or None, request.FILES or None, by=request.user, initial=first)
    if request.method == "POST" and form.is_valid():
        made = _make(request, form, None)
        if made:
            return redirect("casebook:proposal", made.pk)
    context = {"form": form, "municipalities": Municipality.objects.all()}
    return render(request, "casebook/proposal_new.html", context)


@require_http_methods(["GET", "POST"])
def correction_new(request, slug):
    """About one case; with ``wanted`` about a fact that the case is looking for."""
    case = get_object_or_404(Case.objects.visible_to(request.user), slug=slug)
    about = Correction(case, *_wanted(case, request.GET.get("wanted", "")))
    form = NewCorrectionForm(
        request.POST or None,
        request.FILES or None,
        by=request.user,
        initial={"part": "facts-wanted" if about.wanted_id else request.GET.get("part", "")},
    )
    if request.method == "POST" and form.is_valid():
        made = _make(request, form, about)
        if made:
            return redirect("casebook:proposal", made.pk)
    context = {"form": form, "case": case, "about": about}
    return render(request, "casebook/correction_new.html", context)


def _wanted(case: Case, number: str) -> tuple[str, str]:
    return next(
        ((str(block.value), block.id) for block in case.facts_wanted if block.id == number),
        ("", ""),
    )


def _make(request, form, about: Correction | None) -> Proposal | None:
    now, by = timezone.now(), request.user

    def make():
        with transaction.atomic():
            made = keep_draft(form.words(), about=about, by=by, now=now)
            if form.is_sent_in:
                send_in(made, by=by, now=now)
        return made

    try:
        made = submit_once(form, make, by=by, now=now)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, SENT if form.is_sent_in else KEPT)
    return made


@require_GET
def proposal(request, pk):
    """Of its proposer, and of those who decide on it."""
    return show(request, found_for(request, pk))


def show(request, found: Proposal, review_form: ReviewForm | None = None):
    own = found.proposer_id == request.user.pk
    decides = may_review(request.user) and not own
    context = {
        "proposal": found,
        "part": part_label(found.part),
        "signature": found.signature_for(request.user),
        "files": StoredFile.objects.of(found),
        "changes": found.changes.select_related("by").order_by("at", "pk"),
        "is_own": own,
        "may_decide": decides,
        "is_mine": found.reviewer_id == request.user.pk,
    }
    if decides and found.state == State.IN_REVIEW:
        context["review_form"] = review_form or ReviewForm(proposal=found)
    elif decides and found.state == State.ADOPTED:
        context["stop_form"] = review_form or ReviewForm(proposal=found)
    return render(request, "casebook/proposal.html", context)


@require_http_methods(["GET", "POST"])
def proposal_edit(request, pk):
    found = own_for(request, pk)
    form_of = CorrectionForm if found.kind == Proposal.Kind.CORRECTION else CaseForm
    form = form_of(request.POST or None, request.FILES or None, by=request.user, row=found)
    if request.method == "POST" and form.is_valid():
        try:
            if form.saved(lambda: _save(request, found, form)):
                messages.success(request, SENT if form.is_sent_in else KEPT)
                return redirect("casebook:proposal", pk)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "proposal": found, "municipalities": Municipality.objects.all()}
    return render(request, "casebook/proposal_edit.html", context)


def _save(request, found: Proposal, form) -> None:
    now, by = timezone.now(), request.user
    with transaction.atomic():
        amend(found, form.words(), version=form.version, by=by, now=now)
        found.refresh_from_db()
        if form.is_sent_in:
            send_in(found, by=by, now=now)


@require_POST
def proposal_withdraw(request, pk):
    """Out of the queue; a draft that nobody has seen goes for good."""
    found, now = own_for(request, pk), timezone.now()
    if found.state == State.DRAFT:
        return answered(
            request,
            lambda: drop_draft(found, by=request.user),
            "下書きを消しました。",
            "casebook:proposal_list",
        )
    return answered(
        request,
        lambda: withdraw(found, by=request.user, now=now),
        "取り下げました。直して、もう一度出せます。",
        "casebook:proposal",
        pk,
    )


def found_for(request, pk) -> Proposal:
    """The proposal, or 404 as if it were not there."""
    return get_object_or_404(Proposal.objects.visible_to(request.user).with_people(), pk=pk)


def own_for(request, pk) -> Proposal:
    found = found_for(request, pk)
    if found.proposer_id != request.user.pk:
        raise Http404
    return found


def answered(request, act, words: str, *back):
    """Do it, say so or why not, and go on to ``back``."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect(*back)
