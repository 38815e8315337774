"""Giving a role, and asking to read in an emergency."""

from django import forms
from django.apps import apps

from portal.authority.glass_objects import glass_objects
from portal.authority.models import BreakGlassGrant
from portal.staff.models import Role
from portal.submitting.forms import SubmitOnce

NO_SUCH_OBJECT = "その番号の対象はありません。番号を確かめてください。"


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class RoleForm(SubmitOnce):
    """``roles`` are those that this person may give."""

    role = forms.ChoiceField(label="役割")
    starts_on = forms.DateField(label="いつから", widget=DateInput)
    ends_on = forms.DateField(
        label="いつまで",
        required=False,
        widget=DateInput,
        help_text="空のままなら、取り消すまで続きます。",
    )

    def __init__(self, *args, roles: list[Role], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]

    def clean_role(self):
        return Role(self.cleaned_data["role"])


class BreakGlassForm(SubmitOnce, forms.ModelForm):
    """``cleaned_data["object"]`` is what is to be read."""

    kind = forms.ChoiceField(label="対象の種類")
    number = forms.CharField(
        label="対象の番号", max_length=40, help_text="画面の見出しやアドレスにある番号です。"
    )

    class Meta:
        model = BreakGlassGrant
        fields = ["reason"]
        help_texts = {
            "reason": "なぜ、いま、ほかの方法ではだめなのか。"
            "10文字以上500文字まで。監査で読まれます。"
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = glass_objects()
        self.fields["kind"].choices = [(label, glass.label) for label, glass in known.items()]
        self.order_fields(["kind", "number", "reason"])

    def clean(self):
        super().clean()
        kind, number = self.cleaned_data.get("kind"), self.cleaned_data.get("number")
        if kind and number:
            self.cleaned_data["object"] = self._found(kind, number)
        return self.cleaned_data

    def _found(self, kind, number):
        model = apps.get_model(kind)
        try:
            return model._default_manager.get(pk=number)
        except (model.DoesNotExist, ValueError, OverflowError, forms.ValidationError):
            self.add_error("number", NO_SUCH_OBJECT)
            return None
