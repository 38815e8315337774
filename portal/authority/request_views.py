"""Acts on administrators that wait for a second one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.authority import account_requests
from portal.authority.models import AccountRequest
from portal.errors import DomainError
from portal.staff.account_desk import may_manage_accounts
from portal.staff.models import StaffMember
from portal.staff.pages import only_for

PAGE_SIZE = 20
# What is asked for on the page of an account; roles are asked for on their own page.
FROM_ACCOUNT = {AccountRequest.Kind.RESET_SECOND_FACTOR, AccountRequest.Kind.MAKE_PASSWORD_LINK}


@require_GET
@only_for(may_manage_accounts)
def request_list(request):
    requests = AccountRequest.objects.select_related("staff", "asker", "decider")
    now = timezone.now()
    context = {
        "page": Paginator(requests, PAGE_SIZE).get_page(request.GET.get("page")),
        "waiting_since": now - AccountRequest.WAITS,
    }
    return render(request, "authority/request_list.html", context)


@require_POST
@only_for(may_manage_accounts)
def request_ask(request, pk, kind):
    staff = get_object_or_404(StaffMember, pk=pk)
    if kind not in FROM_ACCOUNT:
        raise Http404
    try:
        account_requests.ask_second(kind, staff, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "別のシステム管理者に確認を頼みました（24時間以内）。")
    return redirect("staff_accounts:account", staff.pk)


@require_POST
@only_for(may_manage_accounts)
def request_confirm(request, pk):
    """A link to set a password stands in this answer alone."""
    found = get_object_or_404(AccountRequest.objects.select_related("staff"), pk=pk)
    try:
        path = account_requests.confirm(found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("authority:request_list")
    if path:
        context = {"staff": found.staff, "link": request.build_absolute_uri(path)}
        return render(request, "account/password_link.html", context)
    messages.success(request, f"「{found}」を確認し、実行しました。")
    return redirect("authority:request_list")


@require_POST
@only_for(may_manage_accounts)
def request_refuse(request, pk):
    found = get_object_or_404(AccountRequest.objects.select_related("staff"), pk=pk)
    try:
        account_requests.refuse(found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{found}」を見送りました。")
    return redirect("authority:request_list")
