"""allauth's addresses of single sign-on that need a word of ours: off means 404, down says so."""

from http import HTTPStatus

import requests
from allauth.socialaccount import views as social
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.socialaccount.providers.saml import views as saml
from allauth.socialaccount.providers.saml.utils import get_app_or_404
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from portal.staff.single_sign_on import StaffOidcAdapter


@login_not_required
def start_oidc(request, provider_id):
    """The way to the city's own sign-in service, which may be down: then people are told so."""
    try:
        return oidc.login(request, provider_id)
    except requests.RequestException:
        page = "socialaccount/authentication_error.html"
        return render(request, page, status=HTTPStatus.SERVICE_UNAVAILABLE)


@login_not_required
def finish_oidc(request, provider_id):
    """Where the sign-in service sends people back to."""
    try:
        return OAuth2CallbackView.adapter_view(StaffOidcAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


@csrf_exempt
@login_not_required
def saml_acs(request, organization_slug):
    """Where the sign-in service posts its answer; allauth would keep one even while SAML is off."""
    get_app_or_404(request, organization_slug)
    return saml.acs(request, organization_slug)


@login_not_required
def sign_on_cancelled(request):
    if not get_adapter().list_apps(request):
        raise Http404
    return social.login_cancelled(request)
