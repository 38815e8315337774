"""Staff surveys: asking, answering, and what may be shown of the answers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal.errors import DomainError
from portal.kpi.models import Survey, SurveyRound
from portal.kpi.pictures import survey_picture
from portal.kpi.review_forms import AnswerForm, RoundForm, SurveyForm
from portal.kpi.rights import may_define
from portal.kpi.surveying import answer, ask_staff, has_answered, make_survey, results
from portal.kpi.times import year_word
from portal.staff.pages import only_for
from portal.submitting.once import submit_once


@require_GET
def survey_list(request):
    today = timezone.localdate()
    rounds = SurveyRound.objects.filter(opens_on__lte=today, closes_on__gte=today)
    context = {
        "surveys": Survey.objects.order_by("pk"),
        "open_rounds": [
            (asked, has_answered(asked, request.user))
            for asked in rounds.select_related("survey").order_by("closes_on", "pk")
        ],
        "may_define": may_define(request.user),
    }
    return render(request, "kpi/survey_list.html", context)


@require_GET
def survey(request, pk):
    found = get_object_or_404(Survey, pk=pk)
    context = {
        "survey": found,
        "results": [
            (text, survey_picture(number, text, years))
            for number, (text, years) in enumerate(results(found, timezone.localdate()), start=1)
        ],
        "rounds": [(asked, year_word(asked.fiscal_year)) for asked in _rounds(found)],
        "today": timezone.localdate(),
        "may_define": may_define(request.user),
    }
    return render(request, "kpi/survey.html", context)


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def survey_new(request):
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values, by = form.cleaned_data, request.user
        made = submit_once(
            form,
            lambda: make_survey(values["title"], values["purpose"], values["questions"], by=by),
            by=by,
            now=timezone.now(),
        )
        messages.success(request, "アンケートを作りました。")
        return redirect("kpi:survey", made.pk)
    return render(request, "kpi/survey_form.html", {"form": form, "title": "アンケートを作る"})


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def round_new(request, pk):
    found = get_object_or_404(Survey, pk=pk)
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _asked(request, found, form):
        messages.success(request, "受付の期間を決めました。")
        return redirect("kpi:survey", pk)
    title = f"「{found}」を実施する"
    return render(request, "kpi/survey_form.html", {"form": form, "title": title})


@require_http_methods(["GET", "POST"])
def survey_answer(request, pk):
    today = timezone.localdate()
    asked = get_object_or_404(
        SurveyRound.objects.select_related("survey"), pk=pk, opens_on__lte=today,
        closes_on__gte=today,
    )  # fmt: skip
    form = AnswerForm(request.POST or None, questions=list(asked.survey.questions.all()))
    if request.method == "POST" and form.is_valid() and _answered(request, form, asked, today):
        return redirect("kpi:survey_list")
    context = {
        "form": form,
        "asked": asked,
        "year": year_word(asked.fiscal_year),
        "has_answered": has_answered(asked, request.user),
    }
    return render(request, "kpi/survey_answer.html", context)


def _rounds(found: Survey):
    return found.rounds.order_by("-fiscal_year")


def _asked(request, found, form) -> bool:
    values, by = form.cleaned_data, request.user
    try:
        submit_once(
            form,
            lambda: ask_staff(found, values["opens_on"], values["closes_on"], by=by),
            by=by,
            now=timezone.now(),
        )
    except DomainError as refusal:
        form.add_error("opens_on", str(refusal))
        return False
    return True


def _answered(request, form, asked, today) -> bool:
    try:
        answer(asked, form.answers(), by=request.user, on=today)
    except DomainError as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "回答を数えました。ありがとうございました。")
    return True
