"""Logic models: read by everybody, written by the DX section."""

from decimal import Decimal

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal.kpi.models import Aim, Effort, LogicModel
from portal.kpi.plan_forms import (
    AimForm,
    EffortForm,
    NewAimForm,
    NewEffortForm,
    NewPlanForm,
    PlanForm,
    values_of,
)
from portal.kpi.planning import (
    AIM_FIELDS,
    EFFORT_FIELDS,
    PLAN_FIELDS,
    add_aim,
    add_effort,
    add_plan,
    change_aim,
    change_effort,
    change_plan,
    copy_example,
)
from portal.kpi.rights import may_define
from portal.kpi.times import year_word
from portal.period import fiscal_year
from portal.staff.pages import only_for
from portal.submitting.once import submit_once
from portal.ui.charts import written


@require_GET
def plan_list(request):
    plans = LogicModel.objects.order_by("is_example", "-last_year", "pk")
    context = {
        "plans": [(plan, _period(plan)) for plan in plans],
        "may_define": may_define(request.user),
    }
    return render(request, "kpi/plan_list.html", context)


@require_GET
def plan(request, pk):
    found = get_object_or_404(LogicModel.objects.select_related("copied_from"), pk=pk)
    aims = found.aims.prefetch_related("efforts")
    context = {
        "plan": found,
        "period": _period(found),
        "years": [year_word(year) for year in found.years()],
        "aims": [_aim_shown(aim, found.years()) for aim in aims],
        "may_edit": may_define(request.user) and not found.is_example,
        "may_copy": may_define(request.user) and found.is_example,
    }
    return render(request, "kpi/plan.html", context)


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def plan_new(request):
    form = NewPlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = values_of(form, PLAN_FIELDS)
        made = _made(request, form, lambda: add_plan(values, by=request.user))
        return redirect("kpi:plan", made.pk)
    return _form_page(request, form, "ロジックモデルを作る", reverse("kpi:plan_list"))


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def plan_copy(request, pk):
    """One's own model, begun with the words of an example."""
    example = get_object_or_404(LogicModel, pk=pk, is_example=True)
    this_year = fiscal_year(timezone.localdate())
    first = {
        "first_year": this_year,
        "last_year": this_year + example.last_year - example.first_year,
        "source": f"「{example.title}」を参考に作成"[:200],
    }
    form = NewPlanForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        values = values_of(form, PLAN_FIELDS)
        made = _made(request, form, lambda: copy_example(example, values, by=request.user))
        return redirect("kpi:plan", made.pk)
    title, back = "見本を写して、自分の市のロジックモデルを作る", reverse("kpi:plan", args=[pk])
    return _form_page(request, form, title, back, is_copy=True)


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def plan_edit(request, pk):
    found = get_object_or_404(LogicModel, pk=pk, is_example=False)
    form = PlanForm(request.POST or None, row=found)
    return _edited(request, form, found, found, change_plan, PLAN_FIELDS)


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def aim_new(request, pk):
    found = get_object_or_404(LogicModel, pk=pk, is_example=False)
    form = NewAimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = values_of(form, AIM_FIELDS)
        _made(request, form, lambda: add_aim(found, values, by=request.user))
        return redirect("kpi:plan", pk)
    return _form_page(request, form, "視点を加える", reverse("kpi:plan", args=[pk]))


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def aim_edit(request, pk):
    found = get_object_or_404(Aim, pk=pk, plan__is_example=False)
    form = AimForm(request.POST or None, row=found)
    return _edited(request, form, found, found.plan, change_aim, AIM_FIELDS)


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def effort_new(request, pk):
    found = get_object_or_404(Aim, pk=pk, plan__is_example=False)
    form = NewEffortForm(request.POST or None, plan=found.plan)
    if request.method == "POST" and form.is_valid():
        values = values_of(form, EFFORT_FIELDS)
        _made(request, form, lambda: add_effort(found, values, by=request.user))
        return redirect("kpi:plan", found.plan_id)
    back = reverse("kpi:plan", args=[found.plan_id])
    return _form_page(request, form, f"「{found.name}」に取組を加える", back)


@only_for(may_define)
@require_http_methods(["GET", "POST"])
def effort_edit(request, pk):
    found = get_object_or_404(Effort, pk=pk, aim__plan__is_example=False)
    form = EffortForm(request.POST or None, row=found, plan=found.aim.plan)
    return _edited(request, form, found, found.aim.plan, change_effort, EFFORT_FIELDS)


def _made(request, form, make):
    made = submit_once(form, make, by=request.user, now=timezone.now())
    messages.success(request, "登録しました。")
    return made


def _edited(request, form, row, of, change, fields):
    back = reverse("kpi:plan", args=[of.pk])
    is_good = request.method == "POST" and form.is_valid()
    if is_good and form.saved(
        lambda: change(row, values_of(form, fields), version=form.version, by=request.user)
    ):
        messages.success(request, "変更しました。")
        return redirect(back)
    return _form_page(request, form, f"「{row}」を変える", back)


def _form_page(request, form, title, back, **more):
    context = {"form": form, "title": title, "back_url": back, **more}
    return render(request, "kpi/plan_form.html", context)


def _period(found: LogicModel) -> str:
    return f"{year_word(found.first_year)}から{year_word(found.last_year)}まで"


def _aim_shown(aim: Aim, years: list[int]):
    efforts = list(aim.efforts.all())
    known = [effort.cost for effort in efforts if effort.cost is not None]
    return {
        "row": aim,
        "outcome": _value(aim.outcome_value, aim.outcome_unit),
        "efforts": [_effort_shown(effort, years) for effort in efforts],
        "cost": f"{written(sum(known))}千円" if known else "未入力",
        "is_partial": len(known) < len(efforts),
    }


def _effort_shown(effort: Effort, years: list[int]):
    return {
        "row": effort,
        "cost": written(effort.cost, "千円"),
        "base": _value(effort.base_value, effort.unit),
        "goal": _value(effort.goal_value, effort.unit),
        "years": [effort.schedule.get(str(year), "－") for year in years],
    }


def _value(value: Decimal | None, unit: str) -> str:
    return written(None if value is None else float(value), unit)
