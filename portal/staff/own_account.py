"""The pages of one's own account: who I am here, where I am signed in, my first password."""

from datetime import timedelta
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.audit.trail import record
from portal.staff.account_links import person_of_link
from portal.staff.forms import FirstPasswordForm
from portal.staff.roles import roles_of
from portal.staff.second_factor import has_second_factor, must_have_second_factor
from portal.staff.sessions import devices_of, end_session, end_sessions


@require_GET
def own_account(request):
    staff = request.user
    context = {
        "staff": staff,
        "roles": sorted(role.label for role in roles_of(staff)),
        "has_password": staff.has_usable_password(),
        "has_second_factor": has_second_factor(staff),
        "is_required": must_have_second_factor(staff),
        "device_count": len(_devices(request)),
    }
    return render(request, "account/own_account.html", context)


@require_GET
def own_sessions(request):
    context = {
        "devices": _devices(request),
        "idle_minutes": settings.SESSION_IDLE // timedelta(minutes=1),
        "hours": settings.SESSION_ABSOLUTE // timedelta(hours=1),
    }
    return render(request, "account/own_sessions.html", context)


@require_POST
def own_session_end(request):
    if end_session(request.user, request.POST.get("number", "")):
        record("staff.sessions.ended", actor=request.user, obj=request.user)
        messages.success(request, "選んだ端末をログアウトしました。")
    else:
        messages.info(request, "その端末は、すでにログアウトしています。")
    return redirect("own_sessions")


@require_POST
def own_sessions_end_others(request):
    ended = end_sessions(request.user, but=request.session.session_key)
    record("staff.sessions.ended", actor=request.user, obj=request.user, details={"count": ended})
    messages.success(request, f"他の端末をログアウトしました（{ended}台）。")
    return redirect("own_sessions")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def first_password(request, uid, token):
    """Where a one-time link of an administrator leads to. It signs nobody in."""
    staff = person_of_link(uid, token)
    if staff is None:
        return render(request, "account/link_is_dead.html", status=HTTPStatus.NOT_FOUND)
    form = FirstPasswordForm(request.POST or None, user=staff)
    if request.method == "POST" and form.is_valid():
        get_adapter().set_password(staff, form.cleaned_data["password1"])
        messages.success(request, "パスワードを設定しました。ログインしてください。")
        return redirect("account_login")
    return render(request, "account/first_password.html", {"form": form, "staff": staff})


def _devices(request):
    return devices_of(request.user, this=request.session.session_key, now=timezone.now())
