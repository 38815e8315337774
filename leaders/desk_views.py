"""The DX section's desk: the programme, calls, and the lists around the end of terms."""

import re
from datetime import datetime, time, timedelta
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leaders import recruitment, renewing
from leaders.exporting import export_nominations
from leaders.figures import reasons_of_leaving
from leaders.forms import ExportForm, NewWindowForm, NextPlanForm, ProgrammeForm, WindowForm
from leaders.models import Appointment, MeetingAction, Programme, RecruitmentWindow
from leaders.programme import change_programme
from leaders.rights import may_edit_programme, may_export, may_run_calls, may_select
from leaders.roster import coverage, current_terms
from leaders.selecting import appoint_all
from portal.errors import DomainError
from portal.period import fiscal_year, fiscal_year_word
from portal.staff.pages import only_for
from portal.submitting.once import submit_once
from portal.tables.writing import CONTENT_TYPES

PAGE_SIZE = 50
NUMBER = re.compile(r"[0-9]{1,18}")


@require_GET
@only_for(may_run_calls)
def desk(request):
    now, today = timezone.now(), timezone.localdate()
    programme = Programme.objects.current()
    windows = RecruitmentWindow.objects.with_counts().order_by("-opens_at", "-pk")
    context = {
        "programme": programme,
        "windows": [(each, each.state_at(now)) for each in windows[:PAGE_SIZE]],
        "proposals": recruitment.proposals(programme, today),
        "leaders": current_terms(today).count(),
        "resting": Appointment.objects.resting(today).count(),
        "without": sum(each.state == "without" for each in coverage(today)),
        "unowned": MeetingAction.objects.unfinished().filter(owner=None).count(),
        "ending": renewing.terms_ending_by(programme.plan_ends_on, today).count(),
    }
    return render(request, "leaders/desk.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_edit_programme)
def programme(request):
    now, today = timezone.now(), timezone.localdate()
    form = ProgrammeForm(request.POST or None, row=Programme.objects.current(), on=today)
    if request.method == "POST" and form.is_valid():
        values, version = form.cleaned_data, form.version
        if form.saved(lambda: change_programme(values, version=version, by=request.user, now=now)):
            messages.success(request, "制度の設定を保存しました。")
            return redirect("leaders:desk")
    return render(request, "leaders/programme.html", {"form": form})


@require_http_methods(["GET", "POST"])
@only_for(may_run_calls)
def window_new(request):
    now = timezone.now()
    form = NewWindowForm(request.POST or None, initial=_proposed(request.GET.get("month", "")))
    if request.method == "POST" and form.is_valid():
        make = partial(recruitment.plan_window, form.plan, by=request.user, now=now)
        if made := _made(request, form, make, now):
            messages.success(request, "募集を作成しました。お知らせする日に全職員へ知らせます。")
            return redirect("leaders:window_desk", made.pk)
    return render(request, "leaders/window_new.html", {"form": form})


@require_GET
@only_for(may_run_calls)
def window_desk(request, pk):
    found = get_object_or_404(RecruitmentWindow, pk=pk)
    rows = found.nominations.select_related("staff__department").order_by("submitted_at", "pk")
    context = {
        "window": found,
        "state": found.state_at(timezone.now()),
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "waiting": found.nominations.waiting().count(),
        "export_form": ExportForm(),
    }
    return render(request, "leaders/window_desk.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_run_calls)
def window_change(request, pk):
    found, now = get_object_or_404(RecruitmentWindow, pk=pk), timezone.now()
    form = WindowForm(request.POST or None, row=found)
    if request.method == "POST" and form.is_valid():
        save = partial(
            recruitment.change_window,
            found,
            form.plan,
            version=form.version,
            by=request.user,
            now=now,
        )
        try:
            saved = form.saved(save)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            saved = False
        if saved:
            messages.success(request, "募集を直しました。")
            return redirect("leaders:window_desk", pk)
    return render(request, "leaders/window_change.html", {"form": form, "window": found})


@require_POST
@only_for(may_run_calls)
def window_close(request, pk):
    found = get_object_or_404(RecruitmentWindow, pk=pk)
    act = partial(recruitment.close_window, found, by=request.user, now=timezone.now())
    return _done(request, pk, act, "受付を締め切りました。")


@require_POST
@only_for(may_run_calls)
def window_finish(request, pk):
    found = get_object_or_404(RecruitmentWindow, pk=pk)
    act = partial(recruitment.finish_window, found, by=request.user, now=timezone.now())
    return _done(request, pk, act, "選考を終えました。")


@require_POST
@only_for(may_select)
def window_appoint(request, pk):
    """Appoint those who were ticked: all of them or, if one cannot be, none."""
    found = get_object_or_404(RecruitmentWindow, pk=pk)
    ticked = [number for number in request.POST.getlist("nominations") if NUMBER.fullmatch(number)]
    chosen = found.nominations.waiting().filter(pk__in=ticked[:500]).order_by("submitted_at", "pk")
    chosen = list(chosen.select_related("window", "staff"))
    act = partial(appoint_all, chosen, by=request.user, now=timezone.now())
    return _done(request, pk, act, f"{len(chosen)}人を任命し、本人と所属長に知らせました。")


@require_POST
@only_for(may_export)
def window_export(request, pk):
    found = get_object_or_404(RecruitmentWindow, pk=pk)
    form = ExportForm(request.POST)
    if not form.is_valid():
        messages.error(request, "書き出す理由を入力してください。")
        return redirect("leaders:window_desk", pk)
    content = export_nominations(found, **form.cleaned_data, by=request.user, now=timezone.now())
    answer = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="nominations-{pk}.xlsx"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@only_for(may_select)
def term_list(request):
    """Whose term ends by a day, what follows, and which sections are left without a leader."""
    today = timezone.localdate()
    plan_ends_on = Programme.objects.current().plan_ends_on
    day = _day(request.GET.get("by", "")) or plan_ends_on
    page = Paginator(renewing.terms_ending_by(day, today), PAGE_SIZE)
    page = page.get_page(request.GET.get("page"))
    context = {
        "day": day,
        "page": page,
        "rows": renewing.with_next_steps(page.object_list),
        "left_without": renewing.sections_left_without(day, today),
    }
    return render(request, "leaders/term_list.html", context)


@require_POST
@only_for(may_select)
def renewals_ask(request):
    day = _day(request.POST.get("by", "")) or Programme.objects.current().plan_ends_on
    count = renewing.ask_about_renewal(day, timezone.now())
    messages.success(request, f"まだ答えていない{count}人に、次の任期の希望をたずねました。")
    return redirect("leaders:term_list")


@require_http_methods(["GET", "POST"])
@only_for(may_run_calls)
def next_plan(request):
    """The next plan, its call and the question to all leaders, in one act."""
    now = timezone.now()
    ends_on = Programme.objects.current().plan_ends_on
    form = NextPlanForm(request.POST or None, initial={"term_starts_on": ends_on + timedelta(1)})
    if request.method == "POST" and form.is_valid():
        make = partial(renewing.prepare_next_plan, form.next_plan, by=request.user, now=now)
        if made := _made(request, form, make, now):
            messages.success(
                request, "次の計画の募集を用意し、いまのリーダーに希望をたずねました。"
            )
            return redirect("leaders:window_desk", made.pk)
    return render(request, "leaders/next_plan.html", {"form": form, "ends_on": ends_on})


@require_GET
@only_for(may_select)
def reasons(request):
    return render(request, "leaders/reasons.html", {"table": reasons_of_leaving()})


def _made(request, form, make, now):
    try:
        return submit_once(form, make, by=request.user, now=now)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None


def _done(request, pk, act, words):
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("leaders:window_desk", pk)


def _day(text: str):
    try:
        return parse_date(text)
    except ValueError:
        return None


def _proposed(month: str) -> dict:
    """First values of a call in ``month`` (its first day, as 2027-04-01): open for that month."""
    first = _day(month)
    if first is None:
        return {}
    first = first.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    last = following - timedelta(days=1)
    return {
        "title": f"{fiscal_year_word(fiscal_year(first))} {first.month}月の募集",
        "announce_on": first - recruitment.ANNOUNCES_BEFORE,
        "opens_at": datetime.combine(first, time(8, 30)),
        "closes_at": datetime.combine(last, time(17, 15)),
        "term_starts_on": (following + timedelta(days=32)).replace(day=1),
        "term_ends_on": Programme.objects.current().plan_ends_on,
    }
