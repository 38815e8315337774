"""allauth's pages for the second factor, with what our house adds: proof, sessions, the trail."""

from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.urls import reverse_lazy

from portal.audit.trail import record
from portal.staff.second_factor import (
    LAST_COUNTER,
    OWN_FACTORS,
    count_new_factor_as_shown,
    must_have_second_factor,
)
from portal.staff.sessions import end_sessions


class SecondFactors(IndexView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "is_required": must_have_second_factor(self.request.user)}


class SetUpApp(ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        authenticator = self.request.user.authenticator_set.get(type=OWN_FACTORS[0])
        authenticator.data[LAST_COUNTER] = form.counter
        authenticator.save(update_fields=["data"])
        _welcome(self.request, authenticator)
        return response


class AddPasskey(AddWebAuthnView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        options = webauthn.begin_registration(self.request.user, passwordless=True)
        return {**context, "js_data": options}

    def form_valid(self, form):
        response = super().form_valid(form)
        _welcome(self.request, self.request.user.authenticator_set.latest("pk"))
        return response


class RemoveApp(DeactivateTOTPView):
    def form_valid(self, form):
        record_removal(self.request, self.authenticator)
        return super().form_valid(form)


class RemovePasskey(RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form):
        record_removal(self.request, self.object)
        return super().form_valid(form)


class RenamePasskey(EditWebAuthnView):
    success_url = reverse_lazy("mfa_index")


class NewRecoveryCodes(GenerateRecoveryCodesView):
    def form_valid(self, form):
        response = super().form_valid(form)
        record("staff.factor.codes_made", actor=self.request.user, obj=self.request.user)
        return response


set_up_app = SetUpApp.as_view()
add_passkey = AddPasskey.as_view()
remove_app = RemoveApp.as_view()
remove_passkey = RemovePasskey.as_view()
rename_passkey = RenamePasskey.as_view()
second_factors = SecondFactors.as_view()
new_recovery_codes = NewRecoveryCodes.as_view()
recovery_codes = ViewRecoveryCodesView.as_view()


def record_removal(request, authenticator):
    kind = {"type": authenticator.type}
    record("staff.factor.removed", actor=request.user, obj=request.user, details=kind)


def _welcome(request, authenticator):
    count_new_factor_as_shown(request, authenticator)
    end_sessions(request.user, but=request.session.session_key)
    kind = {"type": authenticator.type}
    record("staff.factor.added", actor=request.user, obj=request.user, details=kind)
