"""What is written down after asking somebody."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from casebook.contacting import TEXTS
from casebook.models import Contact
from casebook.proposal_forms import line_field, text_field
from portal.submitting.forms import SubmitOnce, Versioned


class ContactForm(Versioned):
    compared = TEXTS

    asked_on = forms.DateField(
        label="聞いた日", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    whom = line_field("聞いた相手", 120, help_text="自治体と部署まで。例：あわら市 政策広報課")
    means = line_field("聞き方", 60, help_text="例：電話、メール、視察")
    learnt = text_field(
        "分かったこと",
        4000,
        rows=6,
        required=True,
        help_text="全職員が読みます。人の名前は入れません。",
    )
    details = text_field(
        "相手の名前と連絡先",
        500,
        rows=2,
        help_text="DX課と編集者、書いた本人だけが見ます。なくても構いません。",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["whom"].required = True

    def clean_asked_on(self):
        day = self.cleaned_data["asked_on"]
        if day > timezone.localdate():
            raise ValidationError("聞いた日は、今日までの日を入力してください。")
        return day

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in TEXTS}


class NewContactForm(SubmitOnce, ContactForm):
    """Of something that is not there yet."""

    def __init__(self, *args, **options):
        super().__init__(*args, row=Contact(asked_on=timezone.localdate()), **options)
