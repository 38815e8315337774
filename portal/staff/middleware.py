"""What stands between a signed-in person and the pages: the second factor, the session's life."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portal.staff.roles import roles_of
from portal.staff.second_factor import (
    has_second_factor,
    has_shown_second_factor,
    must_have_second_factor,
)

ROLES = "roles"
SIGN_OUT = ["account_logout"]
# Where somebody sets up the first factor.
ENROLMENT = ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"]
# Where somebody shows a factor that was set up in another session.
STEP_UP = ["mfa_reauthenticate", "mfa_reauthenticate_webauthn"]


class SessionLifeMiddleware:
    """Keeps a session alive while it is used, and gives it a new key when the roles change."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            request.session.keep_alive(timezone.now())
            _renew_when_roles_changed(request)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Nobody who must have a second factor gets any page before showing it in this session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and must_have_second_factor(user):
            names = _only_open(request)
            if names and request.path not in [reverse(name) for name in [*names, *SIGN_OUT]]:
                query = urlencode({"next": request.get_full_path()})
                return redirect(f"{reverse(names[0])}?{query}")
        return self.get_response(request)


def role_codes(staff) -> str:
    return ",".join(sorted(roles_of(staff)))


def _only_open(request) -> list[str]:
    """The only pages open before the factor was shown, the one to go to first. Empty: all are."""
    if has_shown_second_factor(request):
        return []
    return STEP_UP if has_second_factor(request.user) else ENROLMENT


def _renew_when_roles_changed(request):
    known = request.session.get(ROLES)
    if known is None:
        return
    held = role_codes(request.user)
    if held != known:
        request.session[ROLES] = held
        request.session.cycle_key()
