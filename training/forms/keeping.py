"""What trainers keep besides sessions: lecturers, the plan, survey questions, material."""

from django import forms
from django.db.models import Model

from portal.files.forms import CheckedFileField, CheckedFilesField, UploadingForm
from portal.files.kinds import VIDEOS, Allowance
from portal.submitting.forms import SubmitOnce, Versioned
from training.models import BusySeason, Lecturer, PlanItem, SurveyQuestion

DAY = {"type": "date"}


class RowForm(Versioned, forms.ModelForm):
    """A form of a row that is there: ``compared`` are its plain fields."""

    def __init__(self, *args, row: Model, **options):
        super().__init__(*args, row=row, instance=row, **options)


class LecturerFields:
    class Meta:
        model = Lecturer
        fields = ["name", "kind", "affiliation", "fields", "is_active"]


class NewLecturerForm(SubmitOnce, forms.ModelForm):
    Meta = LecturerFields.Meta


class LecturerForm(RowForm):
    compared = LecturerFields.Meta.fields
    Meta = LecturerFields.Meta


class PlanItemFields(forms.ModelForm):
    class Meta:
        model = PlanItem
        fields = [
            "kind", "tier", "title", "course", "fiscal_year", "sessions_planned", "state",
            "source", "note",
        ]  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "tier": "職層別の研修のときに選びます。",
            "fiscal_year": "西暦の年。決まっていなければ空のままにします（未定と出ます）。",
            "sessions_planned": "決まっていなければ空のままにします。",
        }

    def clean(self):
        values = super().clean()
        if values.get("kind") == PlanItem.Kind.TIER and not values.get("tier"):
            self.add_error("tier", "職層別の研修では、対象を選んでください。")
        return values


class NewPlanItemForm(SubmitOnce, PlanItemFields):
    pass


class PlanItemForm(RowForm, PlanItemFields):
    compared = PlanItemFields.Meta.fields


class SurveyQuestionFields:
    class Meta:
        model = SurveyQuestion
        fields = ["course", "kind", "words", "order", "is_satisfaction", "is_live"]
        help_texts = {"course": "選ばなければ、すべての研修のアンケートで聞きます。"}


class NewSurveyQuestionForm(SubmitOnce, forms.ModelForm):
    Meta = SurveyQuestionFields.Meta


class SurveyQuestionForm(RowForm):
    compared = SurveyQuestionFields.Meta.fields
    Meta = SurveyQuestionFields.Meta

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        # Answers hang on how it was asked.
        for name in ("course", "kind"):
            self.fields[name].disabled = True


class BusySeasonFields(forms.ModelForm):
    class Meta:
        model = BusySeason
        fields = ["kind", "department", "starts_on", "ends_on", "note", "is_live"]
        widgets = {
            name: forms.DateInput(attrs=DAY, format="%Y-%m-%d") for name in ("starts_on", "ends_on")
        }
        help_texts = {"department": "選ばなければ、全部の部署の忙しい時期です。"}

    def clean(self):
        values = super().clean()
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "おわりは、はじまりと同じ日か、あとにしてください。")
        return values


class NewBusySeasonForm(SubmitOnce, BusySeasonFields):
    pass


class BusySeasonForm(RowForm, BusySeasonFields):
    compared = BusySeasonFields.Meta.fields


class MaterialForm(SubmitOnce, UploadingForm):
    files = CheckedFilesField(label="教材と練習用ファイル", required=False)
    video = CheckedFileField(
        label="動画",
        required=False,
        allowance=Allowance(VIDEOS, count=1),
        help_text="MP4かWebM。50MBまで。長い動画は、章ごとに分けてください。",
    )

    def clean(self):
        values = super().clean()
        if not self.errors and not (values["files"] or values["video"]):
            raise forms.ValidationError("ファイルか動画を選んでください。")
        return values

    def chosen(self) -> list:
        video = self.cleaned_data["video"]
        return [*self.cleaned_data["files"], *([video] if video else [])]
