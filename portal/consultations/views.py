"""Asking, and one's own consultations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.consultations.asking import ask, draft_of, drop_draft, save_draft, solved_by
from portal.consultations.cases import case_of
from portal.consultations.forms import (
    AskForm,
    QuestionForm,
    SolvedForm,
    from_draft,
    question_in,
    typed_values,
)
from portal.consultations.models import Consultation
from portal.consultations.rights import works_at_the_desk
from portal.consultations.similar import suggestion_of, suggestions_for
from portal.errors import DomainError
from portal.submitting.once import submit_once

PAGE_SIZE = 20


@require_GET
def consultation_list(request):
    """One's own, and for a leader those shared with them. The desk has a list of its own."""
    words = request.GET.get("q", "").strip()[:200]
    rows = Consultation.objects.visible_to(request.user)
    if works_at_the_desk(request.user):
        rows = Consultation.objects.filter(asker=request.user)
    if words:
        rows = rows.filter(pk__in=rows.found_by(words).ranked_pks())
    pages = Paginator(rows.with_people().order_by("-moved_at", "-pk"), PAGE_SIZE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "words": words,
        "has_draft": bool(draft_of(request.user)),
        "works_at_the_desk": works_at_the_desk(request.user),
    }
    return render(request, "consultations/consultation_list.html", context)


@require_http_methods(["GET", "POST"])
def consultation_new(request):
    """First step: what it is about. What was typed is kept, also when it is not complete."""
    if request.method == "POST":
        save_draft(request.user, typed_values(request.POST), now=timezone.now())
        form = QuestionForm(request.POST)
        if "keep" in request.POST:
            messages.success(request, "下書きを残しました。続きはいつでも書けます。")
            return redirect("consultations:consultation_list")
        if form.is_valid():
            return redirect("consultations:consultation_check")
    else:
        form = QuestionForm(initial=_first_values(request))
    return render(request, "consultations/consultation_new.html", {"form": form})


def _first_values(request) -> dict:
    """The draft; a case or words that brought the person here go before."""
    values = from_draft(draft_of(request.user))
    case = case_of(request.GET.get("case", "").strip())
    if case:
        values |= {"case_reference": str(case.pk), "case_title": case.title}
        values.setdefault("trouble", f"事例「{case.title}」を、うちの課でも試したい。")
    if words := request.GET.get("q", "").strip()[:200]:
        values.setdefault("trouble", words)
    return values


@require_GET
def consultation_similar(request):
    """A fragment for the page on which somebody types: answers that are there already."""
    words = request.GET.get("q", "")[:2000]
    found = suggestions_for(request.user, words)
    return render(request, "consultations/similar.html", {"found": found, "words": words})


@require_POST
def consultation_solved(request):
    """An answer was enough: count it, and ask nobody."""
    form = SolvedForm(request.POST)
    words = request.POST.get("trouble", "")
    answer = form.is_valid() and suggestion_of(request.user, words, form.cleaned_data["answer"])
    if not answer:
        messages.error(request, "答えが見つかりません。画面を開き直してください。")
        return redirect("consultations:consultation_new")
    now, by = timezone.now(), request.user
    submit_once(form, lambda: solved_by(answer.key, answer.title, by=by, now=now), by=by, now=now)
    messages.success(request, "解決してよかったです。役に立った答えとして数えました。")
    return redirect("consultations:consultation_list")


@require_http_methods(["GET", "POST"])
def consultation_check(request):
    """Last step: similar answers, what will be asked, files; then it goes to the desk."""
    question = question_in(draft_of(request.user))
    form = AskForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        asked = _ask(request, form, question)
        if asked:
            return redirect("consultations:consultation", asked.pk)
    if not question.is_valid():
        return redirect("consultations:consultation_new")
    context = {
        "form": form,
        "question": question.question(),
        "kind": question.fields["kind"].choices,
        "found": suggestions_for(request.user, question.cleaned_data["trouble"]),
    }
    return render(request, "consultations/consultation_check.html", context)


def _ask(request, form, question) -> Consultation | None:
    """The consultation, also for a second press, when the draft is gone already."""
    now, files = timezone.now(), form.cleaned_data["files"]

    def make():
        if not question.is_valid():
            raise NothingTyped
        return ask(request.user, question.question(), files=files, now=now)

    try:
        asked = submit_once(form, make, by=request.user, now=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, "相談を受け付けました。返事があるとお知らせします。")
    return asked


class NothingTyped(DomainError):
    message = "相談の内容がありません。はじめから書いてください。"


@require_POST
def consultation_drop(request):
    drop_draft(request.user)
    messages.success(request, "下書きを消しました。")
    return redirect("consultations:consultation_list")


def found_for(request, pk) -> Consultation:
    """The consultation, or 404 as if it were not there."""
    rows = Consultation.objects.visible_to(request.user).with_people()
    return get_object_or_404(rows, pk=pk)
