"""The skill check, and the bank of its questions."""

from django import forms

from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.storable import MaxLetters, refuse_unstorable
from training.assessing import SCALE
from training.models import SkillArea, SkillQuestion


class SkillCheckForm(SubmitOnce):
    """One rating for each live question."""

    def __init__(self, *args, questions: list[SkillQuestion], **options):
        super().__init__(*args, **options)
        self.questions = questions
        for question in questions:
            self.fields[self.name_of(question)] = forms.TypedChoiceField(
                label=question.words,
                coerce=int,
                choices=[(value, f"{value} {words}") for value, words in SCALE.items()],
                widget=forms.RadioSelect,
            )

    @staticmethod
    def name_of(question: SkillQuestion) -> str:
        return f"question_{question.pk}"

    def areas(self):
        """Fields by area, in the order of the bank."""
        grouped: dict[str, list] = {}
        for question in self.questions:
            grouped.setdefault(question.area.name, []).append(self[self.name_of(question)])
        return list(grouped.items())

    def ratings(self) -> dict[int, int]:
        return {each.pk: self.cleaned_data[self.name_of(each)] for each in self.questions}


def _text(label: str, limit: int, **options) -> forms.CharField:
    checks = [refuse_unstorable, MaxLetters(limit)]
    return forms.CharField(label=label, max_length=limit, validators=checks, **options)


class SkillQuestionForm(Versioned):
    compared = ["area", "label", "words", "order", "is_live"]

    area = forms.ModelChoiceField(label="分野", queryset=SkillArea.objects.all())
    label = _text("短い名前", 40, help_text="結果に出る名前です。例：RPAの基礎")
    words = _text("設問", 200)
    order = forms.IntegerField(label="順番", min_value=0, max_value=999)
    is_live = forms.BooleanField(label="スキルチェックで使う", required=False)


class NewSkillQuestionForm(SubmitOnce):
    area = forms.ModelChoiceField(label="分野", queryset=SkillArea.objects.all())
    label = _text("短い名前", 40, help_text="結果に出る名前です。例：RPAの基礎")
    words = _text("設問", 200)
    order = forms.IntegerField(label="順番", min_value=0, max_value=999, initial=99)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ["area", "label", "words", "order"]}
