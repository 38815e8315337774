"""Quick polls, and the week in short."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal.community.group_forms import AnswerForm, PollForm
from portal.community.models import Ballot, Follow, Poll
from portal.community.polling import FEWEST, answer, make_poll, may_ask, results_of
from portal.community.weekly import week_of
from portal.errors import DomainError
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 20


@require_GET
def poll_list(request):
    now = timezone.now()
    found = Poll.objects.visible_to(request.user).order_by("-closes_at", "-pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    answered = set(
        Ballot.objects.filter(staff=request.user, poll__in=[each.pk for each in page]).values_list(
            "poll_id", flat=True
        )
    )
    rows = [(each, each.is_open(now), each.pk in answered) for each in page]
    context = {"page": page, "rows": rows, "may_ask": may_ask(request.user)}
    return render(request, "community/poll_list.html", context)


@require_http_methods(["GET", "POST"])
def poll(request, pk):
    """Looking, and answering: once, or with names again until it closes."""
    found = get_object_or_404(Poll.objects.visible_to(request.user), pk=pk)
    now = timezone.now()
    form = AnswerForm(request.POST or None, poll=found)
    if request.method == "POST" and form.is_valid():
        try:
            answer(found, form.cleaned_data["choice"], by=request.user, now=now)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "回答しました。")
        return redirect("community:poll", found.pk)
    own = found.ballots.filter(staff=request.user).select_related("choice").first()
    count = found.ballots.count()
    may_answer = found.is_open(now) and not (own and found.is_anonymous)
    context = {
        "poll": found,
        "form": form if may_answer else None,
        "own": own,
        "is_open": found.is_open(now),
        "results": results_of(found, now=now),
        "count": None if found.is_anonymous and count < FEWEST else count,
    }
    return render(request, "community/poll.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_ask)
def poll_new(request):
    form = PollForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        made = submit_once(
            form, lambda: make_poll(form.asked, by=request.user, now=now), by=request.user, now=now
        )
        messages.success(request, "アンケートを始めました。みんなの動きに出しています。")
        return redirect("community:poll", made.pk)
    return render(request, "community/poll_new.html", {"form": form})


@require_GET
def week(request):
    wish = Follow.objects.filter(staff=request.user, is_weekly=True).first()
    context = {"week": week_of(request.user, now=timezone.now()), "wish": wish}
    return render(request, "community/week.html", context)
