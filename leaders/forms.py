"""What people type about the programme, calls, hands and terms."""

from django import forms
from django.db.models import Q

from leaders.leaving import Farewell
from leaders.models import Appointment, LeaderProfile, Pause, Programme, SelfNomination
from leaders.nominating import FIELDS as HAND_FIELDS
from leaders.nominating import Hand
from leaders.programme import FIELDS as PROGRAMME_FIELDS
from leaders.recruitment import FIELDS as WINDOW_FIELDS
from leaders.recruitment import WindowPlan
from leaders.renewing import NextPlan
from leaders.terms import Ending, Rest
from portal.personal.purposes import purpose_sentence
from portal.staff.models import Department, StaffMember
from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.markdown_field import MarkdownField
from portal.ui.storable import refuse_unstorable

MONTHS = [(month, f"{month}月") for month in [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format="%Y-%m-%dT%H:%M")


def day(label: str, **options) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput, **options)


def moment(label: str, **options) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, widget=MomentInput, **options)


def line(label: str, length: int, **options) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, validators=[refuse_unstorable], **options
    )


def choice(label: str, choices, **options) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


class ProgrammeForm(Versioned):
    compared = PROGRAMME_FIELDS

    role_name = line("役割の呼び名", 30, help_text="例：DXリーダー、DX推進員、デジタル推進員")
    plan_name = line("計画の名前", 60)
    plan_ends_on = day(
        "計画の最終日",
        help_text="新しい任期は、ふつうこの日に終わります。任命済みの任期は変わりません。",
    )
    months = forms.TypedMultipleChoiceField(
        label="募集する月",
        choices=MONTHS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="はじめの4月と9月は、福井県あわら市の例による案です。",
    )
    open_to = choice("申し出られる人", Programme.OpenTo.choices)
    department_codes = forms.MultipleChoiceField(
        label="対象の部署",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="1つも選ばないと、すべての部署が対象です。",
    )
    promise = forms.CharField(
        label="本人との約束",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        validators=[refuse_unstorable],
        help_text="申し出るときに読み、守ると約束してもらいます。",
    )
    heads = choice("所属長への連絡", Programme.Heads.choices)

    role_sheet = MarkdownField(label="役割の説明", limit=3000, required=False)
    starter_kit = MarkdownField(label="はじめの一歩", limit=3000, required=False)
    hours_cap = forms.IntegerField(
        label="1か月の活動時間の目安（時間）",
        required=False,
        min_value=1,
        max_value=200,
        help_text="空のままなら、目安を示しません。",
    )
    report_every = forms.IntegerField(
        label="活動報告の間隔（日）",
        required=False,
        min_value=7,
        max_value=366,
        help_text="この日数のあいだ報告のないリーダーに、月に1度だけ知らせます。空なら知らせません。",
    )

    def __init__(self, *args, on, **options):
        super().__init__(*args, **options)
        sections = Department.objects.on(on).order_by("code").values_list("code", "name")
        self.fields["department_codes"].choices = [
            (code, f"{code} {name}") for code, name in sections
        ]


class WindowFields(forms.Form):
    """The fields of a call, for a new one and for changing one."""

    title = line("募集の名前", 60, help_text="例：令和8年度 秋の募集")
    message = MarkdownField(label="呼びかけの文章", limit=2000, required=False)
    announce_on = day("お知らせする日", help_text="この日に全職員へ知らせます。")
    opens_at = moment("受付の開始")
    closes_at = moment("受付の締切", help_text="この時刻から申し出られません。3日前に知らせます。")
    term_starts_on = day("任期の初日")
    term_ends_on = day("任期の最終日", help_text="ふつうは計画の最終日です。")

    def clean(self):
        values = super().clean()
        self._in_order("opens_at", "closes_at", "受付の締切は、開始より後にしてください。")
        self._in_order(
            "term_starts_on", "term_ends_on", "任期の最終日は、初日より後の日にしてください。"
        )
        return values

    def _in_order(self, first, last, words):
        values = self.cleaned_data
        if values.get(first) and values.get(last) and values[last] <= values[first]:
            self.add_error(last, words)

    @property
    def plan(self) -> WindowPlan:
        return WindowPlan(*(self.cleaned_data[name] for name in WINDOW_FIELDS))


class NewWindowForm(SubmitOnce, WindowFields):
    pass


class WindowForm(Versioned, WindowFields):
    compared = WINDOW_FIELDS


class NextPlanForm(NewWindowForm):
    plan_name = line("次の計画の名前", 60)
    plan_ends_on = day("次の計画の最終日", help_text="新しい計画で決まった日を入れてください。")
    field_order = ["plan_name", "plan_ends_on", *WINDOW_FIELDS]

    @property
    def next_plan(self) -> NextPlan:
        values = self.cleaned_data
        return NextPlan(values["plan_name"], values["plan_ends_on"], self.plan)


