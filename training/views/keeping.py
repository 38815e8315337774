"""What trainers keep besides sessions: lecturers, the plan, survey questions, material."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.files.keeping import store
from portal.files.models import StoredFile
from portal.period import fiscal_year, fiscal_year_label
from portal.staff.pages import only_for
from portal.submitting.forms import Versioned
from portal.submitting.once import submit_once
from training.cataloguing import keep_row
from training.completing import compulsory_courses, course_rate, remind
from training.figures import demand, figures_of
from training.following_up import uses_of
from training.forms.keeping import (
    BusySeasonForm,
    LecturerForm,
    MaterialForm,
    NewBusySeasonForm,
    NewLecturerForm,
    NewPlanItemForm,
    NewSurveyQuestionForm,
    PlanItemForm,
    SurveyQuestionForm,
)
from training.models import BusySeason, Course, Lecturer, PlanItem, SurveyQuestion
from training.rights import may_keep_catalogue, may_train


def _edit(request, form, act: str, where: str, title: str):
    """One row in a form: made once or changed unless somebody was faster, then its list."""
    if form.is_valid() and _kept(request, form, act):
        messages.success(request, "保存しました。")
        return redirect(where)
    return render(
        request, "training/keeping_form.html", {"form": form, "title": title, "where": where}
    )


def _kept(request, form, act: str) -> bool:
    by = request.user
    if isinstance(form, Versioned):
        return form.saved(lambda: keep_row(form, act, by=by))
    submit_once(form, lambda: keep_row(form, act, by=by), by=by, now=timezone.now())
    return True


@require_GET
@only_for(may_keep_catalogue)
def lecturer_list(request):
    lecturers = Lecturer.objects.order_by("-is_active", "name", "pk")
    return render(request, "training/lecturer_list.html", {"lecturers": lecturers})


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def lecturer_new(request):
    form = NewLecturerForm(request.POST or None)
    return _edit(request, form, "training.lecturer.kept", "training:lecturer_list", "講師を足す")


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def lecturer_edit(request, pk):
    form = LecturerForm(request.POST or None, row=get_object_or_404(Lecturer, pk=pk))
    return _edit(request, form, "training.lecturer.kept", "training:lecturer_list", "講師を直す")


@require_GET
@only_for(may_keep_catalogue)
def survey_question_list(request):
    questions = SurveyQuestion.objects.select_related("course").order_by("course", "order", "pk")
    return render(request, "training/survey_question_list.html", {"questions": questions})


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def survey_question_new(request):
    form = NewSurveyQuestionForm(request.POST or None)
    where = "training:survey_question_list"
    return _edit(request, form, "training.survey.question_kept", where, "アンケートの質問を足す")


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def survey_question_edit(request, pk):
    question = get_object_or_404(SurveyQuestion, pk=pk)
    form = SurveyQuestionForm(request.POST or None, row=question)
    where = "training:survey_question_list"
    return _edit(request, form, "training.survey.question_kept", where, "アンケートの質問を直す")


@require_GET
@only_for(may_keep_catalogue)
def busy_season_list(request):
    seasons = BusySeason.objects.select_related("department").order_by("-is_live", "-starts_on")
    return render(request, "training/busy_season_list.html", {"seasons": seasons})


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def busy_season_new(request):
    form, where = NewBusySeasonForm(request.POST or None), "training:busy_season_list"
    return _edit(request, form, "training.season.kept", where, "忙しい時期を足す")


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def busy_season_edit(request, pk):
    form = BusySeasonForm(request.POST or None, row=get_object_or_404(BusySeason, pk=pk))
    where = "training:busy_season_list"
    return _edit(request, form, "training.season.kept", where, "忙しい時期を直す")


@require_GET
def plan(request):
    """The year's plan, for everybody; those who keep it can change it."""
    items = PlanItem.objects.select_related("course").order_by("kind", "-fiscal_year", "pk")
    groups = [(kind.label, [item for item in items if item.kind == kind]) for kind in PlanItem.Kind]
    context = {
        "groups": groups,
        "may_keep": may_keep_catalogue(request.user),
        "here": "plan",
    }
    return render(request, "training/plan.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def plan_item_new(request):
    form = NewPlanItemForm(request.POST or None)
    return _edit(request, form, "training.plan.kept", "training:plan", "計画に足す")


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def plan_item_edit(request, pk):
    form = PlanItemForm(request.POST or None, row=get_object_or_404(PlanItem, pk=pk))
    return _edit(request, form, "training.plan.kept", "training:plan", "計画を直す")


@require_GET
@only_for(may_train)
def numbers(request):
    """What the year brought, who waits for what, and how far compulsory courses have come."""
    now = timezone.now()
    year = fiscal_year(timezone.localdate(now))
    context = {
        "label": fiscal_year_label(year),
        "figures": figures_of(year, now),
        "demand": demand(year, now),
        "rates": [course_rate(course, now) for course in compulsory_courses()],
        "uses": uses_of(year),
    }
    return render(request, "training/numbers.html", context)


@require_POST
@only_for(may_keep_catalogue)
def completion_remind(request, pk):
    course = get_object_or_404(compulsory_courses(), pk=pk)
    count = remind(course, by=request.user, now=timezone.now())
    messages.success(request, f"まだ修了していない{count}人に知らせました（1人に月1回まで）。")
    return redirect("training:numbers")


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def course_material(request, pk):
    course = get_object_or_404(Course, pk=pk)
    form = MaterialForm(request.POST or None, request.FILES or None, by=request.user)
    if form.is_valid():
        now = timezone.now()
        submit_once(
            form,
            lambda: [store(each, by=request.user, owner=course, now=now) for each in form.chosen()][
                0
            ],
            by=request.user,
            now=now,
        )
        messages.success(request, "教材を置きました。")
        return redirect("training:course_material", pk)
    context = {"form": form, "course": course, "materials": StoredFile.objects.of(course)}
    return render(request, "training/course_material.html", context)
