"""The desk: what is being amended, what is stale, what readers said."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.errors import DomainError
from portal.guidance import amending
from portal.guidance.comparing import changes_between
from portal.guidance.forms import (
    BeginForm,
    NewPassageForm,
    OwnerForm,
    PassageForm,
    ReturnForm,
    SubmissionForm,
)
from portal.guidance.freezing import passages_of
from portal.guidance.marks import few, settle, shares
from portal.guidance.models import Edition, Feedback, Guide, Passage
from portal.guidance.reviewing import set_owner, stale_first
from portal.guidance.rights import may_approve, may_see_desk, may_write
from portal.guidance.vocabulary import OPEN_STATES, State
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

FEEDBACK_SHOWN = 50


@require_GET
@only_for(may_see_desk)
def desk(request):
    today = timezone.localdate()
    writes = may_write(request.user)
    open_ones = Edition.objects.open().select_related("guide", "begun_by").order_by("begun_at")
    context = {
        "open_ones": open_ones if writes else [],
        "guides": [(guide, guide.review_is_late(today)) for guide in stale_first(today)],
        "feedback": _waiting_feedback() if writes else [],
        "writes": writes,
        "today": today,
    }
    return render(request, "guidance/desk.html", context)


def _waiting_feedback():
    waiting = Feedback.objects.filter(settled_at=None, opinion=Feedback.Opinion.TROUBLED)
    return waiting.select_related("edition__guide").order_by("-at", "-pk")[:FEEDBACK_SHOWN]


@require_GET
@only_for(may_see_desk)
def desk_guide(request, slug):
    guide = get_object_or_404(Guide.objects.select_related("owner"), slug=slug)
    current = guide.editions.in_force().select_related("guide").first()
    writes = may_write(request.user)
    opinions = Feedback.objects.filter(edition=current)
    context = {
        "guide": guide,
        "current": current,
        "open_one": guide.editions.open().select_related("guide").first() if writes else None,
        "editions": guide.editions.public().by_age().select_related("guide", "approved_by"),
        "begin_form": BeginForm(),
        "shares": shares(current) if current and guide.is_compulsory else [],
        "helped": few(opinions.filter(opinion=Feedback.Opinion.HELPED).count()),
        "troubled": few(opinions.filter(opinion=Feedback.Opinion.TROUBLED).count()),
        "writes": writes,
        "is_late": guide.review_is_late(timezone.localdate()),
    }
    return render(request, "guidance/desk_guide.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_write)
def guide_owner(request, slug):
    guide = get_object_or_404(Guide, slug=slug)
    form = OwnerForm(request.POST or None, row=guide)
    if request.method == "POST" and form.is_valid():
        values, by = form.cleaned_data, request.user
        if form.saved(lambda: set_owner(guide, values, version=form.version, by=by)):
            messages.success(request, "担当と見直しの日を決めました。")
            return redirect("guidance:desk_guide", slug)
    return render(request, "guidance/guide_owner.html", {"form": form, "guide": guide})


@require_POST
@only_for(may_write)
def amendment_begin(request, slug):
    guide = get_object_or_404(Guide, slug=slug)
    form = BeginForm(request.POST)
    if not form.is_valid():
        messages.error(request, "軽微修正か改定かを選んでください。")
        return redirect("guidance:desk_guide", slug)
    kind, now = form.cleaned_data["kind"], timezone.now()
    try:
        edition = submit_once(
            form,
            lambda: amending.begin(guide, kind, by=request.user, now=now),
            by=request.user,
            now=now,
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("guidance:desk_guide", slug)
    return redirect("guidance:amendment", edition.pk)


@require_GET
@only_for(may_write)
def amendment(request, pk):
    edition = _open_or_404(pk)
    return _amendment_page(request, edition)


def _amendment_page(request, edition, *, submission=None, returning=None):
    current = edition.guide.editions.in_force().first()
    found = changes_between(passages_of(current), passages_of(edition))
    first = {"applies_from": edition.applies_from, "reasons": "\n".join(edition.reasons)}
    context = {
        "edition": edition,
        "current": current,
        "passages": edition.passages.order_by("position", "pk"),
        "moved": [change for change in found if change.is_change],
        "is_draft": edition.state == State.DRAFT,
        "is_submitted": edition.state == State.SUBMITTED,
        "approves": may_approve(request.user, edition),
        "submission": submission or SubmissionForm(initial=first),
        "returning": returning or ReturnForm(),
    }
    return render(request, "guidance/amendment.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_write)
def passage(request, pk):
    found = _passage_or_404(pk)
    form = PassageForm(request.POST or None, row=found)
    if request.method == "POST" and form.is_valid() and _rewritten(request, found, form):
        return redirect("guidance:amendment", found.edition_id)
    return render(request, "guidance/passage.html", {"form": form, "passage": found})


def _rewritten(request, found, form) -> bool:
    values, by = form.cleaned_data, request.user
    try:
        kept = form.saved(lambda: amending.rewrite(found, values, version=form.version, by=by))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    if kept:
        messages.success(request, "下書きに残しました。")
    return kept


@require_http_methods(["GET", "POST"])
@only_for(may_write)
def passage_new(request, pk):
    edition = _open_or_404(pk)
    chapters = list(dict.fromkeys(edition.passages.values_list("chapter", flat=True)))
    form = NewPassageForm(request.POST or None, chapters=chapters or [""])
    if request.method == "POST" and form.is_valid() and _added(request, edition, form):
        return redirect("guidance:amendment", edition.pk)
    return render(request, "guidance/passage_new.html", {"form": form, "edition": edition})


def _added(request, edition, form) -> bool:
    values = {key: value for key, value in form.cleaned_data.items() if key != "submit_key"}
    by, now = request.user, timezone.now()
    try:
        submit_once(form, lambda: amending.add_passage(edition, values, by=by), by=by, now=now)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "下書きに加えました。")
    return True


@require_POST
@only_for(may_write)
def passage_remove(request, pk):
    found = _passage_or_404(pk)
    return _done(
        request,
        found.edition_id,
        lambda: amending.remove_passage(found, by=request.user),
        "下書きから外しました。",
    )


@require_POST
@only_for(may_write)
def amendment_submit(request, pk):
    edition = _open_or_404(pk)
    form = SubmissionForm(request.POST)
    if not form.is_valid():
        return _amendment_page(request, edition, submission=form)
    values = form.cleaned_data
    try:
        amending.submit(
            edition,
            reasons=values["reasons"],
            applies_from=values["applies_from"],
            by=request.user,
            now=timezone.now(),
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _amendment_page(request, edition, submission=form)
    messages.success(request, "承認を頼みました。別のDX課の人が確かめます。")
    return redirect("guidance:amendment", pk)


@require_POST
@only_for(may_write)
def amendment_return(request, pk):
    edition = _open_or_404(pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _amendment_page(request, edition, returning=form)
    words, now = form.cleaned_data["words"], timezone.now()
    return _done(
        request,
        pk,
        lambda: amending.send_back(edition, words, by=request.user, now=now),
        "下書きに戻しました。",
    )


@require_POST
@only_for(may_approve)
def amendment_approve(request, pk):
    edition = _open_or_404(pk)
    now = timezone.now()
    try:
        approved = amending.approve(edition, by=request.user, now=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("guidance:amendment", pk)
    messages.success(request, f"承認しました。{_day(approved.applies_from)}から適用します。")
    return redirect("guidance:desk_guide", edition.guide.slug)


@require_POST
@only_for(may_write)
def amendment_discard(request, pk):
    edition = _open_or_404(pk)
    try:
        amending.discard(edition, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("guidance:amendment", pk)
    messages.success(request, "改定を取りやめました。")
    return redirect("guidance:desk_guide", edition.guide.slug)


@require_POST
@only_for(may_write)
def feedback_settle(request, pk):
    feedback = get_object_or_404(Feedback, pk=pk)
    try:
        settle(feedback, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "対応を終えました。")
    return redirect("guidance:desk")


def _done(request, pk, act, words):
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("guidance:amendment", pk)


def _open_or_404(pk: int) -> Edition:
    editions = Edition.objects.select_related("guide", "begun_by", "submitted_by")
    edition = get_object_or_404(editions, pk=pk)
    if edition.state not in OPEN_STATES:
        raise Http404
    return edition


def _passage_or_404(pk: int) -> Passage:
    return get_object_or_404(Passage.objects.select_related("edition__guide"), pk=pk)


def _day(on: date) -> str:
    return f"{on.month}月{on.day}日"
