"""What trainers keep besides sessions: lecturers, the plan, survey questions, material."""

from django import forms

from portal.files.forms import CheckedFilesField, UploadingForm
from portal.submitting.forms import SubmitOnce
from training.models import Lecturer, PlanItem, SurveyQuestion


class LecturerForm(forms.ModelForm):
    class Meta:
        model = Lecturer
        fields = ["name", "kind", "affiliation", "fields", "is_active"]


class PlanItemForm(forms.ModelForm):
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


class SurveyQuestionForm(forms.ModelForm):
    class Meta:
        model = SurveyQuestion
        fields = ["course", "kind", "words", "order", "is_satisfaction", "is_live"]
        help_texts = {"course": "選ばなければ、すべての研修のアンケートで聞きます。"}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            # Answers hang on how it was asked.
            for name in ("course", "kind"):
                self.fields[name].disabled = True


class MaterialForm(SubmitOnce, UploadingForm):
    files = CheckedFilesField(label="教材と練習用ファイル")
