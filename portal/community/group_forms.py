"""What people type about groups, themes and polls."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone

from portal.community.forms import name_field, short_text
from portal.community.grouping import EDITED, Activity, Plan
from portal.community.polling import Asked
from portal.community.thinking import Call, Step
from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.markdown_field import MarkdownField

MOST_ANSWERS = 8
LONGEST_POLL = timedelta(days=92)


def day_field(label: str, **options) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class PlanFields(forms.Form):
    name = name_field("名前", 80, help_text="例：窓口の待ち時間を減らす会。80文字まで。")
    mission = MarkdownField(
        label="めざすこと", limit=2000, help_text="だれの、どんな困りごとを、どうしたいか。"
    )
    starts_on = day_field("始める日")
    ends_on = day_field("終える日", required=False, help_text="未定なら空のままにします。")

    def clean(self):
        values = super().clean()
        start, end = values.get("starts_on"), values.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "終える日は、始める日と同じ日か、あとの日にしてください。")
        return values

    @property
    def plan(self) -> Plan:
        return Plan(*(self.cleaned_data[name] for name in EDITED))


class GroupForm(PlanFields, SubmitOnce):
    pass


class GroupEditForm(PlanFields, Versioned):
    compared = EDITED


class CloseForm(forms.Form):
    outcome = MarkdownField(
        label="分かったこと",
        limit=2000,
        required=False,
        help_text="できたこと、できなかったこと、次の人に伝えたいこと。",
    )


class LogForm(SubmitOnce):
    on = day_field("活動した日")
    title = name_field("したこと", 100, help_text="例：窓口の動線を測った。100文字まで。")
    text = MarkdownField(label="くわしく", limit=4000, required=False)

    @property
    def activity(self) -> Activity:
        return Activity(*(self.cleaned_data[name] for name in Activity._fields))


class ThemeForm(SubmitOnce):
    title = name_field("テーマ", 100, help_text="例：電話の取り次ぎを半分にするには。100文字まで。")
    question = MarkdownField(
        label="問いかけ", limit=2000, help_text="いま困っていることと、ほしいアイデア。"
    )
    ideas_until = day_field("アイデアの締め切り", help_text="この日までアイデアを出せます。")
    votes_until = day_field("投票の締め切り", help_text="この日まで投票できます。")

    def clean(self):
        values = super().clean()
        ideas, votes = values.get("ideas_until"), values.get("votes_until")
        if ideas and ideas < timezone.localdate():
            self.add_error("ideas_until", "今日か、今日よりあとの日にしてください。")
        if ideas and votes and votes <= ideas:
            self.add_error("votes_until", "アイデアの締め切りよりあとの日にしてください。")
        return values

    @property
    def call(self) -> Call:
        return Call(*(self.cleaned_data[name] for name in Call._fields))


class ThemeIdeaForm(SubmitOnce):
    title = name_field("アイデア", 100, help_text="1文で。100文字まで。")
    text = MarkdownField(label="くわしく", limit=2000, required=False)


class StepForm(SubmitOnce):
    what = name_field("次にすること", 200, help_text="例：1つの窓口で2週間試す。200文字まで。")
    who = name_field("だれが", 100, help_text="課や担当の名前。100文字まで。")
    due_on = day_field("いつまでに", required=False, help_text="未定なら空のままにします。")

    @property
    def step(self) -> Step:
        return Step(*(self.cleaned_data[name] for name in Step._fields))


class PollForm(SubmitOnce):
    question = name_field("質問", 200, help_text="1つだけ聞きます。200文字まで。")
    answers = short_text("答え", 900, help_text=f"1行に1つ、2つから{MOST_ANSWERS}つまで。")
    names = forms.ChoiceField(
        label="名前",
        choices=[
            ("no", "無記名（だれが何を選んだかは、どこにも残りません）"),
            ("yes", "記名（だれが何を選んだかが、全員に見えます）"),
        ],
        initial="no",
        widget=forms.RadioSelect,
    )
    closes_on = day_field("締め切り", help_text="この日の終わりまで回答できます。3か月以内。")

    def clean_answers(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["answers"].splitlines()]
        answers = list(dict.fromkeys(line for line in lines if line))
        if not 2 <= len(answers) <= MOST_ANSWERS:
            raise forms.ValidationError(f"違う答えを、2から{MOST_ANSWERS}つ入力してください。")
        if any(len(answer) > 100 for answer in answers):
            raise forms.ValidationError("1つの答えは100文字までにしてください。")
        return answers

    def clean_closes_on(self) -> datetime:
        day, today = self.cleaned_data["closes_on"], timezone.localdate()
        if not today <= day <= today + LONGEST_POLL:
            raise forms.ValidationError("今日から3か月以内の日にしてください。")
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))

    @property
    def asked(self) -> Asked:
        values = self.cleaned_data
        return Asked(
            values["question"], values["answers"], values["names"] == "no", values["closes_on"]
        )


class AnswerForm(forms.Form):
    choice = forms.ModelChoiceField(None, label="答え", widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args, poll, **options):
        super().__init__(*args, **options)
        self.fields["choice"].queryset = poll.choices.order_by("position")
        self.fields["choice"].label_from_instance = lambda choice: choice.words
