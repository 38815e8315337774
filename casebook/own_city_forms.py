"""What an officer types about our own city on one theme."""

from django import forms

from casebook.models import OwnCitySheet
from casebook.proposal_forms import line_field, text_field
from casebook.vocabulary import MicGroup, Selection, Talent
from portal.submitting.forms import SubmitOnce, Versioned

TEXTS = [
    "theme", "mic_group", "selection", "talent", "started_fiscal_year", "department", "cost",
    "funding", "results", "ingenuity", "difficulties", "source",
]  # fmt: skip
LINES = "1つを1行に。"


def boxes(label: str, choices):
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class OwnCityForm(Versioned):
    compared = TEXTS

    theme = line_field("テーマ", 60, help_text="例：DXリーダーの選び方")
    mic_group = forms.TypedChoiceField(
        label="体制の型",
        choices=[("", "未入力"), *MicGroup.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    selection = boxes("選出方法", Selection.choices)
    talent = boxes("外部人材", Talent.choices)
    started_fiscal_year = forms.IntegerField(
        label="始まった年度",
        required=False,
        min_value=1990,
        max_value=2100,
        help_text="西暦で。例：令和6年度は2024",
    )
    department = line_field("担当", 120)
    cost = text_field("費用", 1000, rows=2, help_text=LINES)
    funding = text_field("国の支援・財源", 1000, rows=2, help_text=LINES)
    results = text_field("成果", 2000, help_text=LINES)
    ingenuity = text_field("工夫", 2000, help_text=LINES)
    difficulties = text_field("困難・注意", 2000, help_text=LINES)
    source = text_field("出典", 1000, rows=2, help_text="どの資料の、どのページか。")

    def __init__(self, *args, row: OwnCitySheet, **options):
        super().__init__(*args, row=row, **options)
        self.row_pk = row.pk
        for name in ("theme", "source"):
            self.fields[name].required = True

    def clean_theme(self):
        theme = self.cleaned_data["theme"]
        if OwnCitySheet.objects.filter(theme=theme).exclude(pk=self.row_pk).exists():
            raise forms.ValidationError("このテーマの表はもうあります。そちらを直してください。")
        return theme

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in TEXTS}


class NewOwnCityForm(SubmitOnce, OwnCityForm):
    def __init__(self, *args, **options):
        super().__init__(*args, row=OwnCitySheet(), **options)
