"""Goals, hours, the board, the guide and the managers of sections."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leaders import board, growing
from leaders.activity_forms import (
    DutyForm,
    GoalForm,
    HoursForm,
    ManagerForm,
    ReviewForm,
    TopicAnswerForm,
    TopicForm,
)
from leaders.models import (
    Appointment,
    BoardPost,
    Duty,
    Goal,
    LiaisonHours,
    Programme,
    SectionManager,
)
from leaders.rights import is_leader, may_edit_programme, may_select, meets_leaders
from portal.errors import DomainError
from portal.staff.models import Department
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 30


@require_http_methods(["GET", "POST"])
def goal_new(request, pk):
    rows = Appointment.objects.filter(staff=request.user).select_related("staff")
    found, now = get_object_or_404(rows, pk=pk), timezone.now()
    form = GoalForm(request.POST or None, initial={"due_on": found.ends_on})
    if request.method == "POST" and form.is_valid():
        text, due_on = form.cleaned_data["text"], form.cleaned_data["due_on"]
        make = partial(growing.set_goal, found, text, due_on=due_on, by=request.user, now=now)
        submit_once(form, make, by=request.user, now=now)
        messages.success(request, "目標を決めました。")
        return redirect("leaders:term", pk)
    return render(request, "leaders/goal_new.html", {"form": form, "term": found})


@require_http_methods(["GET", "POST"])
def goal_review(request, pk):
    """The leader looks back, alone or with the DX section."""
    rows = Goal.objects.select_related("appointment__staff")
    if not may_select(request.user):
        rows = rows.filter(appointment__staff=request.user)
    found, now = get_object_or_404(rows, pk=pk), timezone.now()
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            growing.review_goal(found, values["result"], values["words"], by=request.user, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "ふり返りを残しました。")
            return redirect("leaders:term", found.appointment_id)
    return render(request, "leaders/goal_review.html", {"form": form, "goal": found})


@require_http_methods(["GET", "POST"])
@only_for(is_leader)
def hours(request):
    """One's own month, with the cap in sight."""
    now, today = timezone.now(), timezone.localdate()
    form = HoursForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        write = partial(
            growing.write_hours, request.user, values["on"], values["minutes"], values["what"],
            now=now,
        )  # fmt: skip
        try:
            submit_once(form, write, by=request.user, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "活動時間を書きました。")
            return redirect("leaders:hours")
    own = LiaisonHours.objects.filter(staff=request.user)
    context = {
        "form": form,
        "minutes": own.in_month(today).minutes(),
        "cap": growing.cap_of(Programme.objects.current()),
        "rows": own.filter(on__gte=today - timedelta(days=growing.DAYS_BACK)).order_by(
            "-on", "-pk"
        ),
        "today": today,
    }
    return render(request, "leaders/hours.html", context)


@require_POST
@only_for(is_leader)
def hours_remove(request, pk):
    found = get_object_or_404(LiaisonHours.objects.filter(staff=request.user), pk=pk)
    growing.remove_hours(found, by=request.user)
    messages.success(request, "活動時間を取り消しました。")
    return redirect("leaders:hours")


@require_GET
@only_for(may_select)
def load_list(request):
    """How much each leader carries, and whose report is due."""
    today = timezone.localdate()
    context = {
        "loads": growing.loads(today),
        "programme": Programme.objects.current(),
        "today": today,
    }
    return render(request, "leaders/load_list.html", context)


@require_http_methods(["GET", "POST"])
@only_for(meets_leaders)
def topic_list(request):
    now = timezone.now()
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        title, text = form.cleaned_data["title"], form.cleaned_data["text"]
        make = partial(board.open_topic, title, text, by=request.user, now=now)
        made = submit_once(form, make, by=request.user, now=now)
        return redirect("leaders:topic", made.pk)
    topics = BoardPost.objects.filter(topic=None).select_related("staff")
    topics = topics.annotate(
        answered=Count("answers"), last_at=Coalesce(Max("answers__at"), "at")
    ).order_by("-last_at", "-pk")
    page = Paginator(topics, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "leaders/topic_list.html", {"form": form, "page": page})


@require_http_methods(["GET", "POST"])
@only_for(meets_leaders)
def topic(request, pk):
    rows = BoardPost.objects.filter(topic=None).select_related("staff")
    found, now = get_object_or_404(rows, pk=pk), timezone.now()
    form = TopicAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        make = partial(board.answer_topic, found, text, by=request.user, now=now)
        submit_once(form, make, by=request.user, now=now)
        return redirect("leaders:topic", pk)
    answers = found.answers.select_related("staff").order_by("at", "pk")
    page = Paginator(answers, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "leaders/topic.html", {"form": form, "topic": found, "page": page})


@require_GET
def guide(request):
    """What leaders do in a year, and how to begin."""
    months = [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    duties = list(Duty.objects.order_by("pk"))
    context = {
        "programme": Programme.objects.current(),
        "year": [
            (month, lines)
            for month in months
            for lines in [[duty for duty in duties if duty.month == month]]
            if lines
        ],
        "may_edit": may_edit_programme(request.user),
    }
    return render(request, "leaders/guide.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_edit_programme)
def duty_new(request):
    now, form = timezone.now(), DutyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        month, text = form.cleaned_data["month"], form.cleaned_data["text"]
        submit_once(
            form, partial(board.add_duty, month, text, by=request.user), by=request.user, now=now
        )
        messages.success(request, "年間の役割に加えました。")
        return redirect("leaders:guide")
    return render(request, "leaders/duty_new.html", {"form": form})


@require_POST
@only_for(may_edit_programme)
def duty_remove(request, pk):
    board.remove_duty(get_object_or_404(Duty, pk=pk), by=request.user)
    messages.success(request, "年間の役割から消しました。")
    return redirect("leaders:guide")


@require_GET
def manager_list(request):
    """責任者 of each section in force."""
    today = timezone.localdate()
    sections = Department.objects.on(today).select_related("parent").order_by("code", "pk")
    named = {
        each.department_id: each.staff
        for each in SectionManager.objects.filter(ends_on=None).select_related("staff")
    }
    context = {
        "rows": [(section, named.get(section.pk)) for section in sections],
        "may_name": may_edit_programme(request.user),
        "programme": Programme.objects.current(),
    }
    return render(request, "leaders/manager_list.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_edit_programme)
def manager_name(request, pk):
    found, today = get_object_or_404(Department, pk=pk), timezone.localdate()
    held = SectionManager.objects.filter(department=found, ends_on=None).first()
    initial = {"staff": held.staff_id if held else None}
    form = ManagerForm(request.POST or None, department=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        board.name_manager(found, form.cleaned_data["staff"], by=request.user, on=today)
        messages.success(request, f"{found.name}の責任者を登録しました。")
        return redirect("leaders:manager_list")
    return render(request, "leaders/manager_name.html", {"form": form, "department": found})
