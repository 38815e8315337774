"""Meetings of leaders, on the screen."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leaders import meetings
from leaders.activity_forms import ActionForm, AnswerForm, CameForm, ChangeMeetingForm, MeetingForm
from leaders.models import Meeting, MeetingAction, TermStep
from leaders.notices import holders
from leaders.rights import may_run_meetings, may_select, meets_leaders
from portal.errors import DomainError
from portal.staff.models import Role, StaffMember
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 20


@require_GET
def meeting_list(request):
    now, staff = timezone.now(), request.user
    rows = Meeting.objects.visible_to(staff)
    past = rows.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
    actions = MeetingAction.objects.unfinished().select_related("owner", "meeting")
    if not meets_leaders(staff):
        actions = actions.filter(owner=staff)
    context = {
        "coming": rows.to_come(now)[:PAGE_SIZE],
        "page": Paginator(past, PAGE_SIZE).get_page(request.GET.get("page")),
        "actions": actions.order_by("due_on", "pk")[:PAGE_SIZE],
        "today": timezone.localdate(),
        "may_run": may_run_meetings(staff),
    }
    return render(request, "leaders/meeting_list.html", context)


@require_GET
def meeting(request, pk):
    return _meeting_page(request, _visible(request, pk))


@require_http_methods(["GET", "POST"])
@only_for(may_run_meetings)
def meeting_new(request):
    now = timezone.now()
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        make = partial(meetings.call_meeting, form.gathering, by=request.user, now=now)
        made = submit_once(form, make, by=request.user, now=now)
        messages.success(request, "会議を作成し、活動中のリーダーに知らせました。")
        return redirect("leaders:meeting", made.pk)
    return render(request, "leaders/meeting_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
@only_for(may_run_meetings)
def meeting_change(request, pk):
    found = get_object_or_404(Meeting, pk=pk)
    form = ChangeMeetingForm(request.POST or None, row=found)
    if request.method == "POST" and form.is_valid():
        save = partial(
            meetings.change_meeting, found, form.gathering, version=form.version, by=request.user
        )
        if form.saved(save):
            messages.success(request, "会議を保存しました。")
            return redirect("leaders:meeting", pk)
    return render(request, "leaders/meeting_change.html", {"form": form, "meeting": found})


@require_POST
@only_for(may_run_meetings)
def meeting_cancel(request, pk):
    found = get_object_or_404(Meeting, pk=pk)
    act = partial(meetings.cancel_meeting, found, by=request.user, now=timezone.now())
    return _done(request, pk, act, "会議を中止し、知らせました。")


@require_POST
def meeting_answer(request, pk):
    found, form = _visible(request, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _meeting_page(request, found, answer=form)
    words, now = form.cleaned_data["answer"], timezone.now()
    act = partial(meetings.answer, found, words, by=request.user, now=now)
    return _done(request, pk, act, "出欠を届けました。")


@require_POST
@only_for(may_run_meetings)
def meeting_came(request, pk):
    found = get_object_or_404(Meeting, pk=pk)
    form = CameForm(request.POST, expected=_expected(found))
    if not form.is_valid():
        return _meeting_page(request, found, came=form)
    act = partial(meetings.note_who_came, found, form.cleaned_data["came"], by=request.user)
    return _done(request, pk, act, "出席を記録しました。")


@require_POST
@only_for(may_run_meetings)
def meeting_agree(request, pk):
    found, now = get_object_or_404(Meeting, pk=pk), timezone.now()
    form = ActionForm(request.POST, expected=_expected(found))
    if not form.is_valid():
        return _meeting_page(request, found, action=form)
    values = {name: form.cleaned_data[name] for name in ("text", "owner", "due_on")}
    make = partial(meetings.agree_on, found, by=request.user, now=now, **values)
    act = partial(submit_once, form, make, by=request.user, now=now)
    return _done(request, pk, act, "決めたことを加え、担当に知らせました。")


@require_POST
def action_finish(request, pk):
    rows = MeetingAction.objects.all()
    if not may_run_meetings(request.user):
        rows = rows.filter(owner=request.user)
    found = get_object_or_404(rows, pk=pk)
    act = partial(meetings.finish_action, found, by=request.user, now=timezone.now())
    return _done(request, found.meeting_id, act, "終わったことにしました。")


def _done(request, pk, act, words):
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    if not Meeting.objects.visible_to(request.user).filter(pk=pk).exists():
        return redirect("leaders:meeting_list")
    return redirect("leaders:meeting", pk)


def _visible(request, pk) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)


@require_GET
@only_for(may_select)
def open_work(request):
    """What leaders left that has no owner, and what changed hands lately."""
    now = timezone.now()
    actions = MeetingAction.objects.unfinished().filter(owner=None).select_related("meeting")
    handed = TermStep.objects.filter(kind=TermStep.Kind.HANDED_OVER)
    context = {
        "actions": actions.order_by("due_on", "pk")[:PAGE_SIZE],
        "people": _owners(now),
        "steps": handed.select_related("appointment__staff").order_by("-at", "-pk")[:PAGE_SIZE],
    }
    return render(request, "leaders/open_work.html", context)


@require_POST
@only_for(may_select)
def action_give(request, pk):
    found, now = get_object_or_404(MeetingAction, pk=pk), timezone.now()
    owner = next((p for p in _owners(now) if str(p.pk) == request.POST.get("owner")), None)
    if owner is None:
        messages.error(request, "担当にする人を選んでください。")
        return redirect("leaders:open_work")
    try:
        meetings.give_action(found, owner, by=request.user, now=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{owner.name}さんを担当にし、知らせました。")
    return redirect("leaders:open_work")


def _owners(now) -> list[StaffMember]:
    """Leaders at work and the DX section."""
    leaders = meetings.leaders_at_work(timezone.localdate(now))
    everybody = {person.pk: person for person in [*leaders, *holders(Role.OFFICER, now)]}
    return sorted(everybody.values(), key=lambda person: (person.reading, person.pk))


def _expected(found: Meeting) -> list[StaffMember]:
    """Leaders of that day, whoever answered, and who called it."""
    answered = [each.staff for each in found.attendances.select_related("staff")]
    day = timezone.localdate(found.starts_at)
    everybody = [*meetings.leaders_at_work(day), *answered, found.made_by]
    return list({person.pk: person for person in everybody}.values())


def _meeting_page(request, found, *, answer=None, came=None, action=None):
    staff, now = request.user, timezone.now()
    attendances = list(found.attendances.select_related("staff").order_by("staff__reading", "pk"))
    own = next((each.answer for each in attendances if each.staff_id == staff.pk), "")
    context = {
        "meeting": found,
        "attendances": attendances if meets_leaders(staff) else [],
        "actions": found.actions.select_related("owner").order_by("due_on", "pk"),
        "answer_form": answer or AnswerForm(initial={"answer": own}),
        "may_answer": not found.cancelled_at and found.ends_at > now,
        "may_run": may_run_meetings(staff),
        "today": timezone.localdate(),
    }
    if context["may_run"]:
        expected = _expected(found)
        seen = [each.staff_id for each in attendances if each.came]
        context["came_form"] = came or CameForm(expected=expected, initial={"came": seen})
        context["action_form"] = action or ActionForm(expected=expected)
    return render(request, "leaders/meeting.html", context)
