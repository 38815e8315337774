"""Asking about one's own data, answering it, and placing a hold."""

from django import forms
from django.db.models import Q

from portal.personal.asking import NEXT
from portal.personal.due import run_rules
from portal.personal.models import DataRequest
from portal.staff.models import StaffMember
from portal.submitting.forms import SubmitOnce
from portal.ui.markdown_field import MarkdownField
from portal.ui.storable import MaxLetters, refuse_unstorable

ACTS = {
    DataRequest.State.IN_PROGRESS: "対応を始める",
    DataRequest.State.DONE: "応じて、終える",
    DataRequest.State.DECLINED: "応じられない理由を伝えて、終える",
}


class DataRequestForm(SubmitOnce):
    kind = forms.ChoiceField(
        label="求めること", choices=DataRequest.Kind.choices, widget=forms.RadioSelect
    )
    text = MarkdownField(
        label="くわしい内容", limit=2000, help_text="どの情報を、どうしてほしいか。"
    )


class AnswerForm(forms.Form):
    """What the DX section may do next with a request."""

    to = forms.ChoiceField(label="次にすること", widget=forms.RadioSelect)
    answer = MarkdownField(
        label="本人への回答", limit=2000, required=False, help_text="終えるときに要ります。"
    )

    def __init__(self, *args, data_request: DataRequest, **options):
        super().__init__(*args, **options)
        allowed = NEXT[data_request.state]
        self.fields["to"].choices = [(to, ACTS[to]) for to in ACTS if to in allowed]


class HoldForm(SubmitOnce):
    """About one person, or about one kind of data, or both in two holds."""

    who = forms.CharField(
        label="だれの情報",
        required=False,
        max_length=150,
        help_text="職員番号かユーザー名。空なら、種類のすべて。",
    )
    model = forms.ChoiceField(label="どの情報", required=False)
    reason = forms.CharField(
        label="理由",
        help_text="例：開示請求、監査、訴訟のため。500文字まで。",
        validators=[refuse_unstorable, MaxLetters(500)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        kinds = [(label, rule.data.partition("（")[0]) for label, rule in run_rules().items()]
        self.fields["model"].choices = [("", "その人のすべて"), *kinds]

    def clean_who(self) -> StaffMember | None:
        words = self.cleaned_data["who"].strip()
        if not words:
            return None
        named = Q(username=words) | Q(staff_number=words)
        staff = StaffMember.objects.filter(named).first()
        if staff is None:
            raise forms.ValidationError("この番号やユーザー名の職員はいません。")
        return staff

    def clean(self):
        values = super().clean()
        if not self.errors and bool(values["who"]) == bool(values["model"]):
            raise forms.ValidationError("人か情報の種類の、どちらか1つを選んでください。")
        return values
