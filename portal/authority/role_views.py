"""Who holds which role, and giving and taking them."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.authority import role_desk
from portal.authority.forms import RoleForm
from portal.authority.models import AccountRequest
from portal.errors import DomainError
from portal.staff.models import Role, RoleGrant, StaffMember
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 50
ASKED = "別のシステム管理者に確認を頼みました。確認されると反映します（24時間以内）。"


@require_GET
@only_for(role_desk.may_list_roles)
def role_list(request):
    today = timezone.localdate()
    role = request.GET.get("role", "")
    grants = role_desk.grants_from(today)
    if role in Role.values:
        grants = grants.filter(role=role)
    context = {
        "page": Paginator(grants, PAGE_SIZE).get_page(request.GET.get("page")),
        "roles": Role,
        "chosen": role,
        "today": today,
        "may_give": role_desk.may_give_roles(request.user),
    }
    return render(request, "authority/role_list.html", context)


@require_http_methods(["GET", "POST"])
@only_for(role_desk.may_give_roles)
def role_change(request, pk):
    person = get_object_or_404(StaffMember, pk=pk, is_active=True)
    today = timezone.localdate()
    roles = role_desk.roles_to_give(request.user)
    form = RoleForm(request.POST or None, roles=roles, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid() and _give(request, person, form):
        return redirect("authority:role_change", person.pk)
    context = {
        "person": person,
        "form": form,
        "is_oneself": person == request.user,
        "grants": role_desk.grants_from(today).filter(staff=person),
        "roles": roles,
        "today": today,
    }
    return render(request, "authority/role_change.html", context)


@require_POST
@only_for(role_desk.may_give_roles)
def role_take(request, pk):
    grant = get_object_or_404(RoleGrant.objects.select_related("staff"), pk=pk)
    try:
        asked = role_desk.take_role(grant, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, ASKED if asked else "役割を取り消しました。")
    if not grant.staff.is_active:
        return redirect("authority:role_list")
    return redirect("authority:role_change", grant.staff_id)


def _give(request, person, form) -> bool:
    values, now = form.cleaned_data, timezone.now()
    give = partial(
        role_desk.give_role,
        person,
        values["role"],
        by=request.user,
        on=values["starts_on"],
        until=values["ends_on"],
        now=now,
    )
    try:
        given = submit_once(form, give, by=request.user, now=now)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    asked = isinstance(given, AccountRequest)
    messages.success(request, ASKED if asked else "役割を付与しました。本人に知らせます。")
    return True
