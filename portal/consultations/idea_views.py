"""Ideas: one's own, those of everybody, and what the desk decides."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.consultations.cases import case_of
from portal.consultations.ideas import amend_idea, decide, finish, note_idea, submit, take_back
from portal.consultations.models import Idea
from portal.consultations.more_forms import DecideForm, EffectForm, IdeaForm, NewIdeaForm
from portal.consultations.rights import works_at_the_desk
from portal.errors import DomainError
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 20
CARRIED = ("now_words", "change_words")
State = Idea.State


@require_GET
def idea_list(request):
    """What everybody reads, one's own, and for the desk what waits for an answer."""
    rows = Idea.objects.visible_to(request.user).select_related("author", "department")
    works = works_at_the_desk(request.user)
    context = {
        "page": Paginator(
            rows.filter(state__in=Idea.SHOWN).order_by("-decided_at", "-pk"), PAGE_SIZE
        ).get_page(request.GET.get("page")),
        "own": rows.filter(author=request.user).order_by("-pk")[:PAGE_SIZE],
        "waiting": rows.waiting_for(request.user).order_by("pk") if works else [],
        "works_at_the_desk": works,
    }
    return render(request, "consultations/idea_list.html", context)


@require_http_methods(["GET", "POST"])
def idea_new(request):
    """Words that the worksheet carries here are shown to go on with, and not kept yet."""
    case = case_of(request.GET.get("case", "").strip())
    is_carried = "carried" in request.POST
    first = {name: request.POST.get(name, "") for name in CARRIED} if is_carried else {}
    first |= {"case": str(case.pk)} if case else {}
    form = NewIdeaForm(None if is_carried else request.POST or None, initial=first)
    if form.is_valid():
        now, by = timezone.now(), request.user
        made = submit_once(form, lambda: note_idea(form.values(), by=by, now=now), by=by, now=now)
        messages.success(request, "メモに残しました。提出するまで、ほかの人には見えません。")
        return redirect("ideas:idea", made.pk)
    return render(request, "consultations/idea_new.html", {"form": form, "case": case})


@require_GET
def idea(request, pk):
    return _page(request, _found(request, pk))


def _page(request, found: Idea, **forms):
    own = found.author_id == request.user.pk
    decides = works_at_the_desk(request.user) and not own
    context = {
        "idea": found,
        "sheet": found.sheet(),
        "is_own": own,
        "is_shown": found.state in Idea.SHOWN,
    }
    if decides and found.state == State.SUBMITTED:
        context["decide_form"] = DecideForm()
    if own and found.state == State.ADOPTED:
        context["effect_form"] = EffectForm()
    return render(request, "consultations/idea.html", context | forms)


@require_http_methods(["GET", "POST"])
def idea_edit(request, pk):
    found = _own(request, pk)
    form = IdeaForm(request.POST or None, row=found)
    if request.method == "POST" and form.is_valid():
        by = request.user
        try:
            if form.saved(lambda: amend_idea(found, form.values(), version=form.version, by=by)):
                messages.success(request, "直しました。")
                return redirect("ideas:idea", pk)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "consultations/idea_edit.html", {"form": form, "idea": found})


@require_POST
def idea_submit(request, pk):
    """Submit one's note, or take it back."""
    found, now = _own(request, pk), timezone.now()
    act = take_back if request.POST.get("back") else submit
    words = "メモに戻しました。" if act is take_back else "提出しました。DX課が読んで返事をします。"
    return _done(request, found, lambda: act(found, by=request.user, now=now), words)


@require_POST
@only_for(works_at_the_desk)
def idea_decide(request, pk):
    found, now = _found(request, pk), timezone.now()
    if found.author_id == request.user.pk:
        raise Http404
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, found, decide_form=form)
    values = form.cleaned_data

    def act():
        decide(found, values["is_adopted"], values["answer"], by=request.user, now=now)

    return _done(request, found, act, "考えた人に知らせました。")


@require_POST
def idea_finish(request, pk):
    found, now = _own(request, pk), timezone.now()
    form = EffectForm(request.POST)
    if not form.is_valid():
        return _page(request, found, effect_form=form)
    effect = form.cleaned_data["effect"]
    return _done(
        request,
        found,
        lambda: finish(found, effect, by=request.user, now=now),
        "効果を残しました。おつかれさまでした。",
    )


def _found(request, pk) -> Idea:
    rows = Idea.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("author", "department", "decided_by"), pk=pk)


def _own(request, pk) -> Idea:
    found = _found(request, pk)
    if found.author_id != request.user.pk:
        raise Http404
    return found


def _done(request, found: Idea, act, words: str):
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("ideas:idea", found.pk)
