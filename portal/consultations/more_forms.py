"""What is typed about ideas, advisers, hearings and procedures."""

from datetime import datetime

from django import forms
from django.db.models import Q
from django.utils import timezone

from portal.consultations.advising import PIECES, Scope
from portal.consultations.cases import case_of
from portal.consultations.forms import refuse_my_number, text_field
from portal.consultations.ideas import TEXTS
from portal.consultations.models import Consultation, Hearing, Idea
from portal.consultations.models.idea import MEASURES
from portal.consultations.retelling import Retold
from portal.consultations.surveying import HEARD
from portal.files.forms import CheckedFileField, UploadingForm
from portal.files.kinds import Allowance
from portal.staff.models import Department, StaffMember
from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.markdown_field import MarkdownField
from portal.ui.storable import MaxLetters, refuse_unstorable

LISTS = Allowance(("csv", "xlsx"), count=1)


def line(label: str, limit: int, **options) -> forms.CharField:
    return forms.CharField(
        label=label,
        validators=[refuse_unstorable, MaxLetters(limit), refuse_my_number],
        max_length=limit,
        **options,
    )


def count_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=1_000_000)


class IdeaForm(Versioned):
    """One run of the work, before and after. What nobody counted stays empty."""

    compared = TEXTS

    title = line("題", 80, help_text="例：転入届の写しを1枚にする")
    now_words = text_field("いまのやり方と困りごと", 2000)
    change_words = text_field("どう変えるか", 2000, required=False)
    yearly = count_field("年に何回ありますか")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for code, label in MEASURES.items():
            for when, words in (("before", "いま"), ("after", "変えたあと")):
                name = f"{when}_{code}"
                self.fields[name] = count_field(f"{label}：{words}")
                self.initial.setdefault(name, self.initial.get(name))

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.compared}


class RetellForm(SubmitOnce):
    """An answer told again, for everybody. Whoever writes it says that no name is left."""

    title = line("題（何をしたかが分かる一文）", 100)
    trouble = text_field("困りごと", 4000)
    answer = text_field("どうしたか", 4000)
    effect = text_field(
        "どうなったか", 2000, required=False, help_text="分からないときは空のままに。"
    )
    is_redacted = forms.BooleanField(
        label="名前、課、番号など、だれのことか分かる言葉がないことを確かめました"
    )

    def retold(self) -> Retold:
        return Retold(**{name: self.cleaned_data[name] for name in Retold._fields})


class NewIdeaForm(SubmitOnce, IdeaForm):
    """``case`` is the published case that brought somebody to the idea."""

    case = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, row=Idea(), **options)

    def values(self) -> dict:
        case = case_of(self.cleaned_data["case"])
        begun = {"case_reference": str(case.pk), "case_title": case.title} if case else {}
        return super().values() | begun


class DecideForm(forms.Form):
    is_adopted = forms.TypedChoiceField(
        label="決定",
        choices=[("yes", "採用する"), ("no", "見送る")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    answer = text_field("お礼と理由", 1000, help_text="考えた人に届きます。")


class EffectForm(forms.Form):
    effect = text_field("やってみた効果", 2000, help_text="数字が分かれば数字で。")


class OutcomeForm(forms.Form):
    """What came of trying out a case. Whoever writes it says that no name is left."""

    words = text_field(
        "試した結果", 1000, help_text="例：会議の紙が半分になった。事例のページで全職員が読みます。"
    )
    is_redacted = forms.BooleanField(
        label="名前、番号など、だれのことか分かる言葉がないことを確かめました"
    )


class PacketForm(SubmitOnce):
    """The scope sheet: a narrow task, the expected record, who interprets it."""

    username = line(
        "助言者のユーザー名",
        150,
        help_text="外部の助言者のアカウント。システム管理者が登録します。",
    )
    organisation = line("所属する団体", 100, help_text="例：GovTech東京")
    task = text_field("頼むこと（1つに絞る）", 500, rows=3)
    expected_record = text_field("受け取る記録", 500, help_text="例：くらべた表と理由。", rows=3)
    interpreter = line("結果を読み解く人", 100, help_text="例：DX課 鈴木")
    pieces = forms.MultipleChoiceField(
        label="見せるもの",
        choices=list(PIECES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="要るものだけを選びます。内部メモとファイルは見せません。",
    )
    expires_on = forms.DateField(
        label="いつまで", widget=forms.DateInput(attrs={"type": "date"}), help_text="例：2026-12-18"
    )

    def __init__(self, *args, consultation: Consultation, **options):
        super().__init__(*args, **options)
        self.asker_id = consultation.asker_id

    def clean_username(self) -> StaffMember:
        people = StaffMember.objects.filter(is_active=True).exclude(pk=self.asker_id)
        found = people.filter(username=self.cleaned_data["username"].strip()).first()
        if found is None:
            raise forms.ValidationError("このユーザー名のアカウントはありません。")
        return found

    def scope(self) -> Scope:
        values = self.cleaned_data | {"pieces": tuple(self.cleaned_data["pieces"])}
        return Scope(**{name: values[name] for name in Scope._fields})


class ResultForm(forms.Form):
    result = MarkdownField(label="助言の結果", limit=4000, validators=[refuse_my_number])


class RoundForm(SubmitOnce):
    name = line("ヒアリングの名前", 80, help_text="例：令和8年度 前期")
    sheet = text_field("聞くこと", 2000, help_text="1行に1つ。")
    departments = forms.MultipleChoiceField(label="課", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.rooms = {str(each.pk): each for each in Department.objects.on(timezone.localdate())}
        self.fields["departments"].choices = [(pk, room.name) for pk, room in self.rooms.items()]

    def clean_departments(self) -> list[Department]:
        return [self.rooms[pk] for pk in self.cleaned_data["departments"]]


class HearingForm(Versioned):
    compared = HEARD

    scheduled_at = forms.DateTimeField(
        label="予定の日時", required=False, help_text="例：2026-12-04 10:00"
    )
    place = line("場所", 80, required=False)
    held_on = forms.DateField(label="行った日", required=False, help_text="例：2026-12-04")
    minutes = text_field("記録", 8000, required=False, rows=10)

    def __init__(self, *args, row: Hearing, **options):
        planned = row.scheduled_at and timezone.localtime(row.scheduled_at)
        first = {"scheduled_at": f"{planned:%Y-%m-%d %H:%M}" if planned else ""}
        super().__init__(*args, row=row, initial=first, **options)

    def values(self) -> dict[str, str | datetime]:
        return {name: self.cleaned_data[name] for name in self.compared}


class WishForm(SubmitOnce):
    words = line("要望", 200)


class InventoryForm(SubmitOnce, UploadingForm):
    file = CheckedFileField(label="手続きの一覧", allowance=LISTS)


class ProcedureFilter(forms.Form):
    """What narrows the inventory; nothing here is ever an error."""

    q = forms.CharField(required=False, max_length=100)
    online = forms.CharField(required=False, max_length=8)
    often = forms.BooleanField(required=False)

    def narrowed(self, rows):
        values = self.cleaned_data if self.is_valid() else {}
        if words := values.get("q"):
            rows = rows.filter(Q(name__icontains=words) | Q(department__name__icontains=words))
        if values.get("online"):
            rows = rows.filter(online=values["online"])
        return rows.filter(yearly__gte=100) if values.get("often") else rows
