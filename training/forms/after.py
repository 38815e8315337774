"""After the session: the survey, and taking a certificate back."""

from django import forms

from portal.submitting.forms import SubmitOnce
from portal.ui.storable import MaxLetters, refuse_unstorable
from training.forms.seats import short_words
from training.models import SurveyQuestion
from training.surveying import MARKS


class SurveyForm(SubmitOnce):
    """The questions of one course; free words may be left out."""

    def __init__(self, *args, questions: list[SurveyQuestion], **options):
        super().__init__(*args, **options)
        self.questions = questions
        for question in questions:
            self.fields[self.name_of(question)] = _field(question)

    @staticmethod
    def name_of(question: SurveyQuestion) -> str:
        return f"question_{question.pk}"

    def _answers(self, kind: str) -> dict:
        asked = [each for each in self.questions if each.kind == kind]
        return {each.pk: self.cleaned_data[self.name_of(each)] for each in asked}

    def marks(self) -> dict[int, int]:
        return self._answers(SurveyQuestion.Kind.SCALE)

    def texts(self) -> dict[int, str]:
        return self._answers(SurveyQuestion.Kind.TEXT)


def _field(question: SurveyQuestion) -> forms.Field:
    if question.kind == SurveyQuestion.Kind.TEXT:
        return forms.CharField(
            label=question.words,
            required=False,
            help_text="あなただと分かることは書かないでください。500文字まで。",
            validators=[refuse_unstorable, MaxLetters(500)],
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    return forms.TypedChoiceField(
        label=question.words, coerce=int, choices=list(MARKS.items()), widget=forms.RadioSelect
    )


class RevokeForm(forms.Form):
    reason = short_words("取り消す理由", help_text="本人に知らせ、確認の画面にも出ます。")
