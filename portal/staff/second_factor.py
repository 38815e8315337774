"""The second factor: who must have one, whether this session has shown it, codes used once."""

import base64
import hashlib
import unicodedata

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare

from portal.staff.models import StaffMember
from portal.staff.roles import roles_of

# The person whose single sign-on said that a second factor was shown there.
SHOWN_ELSEWHERE = "second_factor_elsewhere"
LAST_COUNTER = "last_counter"
OWN_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class StaffMFAAdapter(DefaultMFAAdapter):
    """Our words, secrets that a copied database does not give away, no way out of a duty."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "コードが違います。新しいコードで、もう一度お試しください。",
        "cannot_delete_authenticator": (
            "あなたの役割には多要素認証が必要です。先にパスキーを登録してください。"
        ),
    }

    def encrypt(self, text):
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        others = Authenticator.objects.filter(user=authenticator.user, type__in=OWN_FACTORS)
        is_last = not others.exclude(pk=authenticator.pk).exists()
        return not (is_last and must_have_second_factor(authenticator.user))

    def get_totp_issuer(self):
        return settings.WAGTAIL_SITE_NAME

    def generate_authenticator_name(self, user, type):
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"パスキー{count + 1}"


class SecondFactorStage(AuthenticateStage):
    """The step of the sign-in that asks for the factor, unless single sign-on has done so."""

    def _should_handle(self, request):
        if shown_elsewhere(request, self.login.user):
            return False
        return super()._should_handle(request)


def must_have_second_factor(staff: StaffMember) -> bool:
    return not roles_of(staff).isdisjoint(settings.MFA_REQUIRED_ROLES)


def has_second_factor(staff: StaffMember) -> bool:
    return Authenticator.objects.filter(user=staff, type__in=OWN_FACTORS).exists()


def has_shown_second_factor(request) -> bool:
    """Whether the signed-in person has shown a second factor in this session."""
    records = get_authentication_records(request, request.user)
    shown_here = any(record["method"] == "mfa" for record in records)
    return shown_here or shown_elsewhere(request, request.user)


def shown_elsewhere(request, staff: StaffMember) -> bool:
    return request.session.get(SHOWN_ELSEWHERE) == str(staff.pk)


def count_new_factor_as_shown(request, authenticator: Authenticator) -> None:
    """Who has just set up a factor has shown it; the session gets a new key with it."""
    record_authentication(
        request, request.user, "mfa", id=authenticator.pk, type=authenticator.type
    )
    request.session.cycle_key()


def plain_code(typed: str) -> str:
    """１２３ ４５６ as people type it, 123456 as it is meant."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).replace("-", "")


@transaction.atomic
def use_code(authenticator: Authenticator, code: str) -> bool:
    """Whether ``code`` is right and was not used before. It is used up then."""
    if authenticator.type != Authenticator.Type.TOTP:
        return authenticator.wrap().validate_code(code)
    locked = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = StaffMFAAdapter().decrypt(locked.data["secret"])
    counter = matching_counter(secret, code)
    # RFC 6238, 5.2: a code is accepted once. Older ones than the last are refused with it.
    if counter is None or counter <= locked.data.get(LAST_COUNTER, -1):
        return False
    locked.data[LAST_COUNTER] = counter
    locked.save(update_fields=["data"])
    return True


def matching_counter(secret: str, code: str) -> int | None:
    """The 30-second step whose code this is, now or one step away."""
    for counter in yield_hotp_counters_from_time():
        if constant_time_compare(format_hotp_value(hotp_value(secret, counter)), code):
            return counter
    return None


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factor {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
