"""The skill check: taking it, one's own result, numbers of groups, and the bank of questions."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal.period import fiscal_year, fiscal_year_label
from portal.staff.pages import only_for
from portal.submitting.once import submit_once
from portal.ui.charts import Chart, Series, bars
from training.assessing import (
    BEST,
    FEWEST,
    GAP,
    area_results,
    group_results,
    is_due,
    last_checks,
    live_questions,
    recommendations,
    take_check,
)
from training.forms.skills import NewSkillQuestionForm, SkillCheckForm, SkillQuestionForm
from training.models import SkillQuestion
from training.question_bank import add_question, change_question
from training.rights import may_keep_catalogue, may_read_skill_numbers


@require_GET
def skills(request):
    now = timezone.now()
    checks = last_checks(request.user)
    results = area_results(checks)
    context = {
        "checks": checks,
        "is_due": is_due(checks, now),
        "results": results,
        "drawing": bars(_chart(results, checks)) if results else None,
        "recommendations": recommendations(checks[0], now=now) if checks else [],
        "best": BEST,
        "gap": GAP,
        "may_read_numbers": may_read_skill_numbers(request.user),
        "here": "skills",
    }
    return render(request, "training/skills.html", context)


def _chart(results, checks) -> Chart:
    series = [Series("今回", [each.average for each in results])]
    if checks[1:]:
        series.append(Series("前回", [each.before for each in results]))
    weakest = min(results, key=lambda each: each.average)
    return Chart(
        "skills",
        "分野ごとの自己評価",
        [each.name for each in results],
        series,
        axis="分野",
        summary=f"いちばん低いのは「{weakest.name}」の{weakest.average}です。",
    )


@require_http_methods(["GET", "POST"])
def skill_check(request):
    now = timezone.now()
    questions = list(live_questions())
    form = SkillCheckForm(request.POST or None, questions=questions)
    if questions and form.is_valid():
        submit_once(
            form,
            lambda: take_check(request.user, form.ratings(), now=now),
            by=request.user,
            now=now,
        )
        messages.success(request, "結果が出ました。低かったところを扱う研修も出ています。")
        return redirect("training:skills")
    return render(request, "training/skill_check.html", {"form": form, "questions": questions})


@require_GET
@only_for(may_read_skill_numbers)
def skill_numbers(request):
    this_year = fiscal_year(timezone.localdate())
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else this_year
    if not this_year - 20 <= year <= this_year:
        raise Http404
    areas, groups, left_out = group_results(year)
    years = [(each, fiscal_year_label(each)) for each in range(this_year, this_year - 5, -1)]
    context = {
        "areas": areas,
        "groups": groups,
        "left_out": left_out,
        "fewest": FEWEST,
        "year": year,
        "label": fiscal_year_label(year),
        "years": years,
    }
    return render(request, "training/skill_numbers.html", context)


@require_GET
@only_for(may_keep_catalogue)
def skill_question_list(request):
    questions = SkillQuestion.objects.select_related("area")
    return render(request, "training/skill_question_list.html", {"questions": questions})


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def skill_question_new(request):
    form = NewSkillQuestionForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        submit_once(
            form, lambda: add_question(form.values(), by=request.user), by=request.user, now=now
        )
        messages.success(request, "設問を足しました。")
        return redirect("training:skill_question_list")
    return render(request, "training/skill_question_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def skill_question_edit(request, pk):
    question = get_object_or_404(SkillQuestion, pk=pk)
    form = SkillQuestionForm(request.POST or None, row=question)
    if form.is_valid() and form.saved(
        lambda: change_question(question, form.cleaned_data, version=form.version, by=request.user)
    ):
        messages.success(request, "設問を変えました。")
        return redirect("training:skill_question_list")
    context = {"form": form, "question": question}
    return render(request, "training/skill_question_form.html", context)
