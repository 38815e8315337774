"""The desk of the DX section: its list, and the acts of officers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.consultations import desk as desk_acts
from portal.consultations.desk_forms import (
    PUBLIC,
    AssignForm,
    FactsForm,
    MergeForm,
    NameForm,
    NoteForm,
    NumberForm,
    StatusForm,
    TickForm,
    WriteForm,
)
from portal.consultations.merging import link, merge
from portal.consultations.models import Consultation, InternalNote
from portal.consultations.moving import move
from portal.consultations.rights import may_answer
from portal.consultations.thread_views import thread_page
from portal.consultations.threads import correct_note, reply, take_note
from portal.consultations.views import found_for
from portal.errors import DomainError
from portal.submitting.once import submit_once


def for_desk(request, pk) -> Consultation:
    """The consultation for an officer who may work on it, or 404."""
    rows = Consultation.objects.on_desk_of(request.user).with_people()
    return get_object_or_404(rows, pk=pk)


def done(request, found: Consultation, act, words: str):
    """Do it and say so, or say why not; then back to the thread."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("consultations:consultation", found.pk)


def form_problem(request, found: Consultation, form):
    """A small form without room for errors: its first problem as a message."""
    problem = next(iter(form.errors.values()))[0]
    messages.error(request, f"{problem}")
    return redirect("consultations:consultation", found.pk)


@require_POST
def consultation_take(request, pk):
    found, now = for_desk(request, pk), timezone.now()
    return done(
        request,
        found,
        lambda: desk_acts.take(found, by=request.user, now=now),
        "担当になりました。",
    )


@require_POST
def consultation_assign(request, pk):
    found, now = for_desk(request, pk), timezone.now()
    form = AssignForm(request.POST, consultation=found, prefix="assign")
    if not form.is_valid():
        return form_problem(request, found, form)
    to, seen = form.cleaned_data["to"], form.cleaned_data["seen"]
    return done(
        request,
        found,
        lambda: desk_acts.assign(found, to, seen=seen, by=request.user, now=now),
        f"{to.name}さんを担当にしました。",
    )


@require_POST
def consultation_write(request, pk):
    """A note of the desk, or an answer to the asker."""
    found = for_desk(request, pk)
    options = {"consultation": found, "by": request.user, "prefix": "write"}
    form = WriteForm(request.POST, request.FILES, **options)
    if not form.is_valid():
        return thread_page(request, found, write_form=form)
    is_public = form.cleaned_data["to"] == PUBLIC
    words = "相談者に返事をしました。" if is_public else "内部メモを残しました。"
    make = _writing(found, form.cleaned_data, is_public, request.user)
    now, by = timezone.now(), request.user
    return done(request, found, lambda: submit_once(form, make, by=by, now=now), words)


def _writing(found, values, is_public, by):
    now = timezone.now()
    common = {"by": by, "files": values["files"], "now": now}
    if is_public:
        return lambda: reply(found, values["body"], then=values["then"], **common)
    return lambda: take_note(found, values["body"], **common)


@require_http_methods(["GET", "POST"])
def consultation_facts(request, pk):
    """Kind, priority, day and tags; when somebody was faster, both are shown."""
    found = for_desk(request, pk)
    form = FactsForm(request.POST or None, row=found, prefix="facts")
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user
        if form.saved(
            lambda: desk_acts.set_facts(found, form.facts(), version=form.version, by=by, now=now)
        ):
            messages.success(request, "変更しました。期限も計算し直しました。")
            return redirect("consultations:consultation", pk)
    return render(
        request, "consultations/consultation_facts.html", {"form": form, "consultation": found}
    )


@require_POST
def consultation_status(request, pk):
    found, now = for_desk(request, pk), timezone.now()
    form = StatusForm(request.POST, consultation=found, prefix="status")
    if not form.is_valid():
        return form_problem(request, found, form)
    to = form.cleaned_data["to"]
    return done(
        request, found, lambda: move(found, to, by=request.user, now=now), "状態を変えました。"
    )


@require_POST
def consultation_tick(request, pk):
    found, now = for_desk(request, pk), timezone.now()
    form = TickForm(request.POST, consultation=found, prefix="tick")
    if not form.is_valid():
        return form_problem(request, found, form)
    items = set(form.cleaned_data["items"])
    return done(
        request,
        found,
        lambda: desk_acts.tick(found, items, by=request.user, now=now),
        "確認項目を保存しました。",
    )


@require_POST
def consultation_name(request, pk):
    found, now = for_desk(request, pk), timezone.now()
    if not found.is_confidential:
        raise Http404
    form = NameForm(request.POST, consultation=found, prefix="name")
    if not form.is_valid():
        return form_problem(request, found, form)
    officer = form.cleaned_data["officer"]
    return done(
        request,
        found,
        lambda: desk_acts.name_officer(found, officer, by=request.user, now=now),
        f"{officer.name}さんが読めるようになりました。相談者に知らせました。",
    )


@require_POST
def consultation_merge(request, pk):
    found, now = for_desk(request, pk), timezone.now()
    form = MergeForm(request.POST, prefix="merge")
    if not form.is_valid():
        return thread_page(request, found, merge_form=form)
    into = _by_number(request, form)
    if into is None:
        return _no_such_number(request, found)
    words = form.cleaned_data["words"]
    return done(
        request,
        found,
        lambda: merge(found, into, words, by=request.user, now=now),
        f"相談 {into.pk}番にまとめ、相談者に返事をしました。",
    )


@require_POST
def consultation_link(request, pk):
    found, now = for_desk(request, pk), timezone.now()
    form = NumberForm(request.POST, prefix="link")
    if not form.is_valid():
        return form_problem(request, found, form)
    other = _by_number(request, form)
    if other is None:
        return _no_such_number(request, found)
    return done(
        request,
        found,
        lambda: link(found, other, by=request.user, now=now),
        f"相談 {other.pk}番と結びました。",
    )


def _by_number(request, form) -> Consultation | None:
    mine = Consultation.objects.on_desk_of(request.user)
    return mine.filter(pk=form.cleaned_data["number"]).first()


def _no_such_number(request, found):
    messages.error(request, "その番号の相談はありません。番号を確かめてください。")
    return redirect("consultations:consultation", found.pk)


@require_http_methods(["GET", "POST"])
def note_edit(request, pk):
    """One's own note."""
    note = get_object_or_404(InternalNote.objects.filter(author=request.user), pk=pk)
    found = found_for(request, note.consultation_id)
    if not may_answer(request.user, found):
        raise Http404
    form = NoteForm(request.POST or None, row=note)
    if request.method == "POST" and form.is_valid():
        body, now, by = form.cleaned_data["body"], timezone.now(), request.user
        if form.saved(lambda: correct_note(note, body, by=by, version=form.version, now=now)):
            messages.success(request, "内部メモを直しました。")
            return redirect("consultations:consultation", found.pk)
    context = {"form": form, "consultation": found, "note": note}
    return render(request, "consultations/note_edit.html", context)
