"""Forms of reviews, OODA notes, decisions and surveys."""

from django import forms

from portal.kpi.boards import definitions
from portal.kpi.forms import text
from portal.kpi.models import Answer, Decision, Question, Review
from portal.kpi.reviewing import NEXT, Said
from portal.staff.models import Department
from portal.submitting.forms import SubmitOnce
from portal.ui.storable import MaxLetters, refuse_unstorable

MOST_QUESTIONS = 30


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class ReviewForm(SubmitOnce):
    rating = forms.ChoiceField(
        label="評価", choices=Review.Rating.choices, widget=forms.RadioSelect
    )
    words = text("理由", 1000, rows=4, help_text="数値から分かること。うまくいったこと、妨げ。")
    next_step = text("次にすること", 1000, rows=3, required=False)

    def said(self) -> Said:
        return Said(*(self.cleaned_data[name] for name in Said._fields))


class OodaForm(SubmitOnce):
    indicator = forms.ChoiceField(label="関わる指標", required=False)
    observe = text("観察（何を見たか）", 1000, rows=3)
    orient = text("情勢判断（どう見るか）", 1000, rows=3)
    decide = text("意思決定（何をすると決めたか）", 1000, rows=3)
    act = text("行動（何をしたか）", 1000, rows=3, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        rows = [(str(row.indicator_id), row.name) for row in definitions()]
        self.fields["indicator"].choices = [("", "なし"), *rows]

    def values(self) -> dict:
        names = ("observe", "orient", "decide", "act")
        indicator = self.cleaned_data["indicator"]
        return {name: self.cleaned_data[name] for name in names} | {
            "indicator_id": int(indicator) if indicator else None
        }


class DecisionForm(SubmitOnce):
    title = text("決定したこと", 200)
    decided_on = forms.DateField(label="決定日", widget=DayInput)
    words = text("内容", 2000, rows=5, required=False)
    department = forms.ModelChoiceField(
        Department.objects.filter(ends_on=None), label="担当課", required=False, empty_label="未定"
    )
    due_on = forms.DateField(label="期限", widget=DayInput, required=False)

    def clean(self):
        values = super().clean()
        decided_on, due_on = values.get("decided_on"), values.get("due_on")
        if decided_on and due_on and due_on < decided_on:
            self.add_error("due_on", "期限は、決定日か、そのあとの日にしてください。")
        return values

    def values(self) -> dict:
        names = ("title", "decided_on", "words", "department", "due_on")
        return {name: self.cleaned_data[name] for name in names}


class FollowUpForm(SubmitOnce):
    state = forms.ChoiceField(label="いまの状態", widget=forms.RadioSelect)
    words = text("経過", 1000, rows=3)

    def __init__(self, *args, decision: Decision, **options):
        super().__init__(*args, **options)
        allowed = NEXT[decision.state]
        self.fields["state"].choices = [
            each for each in Decision.State.choices if each[0] in allowed
        ]


class SurveyForm(SubmitOnce):
    """Questions are typed one per line; ``cleaned_data["questions"]`` is their list."""

    title = text("名前", 100)
    purpose = text("目的", 500, rows=2, help_text="回答する人に見せます。")
    questions = forms.CharField(
        label="質問",
        widget=forms.Textarea(attrs={"rows": 8}),
        validators=[refuse_unstorable],
        help_text="1行に1つ。「そう思う」から「そう思わない」の5段階で答えられる文にします。"
        "一度聞いた質問は、年度をまたいで比べられるように、変えられません。",
    )

    def clean_questions(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["questions"].splitlines()]
        lines = [line for line in lines if line]
        if not 1 <= len(lines) <= MOST_QUESTIONS:
            raise forms.ValidationError(f"質問は1から{MOST_QUESTIONS}までにしてください。")
        for line in lines:
            MaxLetters(200)(line)
        return lines


class RoundForm(SubmitOnce):
    opens_on = forms.DateField(label="受付の初日", widget=DayInput)
    closes_on = forms.DateField(label="受付の最終日", widget=DayInput)


class AnswerForm(forms.Form):
    """One choice per question. Nothing is chosen beforehand. ``answers()`` by question."""

    def __init__(self, *args, questions: list[Question], **options):
        super().__init__(*args, **options)
        for question in questions:
            self.fields[f"question_{question.pk}"] = forms.TypedChoiceField(
                label=question.text, choices=Answer.choices, coerce=int, widget=forms.RadioSelect
            )

    def answers(self) -> dict[int, int]:
        return {
            int(name.removeprefix("question_")): choice
            for name, choice in self.cleaned_data.items()
        }
