"""Working groups: the list, one group, joining and leaving, its log."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.community.group_forms import CloseForm, GroupEditForm, GroupForm, LogForm
from portal.community.grouping import (
    amend_group,
    close_group,
    is_member,
    join,
    leave,
    may_lead,
    set_lead,
    start_group,
    write_log,
)
from portal.community.models import Group, LogEntry, Membership
from portal.errors import DomainError
from portal.submitting.once import submit_once

PAGE_SIZE = 20


@require_GET
def group_list(request):
    """Groups at work, or, asked for, those whose work is over."""
    today, is_over = timezone.localdate(), request.GET.get("over") == "1"
    every = Group.objects.visible_to(request.user)
    found = every.over(today) if is_over else every.at_work(today)
    pages = Paginator(found.with_members().order_by("-starts_on", "-pk"), PAGE_SIZE)
    context = {"page": pages.get_page(request.GET.get("page")), "is_over": is_over}
    return render(request, "community/group_list.html", context)


@require_GET
def group(request, pk):
    found = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    here = found.memberships.here().select_related("staff", "staff__department")
    log = found.log.select_related("author").order_by("-on", "-pk")
    members = list(here.order_by("-is_lead", "joined_at", "pk"))
    context = {
        "group": found,
        "members": members,
        "page": Paginator(log, PAGE_SIZE).get_page(request.GET.get("page")),
        "is_member": any(each.staff_id == request.user.pk for each in members),
        "may_lead": may_lead(request.user, found),
        "is_at_work": found.is_at_work(timezone.localdate()),
    }
    return render(request, "community/group.html", context)


@require_http_methods(["GET", "POST"])
def group_new(request):
    form = GroupForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        made = submit_once(
            form, lambda: start_group(form.plan, by=request.user, now=now), by=request.user, now=now
        )
        messages.success(request, "グループを作りました。みんなの動きに出しています。")
        return redirect("community:group", made.pk)
    return render(request, "community/group_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def group_edit(request, pk):
    found = _led(request.user, pk)
    form = GroupEditForm(request.POST or None, row=found)
    if request.method == "POST" and form.is_valid():
        version = form.version
        if form.saved(lambda: amend_group(found, form.plan, version=version, by=request.user)):
            messages.success(request, "直しました。")
            return redirect("community:group", found.pk)
    return render(request, "community/group_edit.html", {"form": form, "group": found})


@require_POST
def group_join(request, pk):
    found = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    try:
        join(found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "グループに加わりました。いつでも抜けられます。")
    return redirect("community:group", found.pk)


@require_POST
def group_leave(request, pk):
    found = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    try:
        leave(found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "グループを抜けました。ありがとうございました。")
    return redirect("community:group", found.pk)


@require_POST
def group_lead(request, pk):
    """Make a member a lead, or take that back. ``pk`` is of the membership."""
    membership = get_object_or_404(Membership.objects.select_related("group", "staff"), pk=pk)
    if not may_lead(request.user, membership.group):
        raise Http404
    try:
        set_lead(membership, bool(request.POST.get("on")), by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "世話役を変えました。")
    return redirect("community:group", membership.group_id)


@require_http_methods(["GET", "POST"])
def group_close(request, pk):
    found = _led(request.user, pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_group(found, form.cleaned_data["outcome"], by=request.user, now=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "活動を終えました。記録はこのまま読めます。")
        return redirect("community:group", found.pk)
    return render(request, "community/group_close.html", {"form": form, "group": found})


@require_http_methods(["GET", "POST"])
def log_new(request, pk):
    found = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    if not is_member(request.user, found):
        raise Http404
    form = LogForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            submit_once(
                form,
                lambda: write_log(found, form.activity, by=request.user, now=now),
                by=request.user,
                now=now,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "記録しました。みんなの動きに出しています。")
            return redirect("community:group", found.pk)
    return render(request, "community/log_new.html", {"form": form, "group": found})


@require_GET
def log_entry(request, pk):
    found = get_object_or_404(LogEntry.objects.visible_to(request.user), pk=pk)
    return render(request, "community/log_entry.html", {"entry": found})


def _led(staff, pk) -> Group:
    found = get_object_or_404(Group.objects.visible_to(staff), pk=pk)
    if not may_lead(staff, found):
        raise Http404
    return found
