"""The list of the desk, and what concerns many consultations at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.consultations.closing_days import close_day, open_day
from portal.consultations.desk import assign_many, hand_over
from portal.consultations.desk_forms import (
    AssignManyForm,
    ClosedDayForm,
    HandOverForm,
    NewTemplateForm,
    ReasonForm,
    TemplateForm,
)
from portal.consultations.exporting import MOST_EXPORTED
from portal.consultations.listing import MOST, VIEWS, Conditions, counts, desk_list
from portal.consultations.models import ClosedDay, Consultation, ReplyTemplate, Tag
from portal.consultations.people import officers
from portal.consultations.rights import works_at_the_desk
from portal.consultations.templating import amend_template, make_template, remove_template
from portal.consultations.vocabulary import UNFINISHED, Kind
from portal.errors import DomainError
from portal.staff.models import Department, StaffMember
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 30
PAGES_AHEAD = 3
for_officers = only_for(works_at_the_desk)


class BoundedPaginator(Paginator):
    """Counts a few pages ahead: the count of a long list must not cost more than its page.

    ``is_cut`` says that there may be more. ``asked`` is the page of the address, or None to count
    to the end.
    """

    def __init__(self, rows, per_page, *, asked: int | None):
        super().__init__(rows, per_page)
        self.limit = None if asked is None else per_page * (asked + PAGES_AHEAD)

    @cached_property
    def count(self):
        return self.object_list.order_by()[: self.limit].count()

    @property
    def is_cut(self) -> bool:
        return self.count == self.limit


@require_GET
@for_officers
def desk(request):
    now, conditions = timezone.now(), conditions_in(request)
    asked = None if "exact" in request.GET else _page_number(request)
    pages = BoundedPaginator(desk_list(request.user, conditions, now), PAGE_SIZE, asked=asked)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "conditions": conditions,
        "view": VIEWS[conditions.view],
        "counts": counts(request.user, now),
        "kinds": Kind.choices,
        "departments": Department.objects.on(timezone.localdate(now)),
        "tags": Tag.objects.all()[:100],
        "officers": officers(timezone.localdate(now)),
        "now": now,
        "export_form": ReasonForm(auto_id="export_%s"),
        "most_exported": MOST_EXPORTED,
    }
    return render(request, "consultations/desk.html", context)


def _page_number(request) -> int:
    number = request.GET.get("page", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1


def conditions_in(request) -> Conditions:
    """What the address asks for; what makes no sense there asks for nothing."""
    asked = request.GET
    department = asked.get("department", "")
    is_number = department.isascii() and department.isdigit() and len(department) < 10
    return Conditions(
        view=asked.get("view") if asked.get("view") in VIEWS else "open",
        kind=asked.get("kind") if asked.get("kind") in Kind.values else "",
        department=int(department) if is_number else None,
        tag=asked.get("tag", "").strip()[:30],
        words=asked.get("q", "").strip()[:200],
    )


@require_POST
@for_officers
def desk_assign(request):
    rows = Consultation.objects.on_desk_of(request.user).unfinished()
    chosen = [pk for pk in request.POST.getlist("pks") if pk.isascii() and pk.isdigit()]
    rows = rows.filter(pk__in=[int(pk) for pk in chosen if len(pk) < 19][:MOST])
    form = AssignManyForm(request.POST, rows=rows)
    if not form.is_valid():
        messages.error(request, "担当にする人と、相談を1件以上選んでください。")
        return redirect("consultations:desk")
    to = form.cleaned_data["to"]
    left_out = assign_many(rows, to, by=request.user, now=timezone.now())
    messages.success(request, f"{len(rows) - len(left_out)}件を{to.name}さんの担当にしました。")
    for each, why in left_out:
        messages.warning(request, f"相談 {each.pk}番：{why}")
    return redirect("consultations:desk")


@require_http_methods(["GET", "POST"])
@for_officers
def desk_hand_over(request):
    """All open work of a person to another: in April, on leave."""
    at_work = Consultation.objects.filter(status__in=UNFINISHED, assignee__isnull=False)
    holders = StaffMember.objects.filter(pk__in=at_work.values("assignee")).order_by(
        "reading", "pk"
    )
    form = HandOverForm(request.POST or None, holders=holders)
    if request.method == "POST" and form.is_valid():
        person, to = form.cleaned_data["person"], form.cleaned_data["to"]
        try:
            count = hand_over(person, to, by=request.user, now=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{count}件を{to.name}さんに引き継ぎました。")
            return redirect("consultations:desk")
    loads = at_work.values("assignee__name").annotate(count=Count("pk")).order_by("-count")
    return render(request, "consultations/desk_hand_over.html", {"form": form, "loads": loads})


@require_http_methods(["GET", "POST"])
@for_officers
def closed_day_list(request):
    form = ClosedDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, by, values = timezone.now(), request.user, form.cleaned_data
        try:
            submit_once(
                form,
                lambda: close_day(values["on"], values["reason"], by=by, now=now),
                by=by,
                now=now,
            )
        except DomainError as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, "閉庁日を加え、期限を計算し直しました。")
            return redirect("consultations:closed_day_list")
    context = {"form": form, "days": ClosedDay.objects.select_related("added_by")}
    return render(request, "consultations/closed_day_list.html", context)


@require_POST
@for_officers
def closed_day_open(request, pk):
    open_day(get_object_or_404(ClosedDay, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, "閉庁日を取り消し、期限を計算し直しました。")
    return redirect("consultations:closed_day_list")


@require_http_methods(["GET", "POST"])
@for_officers
def template_list(request):
    form = NewTemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user
        submit_once(form, lambda: make_template(form.values(), by=by), by=by, now=now)
        messages.success(request, "ひな形を加えました。")
        return redirect("consultations:template_list")
    context = {"form": form, "templates": ReplyTemplate.objects.all()}
    return render(request, "consultations/template_list.html", context)


@require_http_methods(["GET", "POST"])
@for_officers
def template_edit(request, pk):
    template = get_object_or_404(ReplyTemplate, pk=pk)
    form = TemplateForm(request.POST or None, row=template)
    if request.method == "POST" and form.is_valid():
        by = request.user
        if form.saved(lambda: amend_template(template, form.values(), form.version, by=by)):
            messages.success(request, "ひな形を直しました。")
            return redirect("consultations:template_list")
    return render(request, "consultations/template_edit.html", {"form": form, "template": template})


@require_POST
@for_officers
def template_remove(request, pk):
    remove_template(get_object_or_404(ReplyTemplate, pk=pk), by=request.user)
    messages.success(request, "ひな形を消しました。")
    return redirect("consultations:template_list")
