"""The forms of the entrance and of one's own account, in our words."""

from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField, SetPasswordField
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.staff.guess_limits import SECOND_FACTOR, TooManyTries, count_try, give_back
from portal.staff.second_factor import StaffMFAAdapter, matching_counter, plain_code, use_code
from portal.staff.sign_in_events import record_refused_code
from portal.staff.sign_in_names import username_of

WRONG_OLD = "いまのパスワードが違います。"
NOT_THE_SAME = "2回の入力が同じではありません。もう一度入力してください。"
CODE_HELP = "認証アプリに出ている6けたの数字。全角や空白があっても構いません。"


class SignInForm(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        label = "ユーザー名またはメールアドレス"
        self.fields["login"] = forms.CharField(label=label, max_length=254, widget=widget)
        self.fields["password"].label = "パスワード"
        self.order_fields(["login", "password"])

    def clean_login(self):
        return username_of(self.cleaned_data["login"])


class ConfirmPasswordForm(ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "パスワード"


class PasswordForm(ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "いまのパスワード"
        self.fields["password1"].label = "新しいパスワード"
        self.fields["password1"].help_text = "12文字以上"
        self.fields["password2"].label = "新しいパスワード（もう一度）"

    def clean_oldpassword(self):
        """Counted like a sign-in: whoever finds an open browser must not guess here."""
        password = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise ValidationError(WRONG_OLD)
        return password


class FirstPasswordForm(forms.Form):
    """The password that follows a one-time link of an administrator."""

    password1 = SetPasswordField(label="新しいパスワード", help_text="12文字以上")
    password2 = PasswordField(label="新しいパスワード（もう一度）", autocomplete="new-password")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].user = user

    def clean_password2(self):
        if self.cleaned_data.get("password1") != self.cleaned_data["password2"]:
            raise ValidationError(NOT_THE_SAME)
        return self.cleaned_data["password2"]


class CodeForm(AuthenticateForm):
    """A code of the app, or a recovery code. Each is accepted once; few tries are allowed."""

    reauthenticated = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field("認証コードまたは予備コード", CODE_HELP)

    def clean_code(self):
        now = timezone.now()
        code = plain_code(self.cleaned_data["code"])
        counted = count_code(self.user, now)
        for authenticator in Authenticator.objects.filter(user=self.user).exclude(
            type=Authenticator.Type.WEBAUTHN
        ):
            if use_code(authenticator, code):
                give_back(counted)
                authenticator.user = self.user
                self.authenticator = authenticator
                return code
        record_refused_code(self.user)
        raise StaffMFAAdapter().validation_error("incorrect_code")

    def save(self):
        post_authentication(
            context.request, self.authenticator, reauthenticated=self.reauthenticated
        )


class ConfirmCodeForm(CodeForm):
    reauthenticated = True


class NewAppForm(ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field("認証コード", CODE_HELP)

    def clean_code(self):
        counted = count_code(self.user, timezone.now())
        # Kept, so that the code that set up the app does not sign in as well.
        self.counter = matching_counter(get_totp_secret(), plain_code(self.cleaned_data["code"]))
        if self.counter is None:
            raise StaffMFAAdapter().validation_error("incorrect_code")
        give_back(counted)
        return self.cleaned_data["code"]


class NewPasskeyForm(AddWebAuthnForm):
    """Every passkey of ours signs in by itself, so there is no choice to make."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        name_passkey(self.fields["name"])


class PasskeyNameForm(EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_passkey(self.fields["name"])


def code_field(label, help_text):
    attributes = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label=label, max_length=40, help_text=help_text, widget=forms.TextInput(attrs=attributes)
    )


def name_passkey(field):
    field.label = "パスキーの名前"
    field.help_text = "どの端末か分かる名前（例：職場のノートパソコン）"
    field.max_length = 50
    field.widget.attrs["maxlength"] = 50


def count_code(staff, now):
    try:
        return count_try(SECOND_FACTOR, str(staff.pk), now=now)
    except TooManyTries as refusal:
        record_refused_code(staff, limited=True)
        raise ValidationError(str(refusal), code="too_many_login_attempts") from refusal
