"""/accounts/: the one entrance and one's own account.

Every address of allauth that is open stands here by name; all its others answer 404.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.saml import views as saml
from django.urls import path

from portal.staff import own_account, second_factor_views
from portal.staff.single_sign_on_views import finish_oidc, saml_acs, sign_on_cancelled, start_oidc
from portal.staff.views import shut_door

own = [
    path("", own_account.own_account, name="own_account"),
    path("sessions/", own_account.own_sessions, name="own_sessions"),
    path("sessions/end/", own_account.own_session_end, name="own_session_end"),
    path(
        "sessions/end-others/", own_account.own_sessions_end_others, name="own_sessions_end_others"
    ),
    path("first-password/<uid>/<token>/", own_account.first_password, name="first_password"),
]
password = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
]
second_factor = [
    path("2fa/", second_factor_views.second_factors, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/", second_factor_views.set_up_app, name="mfa_activate_totp"),
    path("2fa/app/remove/", second_factor_views.remove_app, name="mfa_deactivate_totp"),
    path("2fa/codes/", second_factor_views.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/codes/new/",
        second_factor_views.new_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/passkeys/add/", second_factor_views.add_passkey, name="mfa_add_webauthn"),
    path(
        "2fa/passkeys/<int:pk>/remove/",
        second_factor_views.remove_passkey,
        name="mfa_remove_webauthn",
    ),
    path("2fa/passkeys/<int:pk>/", second_factor_views.rename_passkey, name="mfa_edit_webauthn"),
    path(
        "2fa/passkeys/reauthenticate/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/passkeys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
]
# Without a provider in the settings, each of these answers 404.
single_sign_on = [
    path("oidc/<provider_id>/login/", start_oidc, name="openid_connect_login"),
    path("oidc/<provider_id>/login/callback/", finish_oidc, name="openid_connect_callback"),
    path("saml/<organization_slug>/login/", saml.login, name="saml_login"),
    path("saml/<organization_slug>/acs/", saml_acs, name="saml_acs"),
    path("saml/<organization_slug>/acs/finish/", saml.finish_acs, name="saml_finish_acs"),
    path("saml/<organization_slug>/metadata/", saml.metadata, name="saml_metadata"),
    path("sso/cancelled/", sign_on_cancelled, name="socialaccount_login_cancelled"),
]
# allauth names these in its own redirects; accounts come from the roster, so they stay shut.
shut = [
    path("signup/", shut_door, name="account_signup"),
    path("email/", shut_door, name="account_email"),
    path("password/set/", shut_door, name="account_set_password"),
    path("sso/signup/", shut_door, name="socialaccount_signup"),
    path("sso/connections/", shut_door, name="socialaccount_connections"),
    path("sso/error/", shut_door, name="socialaccount_login_error"),
    path("saml/<organization_slug>/sls/", shut_door, name="saml_sls"),
]
urlpatterns = [*own, *password, *second_factor, *single_sign_on, *shut]
