"""Boards that change between editions: projects, environment, words, and trends."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal.errors import DomainError
from portal.guidance import words
from portal.guidance.boards import confirm, passages_of_project, targets_by_edition
from portal.guidance.figures import plan_in_force
from portal.guidance.forms import BoardForm, TermForm, TrendForm
from portal.guidance.freezing import Words
from portal.guidance.models import EnvironmentItem, GlossaryTerm, LeadingProject, TrendNote
from portal.guidance.rights import may_confirm_boards, may_write
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 20
MAX_DIGITS = 18


@require_GET
def projects(request):
    today = timezone.localdate()
    rows = [
        (row, targets_by_edition(row.number), row.is_overdue(today))
        for row in LeadingProject.objects.order_by("number")
    ]
    context = {"rows": rows, "confirms": may_confirm_boards(request.user)}
    return render(request, "guidance/projects.html", context)


@require_GET
def project(request, number):
    row = get_object_or_404(LeadingProject.objects.select_related("confirmed_by"), number=number)
    plan = plan_in_force()
    context = {
        "project": row,
        "targets": targets_by_edition(row.number),
        "passages": [Words(**each) for each in passages_of_project(plan, row.number)],
        "plan": plan,
        "is_overdue": row.is_overdue(timezone.localdate()),
        "confirms": may_confirm_boards(request.user),
    }
    return render(request, "guidance/project.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_confirm_boards)
def project_confirm(request, number):
    row = get_object_or_404(LeadingProject, number=number)
    return _confirm(request, row, "guidance:projects")


@require_GET
def environment(request):
    today = timezone.localdate()
    items = EnvironmentItem.objects.select_related("confirmed_by")
    rows = [(item, item.is_overdue(today)) for item in items]
    context = {
        "rows": rows,
        "overdue": sum(is_overdue for _item, is_overdue in rows),
        "confirms": may_confirm_boards(request.user),
    }
    return render(request, "guidance/environment.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_confirm_boards)
def environment_confirm(request, pk):
    return _confirm(request, get_object_or_404(EnvironmentItem, pk=pk), "guidance:environment")


def _confirm(request, row, back):
    form = BoardForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid() and _confirmed(request, row, form):
        messages.success(request, "状況と、今日確かめたことを残しました。")
        return redirect(back)
    return render(request, "guidance/confirm.html", {"form": form, "row": row, "back": back})


def _confirmed(request, row, form) -> bool:
    values, by, on = form.cleaned_data, request.user, timezone.localdate()
    return form.saved(lambda: confirm(row, values, version=form.version, by=by, on=on))


@require_GET
def glossary(request):
    context = {"terms": GlossaryTerm.objects.order_by("reading", "term")}
    context["writes"] = may_write(request.user)
    return render(request, "guidance/glossary.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_write)
def term_new(request):
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _kept(request, form, words.add_term):
        return redirect("guidance:glossary")
    return render(request, "guidance/board_form.html", {"form": form, **TERM_NEW})


@require_http_methods(["GET", "POST"])
@only_for(may_write)
def term_edit(request, pk):
    term = get_object_or_404(GlossaryTerm, pk=pk)
    first = {name: getattr(term, name) for name in ("term", "reading", "meaning", "source")}
    form = TermForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            words.rewrite_term(term, form.cleaned_data, by=request.user)
        except DomainError as refusal:
            form.add_error("term", str(refusal))
        else:
            messages.success(request, "用語を直しました。")
            return redirect("guidance:glossary")
    return render(request, "guidance/board_form.html", {"form": form, **TERM_EDIT})


@require_GET
def trend_list(request):
    notes = TrendNote.objects.select_related("written_by").order_by("-written_at", "-pk")
    origin = request.GET.get("origin", "")
    if origin in TrendNote.Origin.values:
        notes = notes.filter(origin=origin)
    # The address of one note alone, as the search gives it.
    alone = request.GET.get("note", "")[:MAX_DIGITS]
    if alone.isdecimal():
        notes = notes.filter(pk=int(alone))
    context = {
        "page": Paginator(notes, PAGE_SIZE).get_page(request.GET.get("page")),
        "origins": TrendNote.Origin,
        "chosen": origin,
        "is_alone": alone.isdecimal(),
        "writes": may_write(request.user),
    }
    return render(request, "guidance/trend_list.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_write)
def trend_new(request):
    form = TrendForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _kept(request, form, words.add_trend):
        return redirect("guidance:trend_list")
    return render(request, "guidance/board_form.html", {"form": form, **TREND_NEW})


@require_http_methods(["GET", "POST"])
@only_for(may_write)
def trend_edit(request, pk):
    note = get_object_or_404(TrendNote, pk=pk)
    first = {name: getattr(note, name) for name in TrendForm.base_fields if name != "submit_key"}
    form = TrendForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        words.rewrite_trend(note, form.cleaned_data, by=request.user, on=timezone.localdate())
        messages.success(request, "直して、今日確かめたことを残しました。")
        return redirect("guidance:trend_list")
    return render(request, "guidance/board_form.html", {"form": form, **TREND_EDIT})


def _kept(request, form, add) -> bool:
    now = timezone.now()
    values = {name: value for name, value in form.cleaned_data.items() if name != "submit_key"}
    try:
        submit_once(form, lambda: add(values, by=request.user, now=now), by=request.user, now=now)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "載せました。")
    return True


TERM_LIST = {"back": "guidance:glossary", "back_label": "用語集"}
TERM_NEW = {**TERM_LIST, "title": "用語を加える", "act": "用語集に載せる"}
TERM_EDIT = {**TERM_LIST, "title": "用語を直す", "act": "用語を直す"}
TREND_PAGE = {"back": "guidance:trend_list", "back_label": "国・東京都の動き"}
TREND_NEW = {**TREND_PAGE, "title": "国・東京都の動きを加える", "act": "職員に見えるように載せる"}
TREND_EDIT = {**TREND_PAGE, "title": "国・東京都の動きを直す", "act": "直して、今日の確認を残す"}
