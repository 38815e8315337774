"""Hearings of the sections, and the inventory of procedures."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.consultations.models import Hearing, HearingRound, Procedure, Wish
from portal.consultations.more_forms import (
    HearingForm,
    InventoryForm,
    ProcedureFilter,
    RoundForm,
    WishForm,
)
from portal.consultations.rights import works_at_the_desk
from portal.consultations.surveying import (
    COLUMNS,
    add_wish,
    busy_times_of,
    plan_round,
    read_inventory,
    settle_wish,
    take_in,
    write_hearing,
)
from portal.errors import DomainError
from portal.staff.pages import only_for
from portal.submitting.once import submit_once
from portal.tables.writing import CONTENT_TYPES, Sheet, xlsx_file

PAGE_SIZE = 50
PROBLEMS_SHOWN = 100
for_officers = only_for(works_at_the_desk)


@require_http_methods(["GET", "POST"])
@for_officers
def hearing_list(request):
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, by, values = timezone.now(), request.user, form.cleaned_data

        def make():
            return plan_round(
                values["name"], values["sheet"], values["departments"], by=by, now=now
            )

        made = submit_once(form, make, by=by, now=now)
        messages.success(request, "ヒアリングを作りました。")
        return redirect("consultations:hearing_round", made.pk)
    held = Count("hearings", filter=Q(hearings__held_on__isnull=False))
    rounds = HearingRound.objects.annotate(count=Count("hearings"), held=held).order_by("-pk")
    return render(request, "consultations/hearing_list.html", {"form": form, "rounds": rounds})


@require_GET
@for_officers
def hearing_round(request, pk):
    found = get_object_or_404(HearingRound, pk=pk)
    open_wishes = Count("wishes", filter=Q(wishes__is_done=False))
    hearings = found.hearings.select_related("department").annotate(open_wishes=open_wishes)
    rows = hearings.order_by(F("scheduled_at").asc(nulls_last=True), "department__code")
    return render(request, "consultations/hearing_round.html", {"round": found, "hearings": rows})


@require_http_methods(["GET", "POST"])
@for_officers
def hearing(request, pk):
    found = get_object_or_404(Hearing.objects.select_related("round", "department"), pk=pk)
    form = HearingForm(request.POST or None, row=found)
    if request.method == "POST" and form.is_valid():
        by = request.user
        if form.saved(lambda: write_hearing(found, form.values(), version=form.version, by=by)):
            messages.success(request, "記録しました。")
            return redirect("consultations:hearing", pk)
    context = {
        "form": form,
        "hearing": found,
        "busy_times": busy_times_of(found.department),
        "wish_form": WishForm(prefix="wish"),
        "wishes": found.wishes.order_by("is_done", "pk"),
    }
    return render(request, "consultations/hearing.html", context)


@require_POST
@for_officers
def wish_add(request, pk):
    found = get_object_or_404(Hearing, pk=pk)
    form = WishForm(request.POST, prefix="wish")
    if form.is_valid():
        now, by, words = timezone.now(), request.user, form.cleaned_data["words"]
        submit_once(form, lambda: add_wish(found, words, by=by), by=by, now=now)
        messages.success(request, "要望を加えました。")
    else:
        messages.error(request, "要望を200文字以内で入力してください。")
    return redirect("consultations:hearing", pk)


@require_POST
@for_officers
def wish_settle(request, pk):
    wish = get_object_or_404(Wish.objects.select_related("hearing"), pk=pk)
    settle_wish(wish, request.POST.get("done") == "yes", by=request.user)
    messages.success(request, "要望の印を変えました。")
    return redirect("consultations:hearing", wish.hearing_id)


@require_GET
def procedure_list(request):
    """For everybody: which procedures there are, the most used first."""
    rows = ProcedureFilter(request.GET).narrowed(Procedure.objects.select_related("department"))
    rows = rows.order_by(F("yearly").desc(nulls_last=True), "name", "pk")
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "asked": request.GET,
        "onlines": Procedure.Online.choices,
        "works_at_the_desk": works_at_the_desk(request.user),
    }
    return render(request, "consultations/procedure_list.html", context)


@require_http_methods(["GET", "POST"])
@for_officers
def procedure_import(request):
    """All rows or none: what is wrong is shown with its row, and nothing is written."""
    form = InventoryForm(request.POST or None, request.FILES or None, by=request.user)
    problems = []
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user
        try:
            found = read_inventory(form.cleaned_data["file"].content, on=timezone.localdate(now))
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            if not found.problems:
                count = take_in(found.rows, by=by, now=now)
                messages.success(request, f"{count}件の手続きを取り込みました。")
                return redirect("consultations:procedure_list")
            problems = found.problems
    context = {"form": form, "problems": problems[:PROBLEMS_SHOWN], "count": len(problems)}
    return render(request, "consultations/procedure_import.html", context | {"columns": COLUMNS})


@require_GET
@for_officers
def procedure_template(request):
    example = ["住民票の写しの交付（記入例。消してください）", "市民課", 12000, "一部できる", ""]
    response = HttpResponse(xlsx_file([Sheet("手続き", COLUMNS, [example])]))
    response["Content-Type"] = CONTENT_TYPES["xlsx"]
    response["Content-Disposition"] = 'attachment; filename="procedures.xlsx"'
    return response
