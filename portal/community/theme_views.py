"""アイデアソン: the themes, one theme with its ideas, votes, the next step."""

from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.community.group_forms import StepForm, ThemeForm, ThemeIdeaForm
from portal.community.models import Stage, Theme, ThemeIdea
from portal.community.thinking import (
    VOTES_EACH,
    bring_idea,
    ideas_of,
    may_set_themes,
    own_votes,
    say_next_step,
    set_theme,
    take_vote_back,
    vote,
)
from portal.errors import DomainError
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 20
IDEAS_PAGE = 50


class Listed(NamedTuple):
    theme: Theme
    stage: Stage


@require_GET
def theme_list(request):
    found = Theme.objects.visible_to(request.user).order_by("-votes_until", "-pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [Listed(theme, theme.stage_on(today)) for theme in page],
        "may_set": may_set_themes(request.user),
    }
    return render(request, "community/theme_list.html", context)


@require_GET
def theme(request, pk):
    return _theme_page(request, _theme(request, pk))


@require_http_methods(["GET", "POST"])
@only_for(may_set_themes)
def theme_new(request):
    form = ThemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        made = submit_once(
            form, lambda: set_theme(form.call, by=request.user, now=now), by=request.user, now=now
        )
        messages.success(request, "テーマを出しました。みんなの動きに出しています。")
        return redirect("community:theme", made.pk)
    return render(request, "community/theme_new.html", {"form": form})


@require_POST
def idea_new(request, pk):
    found = _theme(request, pk)
    form = ThemeIdeaForm(request.POST)
    if not form.is_valid():
        return _theme_page(request, found, form)
    title, text, now = form.cleaned_data["title"], form.cleaned_data["text"], timezone.now()
    try:
        submit_once(
            form,
            lambda: bring_idea(found, title, text, by=request.user, now=now),
            by=request.user,
            now=now,
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "アイデアを出しました。")
    return redirect("community:theme", found.pk)


@require_POST
def idea_vote(request, pk):
    """With ``on`` a vote is given, without it is taken back."""
    idea = get_object_or_404(ThemeIdea.objects.select_related("theme"), pk=pk)
    give = vote if request.POST.get("on") else take_vote_back
    try:
        give(idea, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "投票しました。" if give is vote else "票を取り消しました。")
    return redirect("community:theme", idea.theme_id)


@require_http_methods(["GET", "POST"])
@only_for(may_set_themes)
def step_new(request, pk):
    idea = get_object_or_404(ThemeIdea.objects.select_related("theme"), pk=pk)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            submit_once(
                form,
                lambda: say_next_step(idea, form.step, by=request.user, now=now),
                by=request.user,
                now=now,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "次の一歩を残しました。みんなの動きに出しています。")
            return redirect("community:theme", idea.theme_id)
    return render(request, "community/step_new.html", {"form": form, "idea": idea})


def _theme(request, pk) -> Theme:
    return get_object_or_404(Theme.objects.visible_to(request.user), pk=pk)


def _theme_page(request, found: Theme, form=None):
    today = timezone.localdate()
    stage = found.stage_on(today)
    voted = own_votes(found, request.user)
    ideas = Paginator(ideas_of(found, today), IDEAS_PAGE).get_page(request.GET.get("page"))
    context = {
        "theme": found,
        "stage": stage,
        "page": ideas,
        "voted": voted,
        "votes_left": VOTES_EACH - len(voted),
        "form": (form or ThemeIdeaForm()) if stage == Stage.IDEAS else None,
        "may_set": may_set_themes(request.user),
    }
    return render(request, "community/theme.html", context)
