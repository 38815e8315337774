"""What officers type."""

from datetime import datetime, time

from django import forms
from django.utils import timezone

from portal.consultations.desk import FACTS, Facts
from portal.consultations.forms import refuse_my_number
from portal.consultations.models import Consultation, ReplyTemplate
from portal.consultations.people import leaders, officers
from portal.consultations.vocabulary import CHECKLISTS, NEXT, Kind, Priority, Status
from portal.files.forms import CheckedFilesField, UploadingForm
from portal.staff.models import StaffMember
from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.markdown_field import MarkdownField
from portal.ui.storable import MaxLetters, refuse_unstorable

NOTE, PUBLIC = "note", "public"
CLOSES = time(17, 15)
TAGS, TAG_LETTERS = 10, 30


class OfficerField(forms.ChoiceField):
    """An officer of today, by name."""

    def __init__(self, **options):
        super().__init__(**options)
        self.officers: dict[str, StaffMember] = {}

    def offer(self, people) -> None:
        self.officers = {str(each.pk): each for each in people}
        self.choices = [("", "選んでください"), *((pk, p.name) for pk, p in self.officers.items())]

    def clean(self, value) -> StaffMember | None:
        return self.officers.get(super().clean(value))


class WriteForm(SubmitOnce, UploadingForm):
    """A note of the desk, unless it is said twice that the asker shall read it."""

    to = forms.ChoiceField(
        label="だれが読む文章ですか",
        choices=[(NOTE, "内部メモ（相談者には見えません）"), (PUBLIC, "相談者への返事")],
        widget=forms.RadioSelect,
        initial=NOTE,
    )
    body = MarkdownField(label="文章", limit=8000, validators=[refuse_my_number])
    files = CheckedFilesField(label="添えるファイル", required=False)
    then = forms.ChoiceField(label="返事のあとの状態", required=False)
    is_sure = forms.BooleanField(
        label="相談者に見えることを確かめました（返事のとき）", required=False
    )

    def __init__(self, *args, consultation: Consultation, **options):
        super().__init__(*args, **options)
        status = Status(consultation.status)
        offered = [Status.IN_PROGRESS, Status.WAITING, Status.ANSWERED]
        allowed = [each for each in offered if each == status or each in NEXT[status]]
        self.fields["then"].choices = [(each, each.label) for each in allowed]

    def clean(self):
        values = super().clean()
        if values.get("to") == PUBLIC and not values.get("is_sure"):
            self.add_error(
                "is_sure", "返事は相談者に見えます。よければ確かめた印を付けてください。"
            )
        if values.get("to") == PUBLIC and not values.get("then"):
            self.add_error("then", "返事のあとの状態を選んでください。")
        return values


class FactsForm(Versioned):
    """Kind, priority, an agreed day, and tags."""

    compared = FACTS

    kind = forms.ChoiceField(label="種類", choices=Kind.choices)
    priority = forms.ChoiceField(label="優先度", choices=Priority.choices)
    agreed_due_at = forms.DateField(
        label="相談者と約束した日",
        required=False,
        help_text="空のときは、種類と優先度から計算した期限です。例：2026-12-04",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    tags = forms.CharField(
        label="タグ", required=False, max_length=200, help_text="「、」で区切ります。10個まで。"
    )

    def __init__(self, *args, row: Consultation, **options):
        tags = "、".join(tag.name for tag in row.tags.all())
        due = timezone.localdate(row.agreed_due_at) if row.agreed_due_at else None
        first = {"tags": tags, "agreed_due_at": due}
        super().__init__(*args, row=row, initial=first, **options)

    def clean_agreed_due_at(self) -> datetime | None:
        day = self.cleaned_data["agreed_due_at"]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, CLOSES))

    def clean_tags(self) -> tuple[str, ...]:
        typed = self.cleaned_data["tags"].replace(",", "、").split("、")
        names = tuple(dict.fromkeys(name.strip() for name in typed if name.strip()))
        if len(names) > TAGS or any(len(name) > TAG_LETTERS for name in names):
            raise forms.ValidationError("タグは10個まで、1つ30文字までにしてください。")
        return names

    def facts(self) -> Facts:
        return Facts(**{name: self.cleaned_data[name] for name in Facts._fields})


class AssignForm(forms.Form):
    """``seen`` is the assignee whom the officer saw on the page."""

    to = OfficerField(label="担当にする人")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, consultation: Consultation, **options):
        first = {"seen": consultation.assignee_id}
        super().__init__(*args, initial=first, **options)
        self.fields["to"].offer(consultation.desk_readers())


