"""Learning outside, what a course was used for, and the talk of a session."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.errors import DomainError
from portal.staff.pages import only_for
from portal.submitting.once import submit_once
from training.following_up import answer_follow_up
from training.forms.outside import (
    AskForm,
    DecideForm,
    FollowUpForm,
    NoteForm,
    OutsideForm,
    ReplyForm,
)
from training.models import Completion, FollowUp, OutsideRecord, Session, SessionQuestion
from training.recording import confirm, report_outside, send_back
from training.rights import may_keep_catalogue, may_train, sessions_of, sessions_run_by
from training.talking import answer_question, ask_question, write_note


@require_http_methods(["GET", "POST"])
def outside_new(request):
    form = OutsideForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        submit_once(
            form,
            lambda: report_outside(request.user, form.values(), now=now),
            by=request.user,
            now=now,
        )
        messages.success(request, "申し出ました。研修担当が確かめると、お知らせします。")
        return redirect("training:my_training")
    return render(request, "training/outside_new.html", {"form": form})


@require_GET
@only_for(may_keep_catalogue)
def outside_list(request):
    waiting = OutsideRecord.objects.filter(state=OutsideRecord.State.REPORTED)
    rows = waiting.select_related("staff__department", "course").order_by("reported_at", "pk")
    return render(request, "training/outside_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def outside_decide(request, pk):
    row = get_object_or_404(OutsideRecord.objects.select_related("staff", "course"), pk=pk)
    form = DecideForm(request.POST or None)
    if form.is_valid():
        now, reason = timezone.now(), form.cleaned_data["reason"]
        try:
            if form.cleaned_data["decision"] == "confirm":
                confirm(row, by=request.user, now=now)
            else:
                send_back(row, reason=reason, by=request.user, now=now)
        except DomainError as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "本人に知らせました。")
            return redirect("training:outside_list")
    return render(request, "training/outside_decide.html", {"form": form, "row": row})


@require_http_methods(["GET", "POST"])
def follow_up(request, pk):
    own = Completion.objects.filter(staff=request.user).select_related("course", "staff")
    completion = get_object_or_404(own, pk=pk)
    given = FollowUp.objects.filter(completion=completion).first()
    initial = {"use": given.use, "words": given.words} if given else None
    form = FollowUpForm(request.POST or None, initial=initial)
    if form.is_valid():
        answer_follow_up(completion, **form.cleaned_data, now=timezone.now())
        messages.success(request, "ありがとうございました。次の研修の計画に使います。")
        return redirect("training:my_training")
    return render(request, "training/follow_up.html", {"form": form, "completion": completion})


@require_GET
def session_talk(request, pk):
    return _talk(request, _joined(request, pk))


def _joined(request, pk) -> Session:
    return get_object_or_404(sessions_of(request.user).select_related("course"), pk=pk)


def _talk(request, session, *, note=None, question=None):
    runs_it = sessions_run_by(request.user).filter(pk=session.pk).exists()
    context = {
        "session": session,
        "notes": session.notes.select_related("by"),
        "questions": session.questions.select_related("by", "answered_by"),
        "note_form": (note or NoteForm(prefix="note")) if runs_it else None,
        "ask_form": question or AskForm(prefix="ask"),
        "runs_it": runs_it,
    }
    return render(request, "training/session_talk.html", context)


@require_POST
def session_ask(request, pk):
    session, now = _joined(request, pk), timezone.now()
    form = AskForm(request.POST, prefix="ask")
    if not form.is_valid():
        return _talk(request, session, question=form)
    words = form.cleaned_data["words"]
    submit_once(
        form,
        lambda: ask_question(session, words, by=request.user, now=now),
        by=request.user,
        now=now,
    )
    messages.success(request, "質問を研修担当に知らせました。")
    return redirect("training:session_talk", pk)


@require_POST
@only_for(may_train)
def session_note(request, pk):
    session, now = get_object_or_404(sessions_run_by(request.user), pk=pk), timezone.now()
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return _talk(request, session, note=form)
    body = form.cleaned_data["body"]
    submit_once(
        form, lambda: write_note(session, body, by=request.user, now=now), by=request.user, now=now
    )
    messages.success(request, "記録しました。")
    return redirect("training:session_talk", pk)


@require_http_methods(["GET", "POST"])
@only_for(may_train)
def question_answer(request, pk):
    asked = SessionQuestion.objects.select_related("session__course", "by")
    question = get_object_or_404(asked, pk=pk, session__in=sessions_run_by(request.user))
    form = ReplyForm(request.POST or None, initial={"words": question.answer})
    if form.is_valid():
        answer_question(question, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "答えを、聞いた人に知らせました。")
        return redirect("training:session_talk", question.session_id)
    return render(request, "training/question_answer.html", {"form": form, "question": question})