class HandFields(forms.Form):
    motive = MarkdownField(label="申し出た理由", limit=1000)
    wants_to_learn = MarkdownField(label="学びたいこと", limit=1000, required=False)
    wants_to_do = MarkdownField(label="やってみたいこと", limit=1000, required=False)

    @property
    def hand(self) -> Hand:
        return Hand(*(self.cleaned_data[name] for name in HAND_FIELDS))


class HandForm(SubmitOnce, HandFields):
    """Who goes on need not say again why."""

    promises = forms.BooleanField(label="約束を読み、守ります")

    def __init__(self, *args, is_renewal: bool, **options):
        super().__init__(*args, **options)
        self.fields["motive"].required = not is_renewal


class ChangeHandForm(Versioned, HandFields):
    compared = HAND_FIELDS

    def __init__(self, *args, row, **options):
        super().__init__(*args, row=row, **options)
        self.fields["motive"].required = not row.is_renewal


class HeadViewForm(forms.Form):
    view = choice("業務の調整", SelfNomination.HeadView.choices)
    words = MarkdownField(
        label="調整の内容",
        limit=500,
        required=False,
        help_text="繁忙期や分担など。DX課だけが読みます。",
    )


class CommentForm(SubmitOnce):
    text = MarkdownField(label="選考のメモ", limit=1000, help_text="本人には見えません。")


class DeclineForm(forms.Form):
    answer = MarkdownField(
        label="本人への言葉",
        limit=1000,
        help_text="本人が読みます。次につながる言葉を添えてください。",
    )


class ExportForm(forms.Form):
    reason = line("書き出す理由", 200, help_text="例：選考会議の資料")
    with_motives = forms.BooleanField(label="申し出た理由なども書き出す", required=False)


class PauseForm(SubmitOnce):
    starts_on = day("休み始める日")
    returns_on = day("戻る日", help_text="この日から活動に戻ります。早めに戻ることもできます。")
    reason = choice("休む理由", Pause.Reason.choices)
    words = MarkdownField(label="DX課への言葉", limit=500, required=False)

    @property
    def rest(self) -> Rest:
        values = self.cleaned_data
        return Rest(values["starts_on"], values["returns_on"], values["reason"], values["words"])


class SuccessorForm(forms.Form):
    """Who takes over what a leader leaves open."""

    successor = forms.ModelChoiceField(
        label="途中の仕事を引き継ぐ人",
        queryset=StaffMember.objects.none(),
        required=False,
        empty_label="DX課に任せる",
    )

    def __init__(self, *args, successors, **options):
        super().__init__(*args, **options)
        people = StaffMember.objects.filter(pk__in=successors.values("staff"))
        field = self.fields["successor"]
        field.queryset = people.select_related("department").order_by("reading", "pk")
        field.label_from_instance = _name_and_section


class ResignForm(SuccessorForm):
    reason = choice(
        "退任の理由",
        Appointment.Reason.choices,
        help_text=purpose_sentence("leaders.appointment"),
    )
    words = MarkdownField(label="制度をよくするために教えてください", limit=1000, required=False)
    field_order = ["reason", "words", "successor"]

    @property
    def farewell(self) -> Farewell:
        values = self.cleaned_data
        return Farewell(values["reason"], values["words"], values["successor"])


def _name_and_section(person: StaffMember) -> str:
    return f"{person.name}（{person.department.name if person.department else '所属なし'}）"


class EndForm(SuccessorForm):
    kind = choice(
        "終わり方",
        [
            (kind, kind.label)
            for kind in (Appointment.End.MOVED, Appointment.End.LEFT, Appointment.End.OTHER)
        ],
    )
    words = MarkdownField(label="いきさつ", limit=500, required=False)
    field_order = ["kind", "words", "successor"]

    @property
    def ending(self) -> Ending:
        return Ending(self.cleaned_data["kind"], "", self.cleaned_data["words"])


class RenewalForm(forms.Form):
    renewal = choice("次の任期", [each for each in Appointment.Renewal.choices if each[0]])


class ProfileForm(forms.ModelForm):
    class Meta:
        model = LeaderProfile
        fields = ["skills", "asks", "reach"]
        help_texts = {
            "skills": "例：表計算、RPA、電子申請の画面づくり",
            "asks": "例：くり返しの入力を減らしたいとき",
            "reach": "全職員に見えます。例：まずはチャットで。内線は午後に",
        }


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=100)

    def found_in(self, terms):
        if not self.is_valid() or not (words := self.cleaned_data["q"].strip()):
            return terms
        return terms.filter(
            Q(staff__name__icontains=words)
            | Q(staff__reading__icontains=words)
            | Q(staff__department__name__icontains=words)
            | Q(staff__leader_profile__skills__icontains=words)
            | Q(staff__leader_profile__asks__icontains=words)
        )
