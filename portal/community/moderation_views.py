"""Reporting something, and the desk of those who look at it."""

from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal.community.forms import DecisionForm, ReportForm
from portal.community.kinds import COMMENT, visible_objects
from portal.community.models import Comment, Report, Topic
from portal.community.moderating import Concern, decide, report
from portal.community.rights import may_moderate, target_or_404
from portal.errors import DomainError
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 30
TOPIC = "community.topic"


class Case(NamedTuple):
    """A report with what it is about, as far as the moderator may see that."""

    report: Report
    word: str
    title: str
    url: str
    comment: Comment | None


@require_http_methods(["GET", "POST"])
def report_new(request, label, object_id):
    target, kind = target_or_404(label, object_id, request.user)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        concern, now = Concern(form.cleaned_data["why"], form.cleaned_data["words"]), timezone.now()
        try:
            submit_once(
                form,
                lambda: report(target, concern, by=request.user, now=now),
                by=request.user,
                now=now,
            )
        except DomainError as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, "DX課と編集者に知らせました。確認できたら、お知らせします。")
        return redirect(kind.url(target))
    context = {"form": form, "kind": kind, "title": kind.title(target), "url": kind.url(target)}
    return render(request, "community/report_new.html", context)


@require_GET
def own_report_list(request):
    """What became of a person's own reports."""
    own = Report.objects.filter(staff=request.user).order_by("-at", "-pk")
    page = Paginator(own, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "cases": _cases(list(page), request.user)}
    return render(request, "community/own_report_list.html", context)


@require_GET
@only_for(may_moderate)
def report_list(request):
    """The queue: what waits, oldest first; or, asked for, what was decided, newest first."""
    is_done = request.GET.get("done") == "1"
    every = Report.objects.select_related("staff", "decided_by")
    waiting = Report.objects.waiting()
    found = (
        every.exclude(state=Report.State.WAITING).order_by("-decided_at", "-pk")
        if is_done
        else every.waiting().order_by("at", "pk")
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cases": _cases(list(page), request.user),
        "is_done": is_done,
        "waiting_count": waiting.count(),
    }
    return render(request, "community/report_list.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_moderate)
def report_decide(request, pk):
    found = get_object_or_404(Report.objects.select_related("staff", "decided_by"), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hides, answer = form.cleaned_data["act"] == "hide", form.cleaned_data["answer"]
        try:
            decide(found, hides=hides, answer=answer, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error("answer", str(refusal))
        else:
            messages.success(request, "判断を残し、知らせてくれた人に伝えました。")
            return redirect("community:report_list")
    case = _cases([found], request.user)[0]
    return render(request, "community/report_decide.html", {"form": form, "case": case})


def _cases(reports: list[Report], staff) -> list[Case]:
    """With a fixed number of queries for each kind among them."""
    targets = visible_objects(reports, staff) | _hidden_topics(reports, staff)
    numbers = [each.object_id for each in reports if each.kind == COMMENT]
    hidden = Comment.objects.visible_to(staff).filter(pk__in=numbers).select_related("author")
    comments = {comment.pk: comment for comment in hidden} if numbers else {}
    return [_case(each, targets.get(each.key), comments) for each in reports]


def _hidden_topics(reports: list[Report], staff) -> dict[tuple[str, int], Topic]:
    """Out of the talk, and still to be opened by who may show them again."""
    numbers = [each.object_id for each in reports if each.kind == TOPIC]
    hidden = Topic.objects.hidden().visible_to(staff).filter(pk__in=numbers) if numbers else []
    return {(TOPIC, topic.pk): topic for topic in hidden}


def _case(each: Report, target, comments: dict[int, Comment]) -> Case:
    kind = each.kind_of_target()
    comment = comments.get(each.object_id) if each.kind == COMMENT else None
    word = kind.word if kind else "そのほか"
    if target is None:
        return Case(each, word, "", "", comment)
    return Case(each, word, kind.title(target), kind.url(target), comment)
