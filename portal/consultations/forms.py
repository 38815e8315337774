"""What askers and readers type."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from portal.consultations.asking import Question
from portal.consultations.models import Faq
from portal.consultations.people import officers
from portal.consultations.vocabulary import PRECHECK, Kind
from portal.files.forms import CheckedFilesField, UploadingForm
from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.markdown_field import MarkdownField
from portal.ui.storable import MaxLetters, refuse_unstorable

# Digits as people type them, also with spaces or hyphens every four.
TWELVE_DIGITS = re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)")
FULL_WIDTH = str.maketrans("０１２３４５６７８９　－", "0123456789 -")
RATINGS = {5: "とても満足", 4: "満足", 3: "ふつう", 2: "やや不満", 1: "不満"}


def refuse_my_number(text: str) -> None:
    """A validator. Source: 番号法第20条, nobody collects マイナンバー here."""
    for found in TWELVE_DIGITS.findall(text.translate(FULL_WIDTH)):
        digits = re.sub(r"\D", "", found)
        if _is_my_number(digits):
            raise ValidationError(
                "マイナンバーのような12桁の数字があります。消してから進んでください。"
            )


def _is_my_number(digits: str) -> bool:
    """Source: 総務省令第85号（平成26年）第5条, the check digit."""
    weights = [n + 1 if n <= 6 else n - 5 for n in range(1, 12)]
    rest = sum(int(d) * w for d, w in zip(reversed(digits[:11]), weights, strict=True)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def text_field(label: str, limit: int, *, help_text: str = "", required=True, rows=4):
    return forms.CharField(
        label=label,
        required=required,
        help_text=f"{help_text}{limit:,}文字まで。",
        validators=[refuse_unstorable, MaxLetters(limit), refuse_my_number],
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class QuestionForm(SubmitOnce):
    """By business and wish, not by technology."""

    work = text_field("どの仕事で", 500, help_text="例：転入届の窓口。", rows=2)
    trouble = text_field("何に困っていますか", 2000, help_text="いつ、だれが、どのくらい。", rows=5)
    wish = text_field(
        "どうなるとよいですか", 1000, help_text="まだなければ空のままで。", required=False
    )
    kind = forms.ChoiceField(
        label="近いものはどれですか",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        help_text="迷ったら「その他」で。DX課が直します。",
    )
    precheck = forms.MultipleChoiceField(
        label="様式の見直し（AI-OCR・RPAの支援のとき）",
        choices=list(PRECHECK.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="あてはまるものだけ。1つもなくても相談できます。",
    )
    is_name_hidden = forms.BooleanField(
        label="課のDXリーダーや外部の助言者に、名前を出さない",
        required=False,
        help_text="名前はDX課だけが分かります。",
    )
    is_confidential = forms.BooleanField(
        label="非公開にする",
        required=False,
        help_text="下で選んだDX課の人だけが読みます。ほかの担当者や上司には見えません。",
    )
    named = forms.MultipleChoiceField(
        label="非公開のとき、読む人",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="1人以上選んでください。",
    )
    case_reference = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    case_title = forms.CharField(max_length=255, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.officers = {str(each.pk): each for each in officers(timezone.localdate())}
        self.fields["named"].choices = [(pk, each.name) for pk, each in self.officers.items()]

    def clean(self):
        values = super().clean()
        if values.get("is_confidential") and not values.get("named"):
            self.add_error("named", "非公開のときは、読む人を1人以上選んでください。")
        return values

    def question(self) -> Question:
        values = {name: self.cleaned_data[name] for name in Question._fields}
        named = values["named"] if values["is_confidential"] else []
        return Question(
            **values
            | {
                "named": tuple(self.officers[pk] for pk in named),
                "precheck": tuple(values["precheck"] if values["kind"] == Kind.READING else ()),
            }
        )


def typed_values(data: QueryDict) -> dict[str, list[str]]:
    """What a draft keeps of a form as it was sent."""
    names = [name for name in QuestionForm.base_fields if name != "submit_key"]
    return {name: data.getlist(name) for name in names if data.getlist(name)}


def from_draft(values: dict[str, list[str]]) -> dict:
    """A draft as first values of the form: lists where several may be chosen."""
    several = ("precheck", "named")
    return {name: v if name in several else v[0] for name, v in values.items()}


def question_in(values: dict[str, list[str]]) -> QuestionForm:
    """The form as if the draft were sent now: what was right may be wrong today."""
    data = QueryDict(mutable=True)
    for name, each in values.items():
        data.setlist(name, each)
    data["submit_key"] = "draft"
    return QuestionForm(data)


class AskForm(SubmitOnce, UploadingForm):
    """The last step: files, and the key that makes it one."""

    files = CheckedFilesField(label="添えるファイル", required=False)


class SolvedForm(SubmitOnce):
    """Which answer was enough."""

    answer = forms.CharField(max_length=60)


class AddForm(SubmitOnce, UploadingForm):
    body = MarkdownField(label="書き足す", limit=4000, validators=[refuse_my_number])
    files = CheckedFilesField(label="添えるファイル", required=False)


class ReopenForm(SubmitOnce):
    body = MarkdownField(label="まだ困っていること", limit=2000, validators=[refuse_my_number])


class RateForm(forms.Form):
    steps = forms.TypedChoiceField(
        label="この相談はどうでしたか",
        choices=list(RATINGS.items()),
        coerce=int,
        widget=forms.RadioSelect,
    )
    words = text_field("理由やひとこと", 500, required=False, rows=2)


class FaqForm(Versioned):
    """The words of a FAQ. Whoever writes it says that no name is left."""

    compared = ["question", "answer", "category"]

    question = forms.CharField(label="質問", max_length=120, validators=[refuse_unstorable])
    answer = MarkdownField(label="答え", limit=4000, validators=[refuse_my_number])
    category = forms.ChoiceField(label="分類", choices=Kind.choices)
    is_redacted = forms.BooleanField(
        label="名前、課、番号など、だれのことか分かる言葉がないことを確かめました"
    )

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.compared}


class NewFaqForm(SubmitOnce, FaqForm):
    """A FAQ that is not there yet."""

    def __init__(self, *args, **options):
        super().__init__(*args, row=Faq(), **options)
