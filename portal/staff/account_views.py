"""An administrator's page about one account."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.errors import DomainError
from portal.staff import account_desk
from portal.staff.models import StaffMember
from portal.staff.roles import roles_of
from portal.staff.second_factor import has_second_factor, must_have_second_factor
from portal.staff.sessions import devices_of


def for_administrators(view):
    """404 for everybody else: whether an account exists is not theirs to know."""

    @wraps(view)
    def guarded(request, pk):
        if not account_desk.may_manage_accounts(request.user):
            raise Http404
        return view(request, get_object_or_404(StaffMember, pk=pk))

    return guarded


@require_GET
@for_administrators
def account(request, staff):
    context = {
        "staff": staff,
        "is_oneself": staff == request.user,
        "roles": sorted(role.label for role in roles_of(staff)),
        "has_password": staff.has_usable_password(),
        "has_second_factor": has_second_factor(staff),
        "is_required": must_have_second_factor(staff),
        "needs_second": account_desk.is_administrator(staff),
        "devices": devices_of(staff, this=None, now=timezone.now()),
    }
    return render(request, "account/account.html", context)


@require_POST
@for_administrators
def account_disable(request, staff):
    return _act(request, staff, account_desk.disable_account, "アカウントを止めました。")


@require_POST
@for_administrators
def account_enable(request, staff):
    return _act(request, staff, account_desk.enable_account, "アカウントを使えるようにしました。")


@require_POST
@for_administrators
def account_end_sessions(request, staff):
    done = "すべての端末をログアウトしました。"
    return _act(request, staff, account_desk.end_all_sessions, done)


@require_POST
@for_administrators
def account_reset_second_factor(request, staff):
    done = "多要素認証を解除しました。次のログインで、本人が設定し直します。"
    return _act(request, staff, account_desk.reset_second_factor, done)


@require_POST
@for_administrators
def account_make_link(request, staff):
    """The link stands in this answer alone: it is in no address, no message, no log."""
    try:
        path = account_desk.make_password_link(staff, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("staff_accounts:account", staff.pk)
    context = {"staff": staff, "link": request.build_absolute_uri(path)}
    return render(request, "account/password_link.html", context)


def _act(request, staff, act, done):
    try:
        act(staff, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("staff_accounts:account", staff.pk)
