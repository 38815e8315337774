"""What people type about reports, findings, meetings, goals and hours."""

from django import forms

from leaders.forms import choice, day, line, moment
from leaders.meetings import FIELDS as MEETING_FIELDS
from leaders.meetings import Gathering
from leaders.models import Attendance, Goal
from leaders.reporting import FIELDS as REPORT_FIELDS
from leaders.reporting import Told
from portal.files.forms import CheckedFilesField, UploadingForm
from portal.staff.models import StaffMember
from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.markdown_field import MarkdownField

MONTHS = [(month, f"{month}月") for month in [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]]


class ReportFields(forms.Form):
    title = line("件名", 80)
    happened_on = day("活動した日")
    what = MarkdownField(label="したこと", limit=2000)
    effect = MarkdownField(label="効果", limit=1000, required=False)
    minutes_saved = forms.IntegerField(
        label="減った時間（1か月あたりの分）",
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text="測っていないときは空のままにしてください。",
    )
    taught_tool = forms.BooleanField(label="道具の使い方を課に伝えた", required=False)

    @property
    def told(self) -> Told:
        return Told(*(self.cleaned_data[name] for name in REPORT_FIELDS))


class ReportForm(SubmitOnce, ReportFields, UploadingForm):
    files_to_add = CheckedFilesField(label="添付", required=False)


class ChangeReportForm(Versioned, ReportFields):
    compared = REPORT_FIELDS


class FindingForm(SubmitOnce):
    text = forms.CharField(
        label="小さな気づき",
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="280文字まで。例：決裁の前に一度チャットで聞くと、直しが減りました。",
    )


class MeetingFields(forms.Form):
    title = line("名前", 80, help_text="例：11月の定例会")
    starts_at = moment("開始")
    ends_at = moment("終了")
    place = line("場所", 80, required=False)
    is_open = forms.BooleanField(
        label="だれでも見学できる",
        required=False,
        help_text="手を挙げる前の人も参加できます。",
    )
    agenda = MarkdownField(label="議題", limit=3000, required=False)

    def clean(self):
        values = super().clean()
        first, last = values.get("starts_at"), values.get("ends_at")
        if first and last and last <= first:
            self.add_error("ends_at", "終了は、開始より後にしてください。")
        return values

    @property
    def gathering(self) -> Gathering:
        values = {name: self.cleaned_data.get(name, "") for name in MEETING_FIELDS}
        return Gathering(**values)


class MeetingForm(SubmitOnce, MeetingFields):
    pass


class ChangeMeetingForm(Versioned, MeetingFields):
    compared = MEETING_FIELDS

    minutes = MarkdownField(label="議事録", limit=10_000, required=False)


class AnswerForm(forms.Form):
    answer = choice("出欠", Attendance.Answer.choices)


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        section = person.department.name if person.department else "所属なし"
        return f"{person.name}（{section}）"


class PeopleField(forms.ModelMultipleChoiceField):
    label_from_instance = PersonField.label_from_instance


def people(staff) -> object:
    rows = StaffMember.objects.filter(pk__in=[each.pk for each in staff])
    return rows.select_related("department").order_by("reading", "pk")


class CameForm(forms.Form):
    came = PeopleField(
        label="出席した人",
        queryset=StaffMember.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, expected, **options):
        super().__init__(*args, **options)
        self.fields["came"].queryset = people(expected)


class ActionForm(SubmitOnce):
    text = line("すること", 200)
    owner = PersonField(
        label="担当", queryset=StaffMember.objects.none(), empty_label="選んでください"
    )
    due_on = day("期限")

    def __init__(self, *args, expected, **options):
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people(expected)


class GoalForm(SubmitOnce):
    text = line("目標", 200, help_text="例：3月までに、申請の受付を1つオンラインにする")
    due_on = day("ふり返る日")


class ReviewForm(forms.Form):
    result = choice("ふり返り", Goal.Result.choices)
    words = MarkdownField(label="ふり返りの言葉", limit=1000, required=False)


class HoursForm(SubmitOnce):
    on = day("日")
    minutes = forms.IntegerField(label="時間（分）", min_value=1, max_value=24 * 60)
    what = line("内容", 100, required=False)


class TopicForm(SubmitOnce):
    title = line("件名", 80)
    text = MarkdownField(label="本文", limit=3000)


class TopicAnswerForm(SubmitOnce):
    text = MarkdownField(label="返事", limit=3000)


class ManagerForm(forms.Form):
    staff = PersonField(
        label="責任者", queryset=StaffMember.objects.none(), required=False, empty_label="決めない"
    )

    def __init__(self, *args, department, **options):
        super().__init__(*args, **options)
        members = department.members.filter(is_active=True)
        self.fields["staff"].queryset = members.select_related("department").order_by(
            "-is_manager", "reading", "pk"
        )


class DutyForm(SubmitOnce):
    month = forms.TypedChoiceField(label="月", choices=MONTHS, coerce=int)
    text = line("すること", 200)
