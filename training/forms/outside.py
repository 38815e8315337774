"""Learning outside, and what a course was used for."""

from django import forms

from portal.submitting.forms import SubmitOnce
from portal.ui.markdown_field import MarkdownField
from portal.ui.storable import MaxLetters, refuse_unstorable
from training.forms.seats import short_words
from training.models import Course, Exam, FollowUp, OutsideRecord

Kind = OutsideRecord.Kind


class OutsideForm(SubmitOnce):
    kind = forms.ChoiceField(label="種類", choices=Kind.choices, widget=forms.RadioSelect)
    exam = forms.ChoiceField(
        label="試験",
        choices=[("", "選んでください"), *Exam.choices],
        required=False,
        help_text="試験の合格のときに選びます。",
    )
    course = forms.ModelChoiceField(
        label="カタログの科目",
        queryset=Course.objects.live().order_by("title"),
        required=False,
        empty_label="当てはまる科目はない",
        help_text="選ぶと、確認のあとでその科目を修了したことになります。",
    )
    title = short_words("教材の名前", required=False)
    done_on = forms.DateField(
        label="修了・合格した日", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = short_words(
        "確かめられるもの", required=False, help_text="例：修了画面を研修担当に見せた"
    )

    def clean(self):
        values = super().clean()
        if values.get("kind") == Kind.EXAM and not values.get("exam"):
            self.add_error("exam", "試験を選んでください。")
        if values.get("kind") == Kind.LEARNING:
            values["exam"] = ""
            if not values.get("title") and not values.get("course"):
                self.add_error("title", "教材の名前を入れるか、科目を選んでください。")
        if values.get("kind") == Kind.EXAM:
            values["course"] = None
        return values

    def values(self) -> dict:
        names = ["kind", "exam", "course", "title", "done_on", "evidence"]
        return {name: self.cleaned_data[name] for name in names}


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label="どうしますか",
        choices=[("confirm", "確かめた"), ("return", "差し戻す")],
        widget=forms.RadioSelect,
    )
    reason = short_words("差し戻す理由", required=False)

    def clean(self):
        values = super().clean()
        if values.get("decision") == "return" and not values.get("reason"):
            self.add_error("reason", "差し戻す理由を入力してください。")
        return values


class FollowUpForm(forms.Form):
    use = forms.ChoiceField(
        label="仕事で使えましたか", choices=FollowUp.Use.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="何に使えましたか",
        required=False,
        help_text="研修担当とDX課が読み、次の計画に使います。500文字まで。",
        validators=[refuse_unstorable, MaxLetters(500)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoteForm(SubmitOnce):
    body = MarkdownField(label="この回の記録", limit=2000, help_text="参加した人が読めます。")


class AskForm(SubmitOnce):
    words = MarkdownField(label="質問", limit=1000, help_text="参加する人と研修担当が読めます。")


class ReplyForm(forms.Form):
    words = MarkdownField(label="答え", limit=1000)
