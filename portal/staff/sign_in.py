"""The one entrance: how allauth signs our staff in, and what the trail keeps of it."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.audit.trail import record
from portal.staff import sessions
from portal.staff.guess_limits import (
    ACCOUNT,
    ADDRESS,
    TooManyTries,
    count_try,
    forget_old_tries,
    give_back,
)
from portal.staff.middleware import ROLES, role_codes
from portal.staff.sign_in_events import REFUSED, record_refused_password
from portal.staff.sign_in_names import guess_name

STAGES = ["portal.staff.second_factor.SecondFactorStage"]
USER_AGENT_LENGTH = 200
# The same words whether the name or the password is wrong, so that no name can be found out.
MISMATCH = "ユーザー名かパスワードが違います。"
METHODS = {
    "reauthenticate": "パスワードで確かめる",
    "mfa_reauthenticate": "認証コードで確かめる",
    "mfa_reauthenticate:webauthn": "パスキーで確かめる",
}


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts come from the staff roster; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "incorrect_password": "パスワードが違います。",
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        return STAGES

    def login(self, request, user):
        super().login(request, user)
        request.session[sessions.DEVICE] = self.get_http_user_agent(request)[:USER_AGENT_LENGTH]
        request.session[sessions.ADDRESS] = self.get_client_ip(request)
        request.session[ROLES] = role_codes(user)
        forget_old_tries(timezone.now())
        record("signin.succeeded", actor=user, obj=user, details={"by": _methods(request, user)})

    def logout(self, request):
        user = request.user
        if user.is_authenticated:
            record("signin.ended", actor=user, obj=user)
        super().logout(request)

    def authentication_failed(self, request, **credentials):
        record_refused_password("signin.failed", credentials)

    def pre_authenticate(self, request, **credentials):
        """Count the try before the password is looked at: of many at once, five are checked."""
        now = timezone.now()
        name = guess_name(credentials.get("username", ""))
        self._counted = []
        try:
            self._counted.append(count_try(ADDRESS, self.get_client_ip(request), now=now))
            self._counted.append(count_try(ACCOUNT, name, now=now))
        except TooManyTries as refusal:
            record_refused_password("signin.limited", credentials)
            raise ValidationError(str(refusal), code="too_many_login_attempts") from refusal

    def _rollback_login_failed_rl_usage(self):
        for counted in self._counted:
            give_back(counted)

    def respond_user_inactive(self, request, user):
        record("signin.inactive", actor=None, obj=user, result=REFUSED)
        return super().respond_user_inactive(request, user)

    def set_password(self, user, password):
        super().set_password(user, password)
        sessions.end_sessions(user, but=self.request.session.session_key)
        record("staff.password.changed", actor=user, obj=user)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who signed in a moment ago need not type the password twice."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((entry["at"] for entry in records), default=0)
        return time.time() - latest > app_settings.REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user):
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": METHODS[method["id"]]} for method in methods]

    def send_notification_mail(self, *args, **kwargs):
        """The portal has its own notices; allauth's mails would be in two languages."""


def _methods(request, user):
    records = get_authentication_records(request, user)
    return [record.get("type") or record["method"] for record in records]
