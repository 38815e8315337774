"""A session as the trainer types it, and a course of the catalogue."""

from datetime import datetime

from django import forms
from django.utils import timezone

from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.storable import MaxLetters, refuse_unstorable
from training.models import Audience, Course, Session, Tier
from training.running import PLAIN, Times

MEETINGS = 6
MOMENT = "%Y-%m-%dT%H:%M"


def _moment(label: str, **options) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[MOMENT], **options)


def _text(label: str, limit: int, **options) -> forms.CharField:
    checks = [refuse_unstorable, MaxLetters(limit)]
    return forms.CharField(label=label, required=False, validators=checks, **options)


class SessionFields(forms.Form):
    title = _text("回の名前", 60, help_text="例：第1回、午前の部")
    place = _text("会場", 100)
    online_address = forms.URLField(
        label="オンラインのアドレス", required=False, assume_scheme="https"
    )
    capacity = forms.IntegerField(label="定員", min_value=1, max_value=9999)
    booking_opens_at = _moment("受付開始")
    booking_closes_at = _moment("受付終了")
    cancel_until = _moment("本人が取り消せる期限", help_text="そのあとは、研修担当が取り消します。")
    audience = forms.MultipleChoiceField(
        label="対象",
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="選ばなければ、全職員が対象です。",
    )
    section_cap = forms.IntegerField(
        label="1つの課から申し込める人数",
        required=False,
        min_value=1,
        help_text="空なら、上限はありません。",
    )
    section_cap_until = forms.DateField(
        label="上限をなくす日",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="この日から、どの課の人も残りの席に申し込めます。",
    )
    equipment = _text("機材", 500, widget=forms.Textarea(attrs={"rows": 2}))
    bring = _text("持ち物・準備", 500, widget=forms.Textarea(attrs={"rows": 2}))
    partners = _text("合同で行う自治体", 200)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for number in range(1, MEETINGS + 1):
            self._add_meeting(number)

    def _add_meeting(self, number: int) -> None:
        required = number == 1
        day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        clock = {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}
        named = f"{number}日目の"
        self.fields[f"day_{number}"] = forms.DateField(
            label=f"{named}日", required=required, widget=day
        )
        self.fields[f"from_{number}"] = forms.TimeField(
            label=f"{named}開始", required=required, **clock
        )
        self.fields[f"to_{number}"] = forms.TimeField(
            label=f"{named}終了", required=required, **clock
        )

    def first_meeting(self):
        return [self[f"{part}_1"] for part in ("day", "from", "to")]

    def more_meetings(self):
        numbers = range(2, MEETINGS + 1)
        return [self[f"{part}_{number}"] for number in numbers for part in ("day", "from", "to")]

    def plain_fields(self):
        return [self[name] for name in SessionFields.base_fields]

    def clean(self):
        values = super().clean()
        if self.errors:
            return values
        values["meetings"] = self._meetings(values)
        self._check_order(values)
        return values

    def _meetings(self, values) -> list[Times]:
        found = []
        for number in range(1, MEETINGS + 1):
            parts = [values.get(f"{part}_{number}") for part in ("day", "from", "to")]
            if any(parts) and not all(parts):
                self.add_error(f"day_{number}", "日、開始、終了の3つを入力してください。")
            elif all(parts):
                day, start, end = parts
                if end <= start:
                    self.add_error(f"to_{number}", "終了は、開始より後にしてください。")
                times = [timezone.make_aware(datetime.combine(day, at)) for at in (start, end)]
                found.append(Times(*times))
        return sorted(found)

    def _check_order(self, values) -> None:
        opens, closes = values["booking_opens_at"], values["booking_closes_at"]
        cancel, meetings = values["cancel_until"], values["meetings"]
        if closes <= opens:
            self.add_error("booking_closes_at", "受付終了は、受付開始より後にしてください。")
        if meetings and closes > meetings[0].starts_at:
            self.add_error("booking_closes_at", "受付終了は、研修の開始までにしてください。")
        if meetings and cancel > meetings[0].starts_at:
            self.add_error("cancel_until", "取り消しの期限は、研修の開始までにしてください。")

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in [*PLAIN, "capacity"]}


class NewSessionForm(SessionFields, SubmitOnce):
    pass


class SessionForm(SessionFields, Versioned):
    """Its times are those of its meetings: a change of one of them changes the session, too."""

    compared = [*PLAIN, "capacity"]

    def __init__(self, *args, row: Session, **options):
        super().__init__(*args, row=row, initial=_times(row), **options)


def _times(session: Session) -> dict:
    values = {}
    for number, meeting in enumerate(session.meetings.all()[:MEETINGS], start=1):
        start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        values |= {f"day_{number}": start.date(), f"from_{number}": start.time()}
        values |= {f"to_{number}": end.time()}
    return values


class CourseFields(forms.ModelForm):
    class Meta:
        model = Course
        fields = [
            "title", "reading", "aim", "topic", "form", "minutes", "for_everyone", "for_new",
            "for_general", "for_manager", "for_leader", "for_support", "is_compulsory", "due_on",
            "prerequisites", "materials", "covers", "lecturers", "gives_certificate", "source",
            "is_live",
        ]  # fmt: skip
        widgets = {
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "aim": forms.Textarea(attrs={"rows": 3}),
            "prerequisites": forms.Textarea(attrs={"rows": 2}),
            "materials": forms.Textarea(attrs={"rows": 2}),
            "source": forms.Textarea(attrs={"rows": 2}),
            "covers": forms.CheckboxSelectMultiple,
            "lecturers": forms.CheckboxSelectMultiple,
        }
        labels = {f"for_{tier}": f"対象：{tier.label}" for tier in Tier}
        help_texts = {
            "is_compulsory": "対象の人に自動で知らせます。席は、本人が回を選んで申し込みます。",
            "due_on": "必須のときの修了の期限。あとから対象になった人には、30日より短くしません。",
            "covers": "スキルチェックで低かった人に、この科目をすすめます。",
            "minutes": "分からないときは、空のままにしてください（未入力と出ます）。",
        }


class NewCourseForm(SubmitOnce, CourseFields):
    pass


class CourseForm(Versioned, CourseFields):
    """What belongs to other rows (スキル, 講師) is chosen anew by whoever saves last."""

    compared = [name for name in CourseFields.Meta.fields if name not in ("covers", "lecturers")]

    def __init__(self, *args, row: Course, **options):
        super().__init__(*args, row=row, instance=row, **options)


class RepeatForm(SubmitOnce):
    days = forms.IntegerField(label="何日後に開きますか", min_value=1, max_value=366, initial=7)


class SeriesForm(SubmitOnce):
    """How many sessions, how far apart. Which of them are made is chosen from the preview."""

    count = forms.IntegerField(
        label="いくつ作りますか", min_value=1, max_value=20, initial=4, help_text="20回まで。"
    )
    weeks = forms.IntegerField(
        label="何週おきですか", min_value=1, max_value=8, initial=1, help_text="1は毎週です。"
    )
    opens = forms.BooleanField(
        label="作ってすぐ公開する",
        required=False,
        help_text="選ばなければ、準備中の回として作ります。",
    )
