"""Forms of guidance: amending, boards, trend notes, terms, opinions, the worksheet."""

from django import forms
from django.utils import timezone

from portal.guidance.boards import COMPARED as BOARD_FIELDS
from portal.guidance.models import Feedback, TrendNote
from portal.guidance.reviewing import COMPARED as OWNER_FIELDS
from portal.guidance.vocabulary import EditionKind, Status
from portal.personal.purposes import purpose_sentence
from portal.staff.models import Department
from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.markdown_field import MarkdownField
from portal.ui.storable import MaxLetters, refuse_unstorable

TEXT_LIMIT = 6000


def line(label: str, limit: int, **options) -> forms.CharField:
    return forms.CharField(
        label=label, validators=[refuse_unstorable, MaxLetters(limit)], **options
    )


def lines(label: str, limit: int, *, rows: int = 3, **options) -> forms.CharField:
    return line(label, limit, widget=forms.Textarea(attrs={"rows": rows}), **options)


def day(label: str, **options) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class BeginForm(SubmitOnce):
    kind = forms.ChoiceField(
        label="区分",
        choices=[
            (EditionKind.MINOR, "軽微修正（小さな番号が1つ上がります）"),
            (EditionKind.MAJOR, "改定（大きな番号が1つ上がります）"),
        ],
        widget=forms.RadioSelect,
    )


class PassageForm(Versioned):
    compared = ["heading", "text", "remark"]

    heading = line("見出し", 120)
    text = MarkdownField(label="本文", limit=TEXT_LIMIT, required=False)
    remark = line(
        "変わったところの注記",
        300,
        required=False,
        help_text="変更の一覧に載ります。なくても構いません。",
    )


class NewPassageForm(SubmitOnce):
    chapter = forms.ChoiceField(label="入れる章", required=False)
    heading = line("見出し", 120)
    text = MarkdownField(label="本文", limit=TEXT_LIMIT, required=False)
    remark = line("変わったところの注記", 300, required=False)

    def __init__(self, *args, chapters: list[str], **options):
        super().__init__(*args, **options)
        self.fields["chapter"].choices = [(each, each or "章なし") for each in chapters]


class SubmissionForm(forms.Form):
    reasons = lines(
        "公開理由",
        1000,
        rows=4,
        help_text="改定履歴に、このまま載ります。1行に1つ。例：第3章に「5 …」を追加。",
    )
    applies_from = day("適用日", help_text="この日から、職員が読む版になります。")

    def clean_reasons(self) -> list[str]:
        return [each.strip() for each in self.cleaned_data["reasons"].splitlines() if each.strip()]


class ReturnForm(forms.Form):
    words = lines(
        "戻す理由", 500, help_text="直してほしいところを書きます。改定を始めた人に届きます。"
    )


class OwnerForm(Versioned):
    compared = OWNER_FIELDS

    owner = forms.ModelChoiceField(
        label="担当の部署", queryset=Department.objects.none(), required=False, empty_label="未登録"
    )
    owner_post = line(
        "担当の職", 60, required=False, help_text="人の名前ではなく職で書きます。例：推進係長"
    )
    review_on = day(
        "次に見直す日", required=False, help_text="30日前に担当へ、過ぎたら所属長へ知らせます。"
    )
    is_compulsory = forms.BooleanField(
        label="必ず読むページにする",
        required=False,
        help_text="新しい版が出ると、全員に知らせます。",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["owner"] = options["row"].owner_id
        self.fields["owner"].queryset = Department.objects.on(timezone.localdate())


class BoardForm(Versioned):
    compared = BOARD_FIELDS

    status = forms.ChoiceField(label="いまの状況", choices=Status.choices)
    planned_year = forms.IntegerField(
        label="予定・目標の年度（西暦）",
        required=False,
        min_value=2020,
        max_value=2099,
        help_text="令和8年度は2026。分からなければ空のままにします。",
    )
    status_note = line("状況の補足", 300, required=False, help_text="何で確かめたかを書きます。")


class TrendForm(SubmitOnce):
    origin = forms.ChoiceField(label="どこの動き", choices=TrendNote.Origin.choices)
    title = line("題名", 120)
    dated_on = day("発表などの日", required=False)
    dated_words = line(
        "日付の言葉", 60, required=False, help_text="日が分からないとき。例：2022年（令和4年）"
    )
    what = lines("何があったか", 1000, rows=4)
    meaning = lines("うちにとっての意味", 1000, rows=4, required=False)
    source = line("出典", 300)

    def clean(self):
        values = super().clean()
        if not self.errors and not values["dated_on"] and not values["dated_words"]:
            self.add_error("dated_words", "日か、日付の言葉のどちらかを書いてください。")
        return values


class TermForm(SubmitOnce):
    term = line("用語", 60)
    reading = line("ふりがな", 100)
    meaning = lines("やさしい説明", 600)
    source = line("もとになった資料", 200, required=False)


class FeedbackForm(forms.Form):
    opinion = forms.ChoiceField(
        label="このページは", choices=Feedback.Opinion.choices, widget=forms.RadioSelect
    )
    words = lines(
        "困ったこと、足りないこと",
        500,
        rows=2,
        required=False,
        help_text=purpose_sentence("guidance.feedback"),
    )


class WorksheetForm(forms.Form):
    """考える → 行動する. Nothing of it is kept."""

    trouble = lines("困っていること", 500, help_text="だれが、何に、どのくらい困っていますか。")
    cannot = lines(
        "できないと思う理由",
        500,
        required=False,
        help_text="例：予算がない。デジタルに詳しくない。",
    )
    can = lines(
        "それでも、何ができるか",
        500,
        help_text="やめる、減らす、まとめる、順を変える、聞いてみる。",
    )
    first_step = lines("今週やる、小さな一歩", 300)
    with_whom = line("だれと", 100, required=False)
    look_again = line("いつ見直すか", 100, required=False, help_text="例：1か月後の係会")