class NameForm(forms.Form):
    """One more officer who may read a confidential consultation."""

    officer = OfficerField(label="読める担当者に加える人")

    def __init__(self, *args, consultation: Consultation, **options):
        super().__init__(*args, **options)
        everybody = officers(timezone.localdate()).exclude(pk=consultation.asker_id)
        self.fields["officer"].offer(everybody.exclude(pk__in=consultation.named.values("pk")))


class HideForm(forms.Form):
    """The officers who may go on reading. Who works on it now is proposed."""

    named = forms.MultipleChoiceField(label="読める担当者", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, consultation: Consultation, **options):
        super().__init__(*args, **options)
        people = officers(timezone.localdate()).exclude(pk=consultation.asker_id)
        self.officers = {str(each.pk): each for each in people}
        self.fields["named"].choices = [(pk, each.name) for pk, each in self.officers.items()]
        if consultation.assignee_id:
            self.fields["named"].initial = [str(consultation.assignee_id)]

    def readers(self) -> list[StaffMember]:
        return [self.officers[pk] for pk in self.cleaned_data["named"]]


class ReasonForm(forms.Form):
    """Why something is taken out."""

    reason = forms.CharField(
        label="理由", max_length=200, validators=[refuse_unstorable, refuse_my_number]
    )


class ShareForm(forms.Form):
    """A DX leader, those of the asker's own section first."""

    leader = OfficerField(label="DXリーダー")

    def __init__(self, *args, consultation: Consultation, **options):
        super().__init__(*args, **options)
        people = leaders(timezone.localdate()).exclude(pk=consultation.asker_id)
        room = consultation.department_id
        self.fields["leader"].offer(sorted(people, key=lambda each: each.department_id != room))
        self.has_leaders = bool(people)


class NumberForm(forms.Form):
    """Another consultation, by its number."""

    number = forms.IntegerField(label="相談の番号", min_value=1, max_value=2**63 - 1)


class MergeForm(NumberForm):
    words = MarkdownField(
        label="この相談の相談者への返事",
        limit=2000,
        help_text="まとめた先の中身は、この相談者には見えません。",
        validators=[refuse_my_number],
    )


class TickForm(forms.Form):
    items = forms.MultipleChoiceField(
        label="済んだ項目", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, consultation: Consultation, **options):
        ticked = list(consultation.ticks.values_list("item", flat=True))
        super().__init__(*args, initial={"items": ticked}, **options)
        self.fields["items"].choices = list(CHECKLISTS[consultation.kind].items())


class StatusForm(forms.Form):
    to = forms.ChoiceField(label="次の状態")

    def __init__(self, *args, consultation: Consultation, **options):
        super().__init__(*args, **options)
        allowed = [each for each in Status if each in NEXT[Status(consultation.status)]]
        self.fields["to"].choices = [(each, each.label) for each in allowed]


class AssignManyForm(forms.Form):
    to = OfficerField(label="担当にする人")
    pks = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args, rows, **options):
        super().__init__(*args, **options)
        self.fields["to"].offer(officers(timezone.localdate()))
        self.fields["pks"].choices = [(pk, pk) for pk in rows.values_list("pk", flat=True)]


class HandOverForm(SubmitOnce):
    person = OfficerField(label="だれの相談を")
    to = OfficerField(label="だれに引き継ぐ")

    def __init__(self, *args, holders, **options):
        super().__init__(*args, **options)
        self.fields["person"].offer(holders)
        self.fields["to"].offer(officers(timezone.localdate()))

    def clean(self):
        values = super().clean()
        if values.get("person") and values["person"] == values.get("to"):
            self.add_error("to", "引き継ぐ相手には、別の人を選んでください。")
        return values


class NoteForm(Versioned):
    compared = ["body"]
    body = MarkdownField(label="内部メモ", limit=8000, validators=[refuse_my_number])


class ClosedDayForm(SubmitOnce):
    on = forms.DateField(
        label="閉庁日", widget=forms.DateInput(attrs={"type": "date"}), help_text="例：2026-12-28"
    )
    reason = forms.CharField(
        label="理由", max_length=40, validators=[refuse_unstorable], help_text="例：システムの更新"
    )


class TemplateForm(Versioned):
    compared = ["title", "kind", "body"]
    title = forms.CharField(label="題", max_length=60, validators=[refuse_unstorable])
    kind = forms.ChoiceField(
        label="種類", required=False, choices=[("", "すべての種類"), *Kind.choices]
    )
    body = forms.CharField(
        label="文章",
        validators=[refuse_unstorable, MaxLetters(4000)],
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.compared}


class NewTemplateForm(SubmitOnce, TemplateForm):
    def __init__(self, *args, **options):
        super().__init__(*args, row=ReplyTemplate(), **options)
