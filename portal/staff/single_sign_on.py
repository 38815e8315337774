"""Single sign-on by OIDC or SAML: whom an answer of the city's sign-in service means.

A person is found by employee number, never by mail alone, and from then on by the service's own
identifier as well. Nobody gets an account here: it must be in the roster.
"""

import unicodedata
from http import HTTPStatus

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.conf import settings
from django.shortcuts import render

from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.staff.second_factor import SHOWN_ELSEWHERE
from portal.staff.sign_in_events import record_refused_single_sign_on

# Made with a private key: a shared secret or no signature at all proves nothing.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]


class NoStaffNumber(DomainError):
    message = "市のログインから職員番号が届きませんでした。"


class NobodyHasThisNumber(DomainError):
    message = "この職員番号は、ポータルの名簿に登録されていません。"


class NotActive(DomainError):
    message = "名簿で在籍していないことになっています。"


class LinkedToSomebodyElse(DomainError):
    message = "このログインは、別の職員とつながっています。"


class AnswerContradictsItself(DomainError):
    message = "市のログインの答えが食い違っています。"


class StaffSamlProvider(SAMLProvider):
    """Keeps how the person was authenticated, which allauth leaves out."""

    def extract_extra_data(self, data):
        return {
            "attributes": data.get_attributes(),
            "authn_contexts": data.get_last_authn_contexts(),
        }


class StaffOidcAdapter(OpenIDConnectOAuth2Adapter):
    """Checks the signature of every ID token; allauth trusts the connection it came by."""

    def _decode_id_token(self, app, id_token):
        with StaffSocialAdapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        try:
            key_id = jwt.get_unverified_header(id_token).get("kid")
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
            key = next(key for key in keys if key_id in (None, key.key_id))
            return jwt.decode(
                id_token,
                key.key,
                algorithms=SIGNATURES,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                options={"require": ["exp", "iat", "sub"]},
            )
        except (jwt.PyJWTError, StopIteration) as error:
            raise OAuth2Error("Invalid ID token") from error


class StaffSocialAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        return False

    def get_requests_session(self):
        session = super().get_requests_session()
        # The city's own service answers directly; a proxy of the environment would see the secret.
        session.trust_env = False
        return session

    def pre_social_login(self, request, sociallogin):
        """Link the answer to the person of the roster, or refuse with a page that says why."""
        # A link to whoever sits at the browser (process=connect) is not ours to make.
        sociallogin.state["process"] = AuthProcess.LOGIN
        provider = sociallogin.account.provider
        staff = None
        try:
            staff = person_with(staff_number_in(sociallogin.account))
            check_link(sociallogin, staff)
        except DomainError as refusal:
            record_refused_single_sign_on(provider, type(refusal).__name__, staff)
            raise ImmediateHttpResponse(_refusal(request, str(refusal))) from refusal
        if not sociallogin.is_existing:
            sociallogin.connect(request, staff)
        request.session.pop(SHOWN_ELSEWHERE, None)
        if proves_second_factor(sociallogin.account):
            request.session[SHOWN_ELSEWHERE] = str(staff.pk)

    def on_authentication_error(self, request, provider, error=None, exception=None, **_more):
        record_refused_single_sign_on(getattr(provider, "sub_id", provider.id), "AnswerRefused")

    def send_notification_mail(self, *args, **kwargs):
        """The portal has its own notices."""


def staff_number_in(account: SocialAccount) -> str:
    """Raises NoStaffNumber, AnswerContradictsItself."""
    if is_saml(account):
        values = account.extra_data["attributes"].get(settings.SAML_STAFF_NUMBER_ATTRIBUTE, [])
        number = values[0] if len(values) == 1 else ""
    else:
        userinfo, id_token = _oidc_parts(account)
        # OpenID Connect Core, 5.3.2: an answer about somebody else must not be used.
        if userinfo and id_token and userinfo.get("sub") != id_token.get("sub"):
            raise AnswerContradictsItself
        claim = settings.OIDC_STAFF_NUMBER_CLAIM
        number = userinfo.get(claim) or id_token.get(claim) or ""
    if not isinstance(number, str) or not number.strip():
        raise NoStaffNumber
    return unicodedata.normalize("NFKC", number).strip()


def person_with(number: str) -> StaffMember:
    """Raises NobodyHasThisNumber, NotActive. "0012" and "12" are two numbers."""
    staff = StaffMember.objects.filter(staff_number=number).first()
    if staff is None:
        raise NobodyHasThisNumber
    if not staff.is_active:
        raise NotActive
    return staff


def check_link(sociallogin, staff: StaffMember) -> None:
    """One identifier, one person, both ways. Raises LinkedToSomebodyElse."""
    if sociallogin.is_existing:
        if sociallogin.user != staff:
            raise LinkedToSomebodyElse
    elif SocialAccount.objects.filter(user=staff, provider=sociallogin.account.provider).exists():
        raise LinkedToSomebodyElse


def proves_second_factor(account: SocialAccount) -> bool:
    """Whether the service says, in the words of the settings, that it asked for a second factor."""
    if is_saml(account):
        said = account.extra_data.get("authn_contexts") or []
        return not settings.SAML_MFA_CONTEXTS.isdisjoint(said)
    _userinfo, id_token = _oidc_parts(account)
    said = {id_token.get("acr"), *_as_list(id_token.get("amr"))}
    return not settings.OIDC_MFA_VALUES.isdisjoint(said)


def is_saml(account: SocialAccount) -> bool:
    return "attributes" in account.extra_data


def _oidc_parts(account):
    data = account.extra_data
    return data.get("userinfo") or {}, data.get("id_token") or {}


def _as_list(value):
    if isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    return [value] if isinstance(value, str) else []


def _refusal(request, reason):
    context = {"reason": reason}
    return render(request, "socialaccount/refused.html", context, status=HTTPStatus.FORBIDDEN)
