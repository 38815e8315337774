"""What staff type when they propose, and what a reviewer answers."""

from django import forms

from casebook.article import PARTS
from casebook.models import Municipality, Proposal
from casebook.proposing import NEEDED, TEXTS_OF, Words
from portal.files.forms import CheckedFilesField, UploadingForm
from portal.files.models import StoredFile
from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.storable import MaxLetters, refuse_unstorable

KEEP = "keep"


def text_field(label: str, limit: int, *, help_text: str = "", rows: int = 3, required=False):
    return forms.CharField(
        label=label,
        required=required,
        help_text=f"{help_text}{limit:,}文字まで。",
        validators=[refuse_unstorable, MaxLetters(limit)],
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line_field(label: str, limit: int, *, help_text: str = "", **attrs):
    return forms.CharField(
        label=label,
        required=False,
        max_length=limit,
        help_text=help_text,
        validators=[refuse_unstorable],
        widget=forms.TextInput(attrs=attrs),
    )


class ProposalWords(UploadingForm):
    """The fields of both kinds. What must be there is asked for when it is sent in, not before."""

    kind = Proposal.Kind.CASE

    source = text_field(
        "出典", 1000, rows=2, help_text="リンク（https://…）か、資料の名前とページ。"
    )
    files = CheckedFilesField(label="添えるファイル", required=False)
    is_credited = forms.BooleanField(
        label="公開するとき、提案した人として課と名前を出す",
        required=False,
        help_text="付けなければ匿名です。名前はDX課だけが分かります。",
    )

    def __init__(self, data=None, *args, **options):
        super().__init__(data, *args, **options)
        if data is None or KEEP not in data:
            for name in NEEDED[self.kind]:
                if name in self.fields:
                    self.fields[name].required = True

    @property
    def is_sent_in(self) -> bool:
        return KEEP not in self.data

    def words(self) -> Words:
        values = self.cleaned_data
        texts = {name: values[name] for name in TEXTS_OF[self.kind]}
        return Words(texts, values["files"], values.get("removed", ()))


class CaseWords(ProposalWords):
    place = line_field(
        "どの自治体ですか", 80, help_text="例：福井県あわら市。わたしたちの市のことも書けます。",
        list="municipalities", autocomplete="off",
    )  # fmt: skip
    title = line_field(
        "何をしましたか（1文で）", 120, help_text="例：DX推進員を、年に2回、本人の手挙げで募る"
    )
    body = text_field(
        "くわしい内容",
        4000,
        rows=6,
        help_text="分かるところだけで。空行で段落を分けます。",
    )
    heard = text_field("どこで知りましたか", 500, rows=2, help_text="例：県の研修会で聞いた。")
    reason = text_field(
        "うちの市でどう役に立ちそうですか", 1000, help_text="例：窓口の待ち時間を減らせそう。"
    )

    field_order = ["place", "title", "body", "heard", "source", "files", "reason", "is_credited"]


class CorrectionWords(ProposalWords):
    kind = Proposal.Kind.CORRECTION

    part = forms.ChoiceField(
        label="どこのことですか", choices=[("", "選んでください"), *PARTS], required=False
    )
    body = text_field("正しい内容、または分かったこと", 2000, rows=4)

    field_order = ["part", "body", "source", "files", "is_credited"]


class NewCaseForm(SubmitOnce, CaseWords):
    pass


class NewCorrectionForm(SubmitOnce, CorrectionWords):
    pass


class _Edited(Versioned):
    """With the files that are there already, to be taken out."""

    removed = forms.MultipleChoiceField(
        label="外すファイル", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, row: Proposal, **options):
        super().__init__(*args, row=row, **options)
        files = [(str(each.pk), each.name) for each in StoredFile.objects.of(row)]
        self.fields["removed"].choices = files
        if not files:
            del self.fields["removed"]


class CaseForm(_Edited, CaseWords):
    compared = TEXTS_OF[Proposal.Kind.CASE]
    field_order = [*CaseWords.field_order[:6], "removed", *CaseWords.field_order[6:]]


class CorrectionForm(_Edited, CorrectionWords):
    compared = TEXTS_OF[Proposal.Kind.CORRECTION]
    field_order = [*CorrectionWords.field_order[:4], "removed", "is_credited"]


class ReviewForm(forms.Form):
    """One answer, three ways to decide."""

    answer = text_field(
        "提案した人への返事",
        1000,
        help_text="差し戻しと見送りでは、理由を必ず書きます。",
    )
    municipality = forms.ModelChoiceField(
        label="採用するとき、どの自治体の事例にするか",
        queryset=Municipality.objects.all(),
        required=False,
        empty_label="あとでCMSで選ぶ",
    )

    def __init__(self, *args, proposal: Proposal, **options):
        super().__init__(*args, **options)
        if proposal.kind == Proposal.Kind.CORRECTION:
            del self.fields["municipality"]
        else:
            self.fields["municipality"].initial = municipality_named(proposal.place)


def municipality_named(place: str) -> Municipality | None:
    """The only one of this name, with or without its prefecture."""
    rows = [each for each in Municipality.objects.all() if place in (each.full_name, each.name)]
    return rows[0] if len(rows) == 1 else None
