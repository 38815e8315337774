"""The screens of the April reorganisation, for administrators."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.errors import DomainError
from portal.staff import reorganisation as acts
from portal.staff import reorganisation_forms as forms
from portal.staff.department_tree import change_of, tree_on
from portal.staff.models import Department
from portal.staff.ownerless import ownerless
from portal.staff.rehearsal import rehearse
from portal.staff.reorganisation_undoing import may_be_taken_back, take_back
from portal.staff.roster_views import for_administrators
from portal.submitting.once import submit_once

PEOPLE_SHOWN = 50


class Act(NamedTuple):
    """One kind of reorganisation: ``carry_out(department, values, by, now)`` is its verb."""

    title: str
    button: str
    done: str
    form: type[forms.DayForm]
    carry_out: Callable
    explanation: str


RENAME = Act(
    "部署名を変える", "この名前に変える", "部署名の変更を登録しました。", forms.RenameForm,
    lambda row, values, by, now: acts.rename_department(
        row, values["name"], on=values["on"], by=by, now=now
    ),
    "これまでに書かれたものは、前の部署名のまま残ります。職員は新しい部署名に移ります。",
)  # fmt: skip
MOVE = Act(
    "別の部署の下に移す", "この部署の下に移す", "部署の移動を登録しました。", forms.MoveForm,
    lambda row, values, by, now: acts.move_department(
        row, values["parent"], on=values["on"], by=by, now=now
    ),
    "下の部署と職員は、部署と一緒に移ります。",
)  # fmt: skip
MERGE = Act(
    "別の部署に統合する", "この部署に統合する", "部署の統合を登録しました。", forms.MergeForm,
    lambda row, values, by, now: acts.merge_departments(
        [row], into=values["into"], on=values["on"], by=by, now=now
    ),
    "この部署は前の日で終わります。職員と下の部署は、統合先に移ります。",
)  # fmt: skip
CLOSE = Act(
    "部署を廃止する", "この部署を廃止する", "部署の廃止を登録しました。", forms.CloseForm,
    lambda row, values, by, now: acts.close_department(row, on=values["on"], by=by),
    "職員と下の部署は移りません。あとに残るものを、次の画面で確かめてください。",
)  # fmt: skip


@for_administrators
@require_GET
def department_tree(request):
    day = _day(request)
    context = {
        "day": day,
        "today": timezone.localdate(),
        "tree": tree_on(day),
        "findings": ownerless(day),
    }
    return render(request, "staff/department_tree.html", context)


@for_administrators
@require_GET
def department(request, pk):
    row = get_object_or_404(Department.objects.select_related("parent", "successor"), pk=pk)
    people = row.members.filter(is_active=True).order_by("-is_manager", "reading", "pk")
    context = {
        "department": row,
        "change": change_of(row),
        "past": Department.objects.filter(code=row.code).order_by("-starts_on"),
        "predecessors": row.predecessors.exclude(code=row.code),
        "lower": row.children.filter(ends_on=None).order_by("code"),
        "people": people[:PEOPLE_SHOWN],
        "people_count": people.count(),
        "may_take_back": may_be_taken_back(row, timezone.localdate()),
    }
    return render(request, "staff/department.html", context)


@for_administrators
@require_http_methods(["GET", "POST"])
def department_rename(request, pk):
    return _reorganise(request, pk, RENAME)


@for_administrators
@require_http_methods(["GET", "POST"])
def department_move(request, pk):
    return _reorganise(request, pk, MOVE)


@for_administrators
@require_http_methods(["GET", "POST"])
def department_merge(request, pk):
    return _reorganise(request, pk, MERGE)


@for_administrators
@require_http_methods(["GET", "POST"])
def department_close(request, pk):
    return _reorganise(request, pk, CLOSE)


@for_administrators
@require_http_methods(["GET", "POST"])
def department_new(request):
    form = forms.EstablishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = submit_once(
                form, lambda: _establish(form, request.user), by=request.user, now=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "部署を登録しました。")
            return redirect("staff:department", made.pk)
    return render(request, "staff/department_new.html", {"form": form})


@for_administrators
@require_POST
def department_take_back(request, pk):
    row = get_object_or_404(Department, pk=pk)
    try:
        kept = take_back(row, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:department", pk)
    messages.success(request, "予定していた改正を取り消しました。")
    return redirect("staff:department", kept.pk) if kept else redirect("staff:department_tree")


def _reorganise(request, pk, act: Act):
    """The form; then what it would touch; then, confirmed, the act itself."""
    row = get_object_or_404(Department.objects.select_related("parent"), pk=pk)
    form = act.form(request.POST or None, department=row)
    context = {"department": row, "act": act, "form": form}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def carry_out():
            return act.carry_out(row, values, request.user, timezone.now())

        try:
            if "confirmed" in request.POST:
                carry_out()
                messages.success(request, act.done)
                return redirect("staff:department", pk)
            context["preview"] = rehearse(carry_out, on=values["on"])
            # What is confirmed is what was shown, whatever is typed above meanwhile.
            context["shown"] = [(name, form[name].value()) for name in form.fields]
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "staff/department_act.html", context)


def _establish(form, by):
    values = form.cleaned_data
    return acts.establish_department(
        values["code"], values["name"], parent=values["parent"], on=values["on"], by=by
    )


def _day(request) -> date:
    """The day in the address; today for none, or for one that there is not."""
    try:
        return parse_date(request.GET.get("on", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()
