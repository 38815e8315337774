"""Typing figures, sending a file of them, and saying what an indicator means."""

from decimal import Decimal

from django import forms

from portal.errors import DomainError
from portal.kpi.counting import lines_to_draw_from
from portal.kpi.defining import Change, Meaning, check_target
from portal.kpi.entering import Figure, check_figure
from portal.kpi.from_parts import BY_CODE, PERCENT
from portal.kpi.importing import SHEET, Read, Room, read_rows
from portal.kpi.models import Definition, Indicator, Kind, Span, Stage
from portal.submitting.forms import SubmitOnce
from portal.tables.reading import read_table
from portal.tables.table import MAX_BYTES, FileRefused
from portal.ui.storable import MaxLetters, refuse_unstorable

NUMBER = {"max_digits": 14, "decimal_places": 2, "min_value": Decimal(0), "required": False}
YEARS = {"min_value": 1989, "max_value": 2100}


def text(label: str, limit: int, *, rows: int = 0, **options) -> forms.CharField:
    """A line of text, or with ``rows`` a box, of up to ``limit`` letters as people count them."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput
    return forms.CharField(
        label=label, widget=widget, validators=[refuse_unstorable, MaxLetters(limit)], **options
    )


class FiguresForm(forms.Form):
    """The figures of one time, one field per indicator. ``seen`` are the values it opened with.

    ``cleaned_data["figures"]`` holds those that differ from what was shown.
    """

    def __init__(self, *args, definitions: list[Definition], seen: dict[int, Figure], **options):
        super().__init__(*args, **options)
        self.definitions, self.seen = definitions, seen
        for definition in definitions:
            self._add(definition, seen.get(definition.indicator_id, Figure(None)))
        self.fields["evidence"] = text(
            "根拠", 200, required=False, help_text="例：購入伝票、機器の通信記録。数字の出どころ。"
        )
        if any(figure.value is not None for figure in seen.values()):
            self.fields["reason"] = text(
                "訂正の理由", 200, required=False, help_text="入力済みの値を変えるときに書きます。"
            )

    def _add(self, definition: Definition, figure: Figure) -> None:
        key, unit = definition.indicator_id, f"（{definition.unit}）" if definition.unit else ""
        label = f"{definition.name}{unit}"
        if definition.kind == Kind.INTRODUCE:
            field = forms.TypedChoiceField(
                label=label,
                required=False,
                choices=[("", "未入力"), *Stage.choices],
                coerce=Decimal,
                empty_value=None,
            )
        else:
            field = forms.DecimalField(label=label, help_text=definition.formula, **NUMBER)
        self._put(f"value_{key}", field, figure.value)
        if definition.kind == Kind.RATIO:
            whole = forms.DecimalField(label=f"{definition.name}の分母", **NUMBER)
            self._put(f"out_of_{key}", whole, figure.out_of)

    def _put(self, name: str, field: forms.Field, value: Decimal | None) -> None:
        is_stage = isinstance(field, forms.TypedChoiceField)
        shown = None if value is None else int(value) if is_stage else value.normalize()
        self.fields[name] = field
        self.fields[f"seen_{name}"] = forms.CharField(
            widget=forms.HiddenInput, required=False, max_length=20
        )
        plain = "" if shown is None else f"{shown:f}" if isinstance(shown, Decimal) else str(shown)
        self.initial |= {name: plain, f"seen_{name}": plain}

    def clean(self):
        values = super().clean()
        figures = {}
        for definition in self.definitions:
            key = definition.indicator_id
            figure = Figure(values.get(f"value_{key}"), values.get(f"out_of_{key}"))
            try:
                check_figure(definition.kind, figure)
            except DomainError as refusal:
                self.add_error(f"value_{key}", str(refusal))
            if figure != self.shown(key):
                figures[definition] = figure
        values["figures"] = figures
        if not figures and not self.errors:
            raise forms.ValidationError("変わった値がありません。数を入力してください。")
        return values

    def shown(self, key: int) -> Figure:
        """What the person saw, which may be older than what stands there now."""
        return Figure(*(self._seen(f"seen_{name}_{key}") for name in ("value", "out_of")))

    def _seen(self, name: str) -> Decimal | None:
        words = self.cleaned_data.get(name, "")
        try:
            return Decimal(words) if words else None
        except ArithmeticError:
            return None

    def show_present(self) -> None:
        """After somebody else was faster: what is sent next has seen their values."""
        self.data = self.data.copy()
        for name in self.fields:
            if name.startswith("seen_"):
                self.data[self.add_prefix(name)] = self.initial.get(name, "")


class ImportForm(SubmitOnce):
    """A spreadsheet of figures. ``read`` is what it says, once the form is valid.

    A file with mistakes makes the form invalid and leaves them in ``problems``.
    """

    file = forms.FileField(
        label="ファイル",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text="Excelブック（.xlsx）かCSV。10MB、20,000行まで。",
    )

    def __init__(self, *args, room: Room, **options):
        super().__init__(*args, **options)
        self.room = room
        self.read = Read([], [])

    @property
    def problems(self):
        return self.read.problems

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("10MBまでです。要らない列や画像を消してください。")
        try:
            self.read = read_rows(read_table(file.read(), sheet=SHEET), self.room)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if self.read.problems:
            count = len(self.read.problems)
            raise forms.ValidationError(
                f"問題が{count:,}件あります。ファイルを直して、もう一度選んでください。"
            )
        return file


class MeaningForm(forms.Form):
    """What an indicator is called, and what it aims at."""

    name = text("名前", 100)
    kind = forms.ChoiceField(label="目標の種類", choices=Kind.choices)
    unit = text("単位", 10, required=False, help_text="例：枚、件、人。割合は空のままにします。")
    formula = text("数え方", 500, rows=2, required=False)
    base_year = forms.IntegerField(
        label="基準年度（西暦）", required=False, help_text="増減と倍率に要ります。", **YEARS
    )
    target_year = forms.IntegerField(label="目標年度（西暦）", required=False, **YEARS)
    target_value = forms.DecimalField(
        label="目標値",
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text="増減は％（50％減は-50）、倍率は1.5のように。廃止と新規導入は空のまま。",
    )
    is_lower_better = forms.BooleanField(label="小さいほどよい", required=False)
    source = text("出典", 200, required=False, help_text="計画の版と章、根拠となる資料。")
    at_start = text("計画に書かれた状況", 500, rows=2, required=False)

    def clean(self):
        values = super().clean()
        if not self.errors:
            try:
                check_target(self.meaning())
            except DomainError as refusal:
                self.add_error("target_value", str(refusal))
        return values

    def meaning(self) -> Meaning:
        return Meaning(**{name: self.cleaned_data[name] for name in Meaning._fields})


class NewIndicatorForm(MeaningForm, SubmitOnce):
    slug = forms.SlugField(
        label="記号",
        max_length=40,
        help_text="アドレスに使う半角の英数字とハイフン。あとから変えられません。",
    )
    label = text("短い名前", 30, required=False)
    group = forms.ChoiceField(label="まとまり", choices=Indicator.Group.choices)
    span = forms.ChoiceField(label="入力の間隔", choices=Span.choices)
    by_section = forms.BooleanField(label="課ごとに入力する", required=False)
    counts_people = forms.BooleanField(
        label="人を数える", required=False, help_text="5人未満の課の値は、画面に出しません。"
    )

    drawn_from = forms.ChoiceField(
        label="数える元",
        choices=[("", "職員が入力する"), *lines_to_draw_from()],
        required=False,
        help_text="選ぶと、研修や相談などの記録から1時間ごとに数えます。年度ごとの市全体の値になります。",
    )

    field_order = [
        "name", "label", "slug", "group", "span", "by_section", "counts_people", "drawn_from",
    ]  # fmt: skip

    def clean(self):
        values = super().clean()
        if values.get("counts_people") and values.get("span") != Span.YEAR:
            self.add_error("span", "人を数える指標は、年度ごとにしてください。")
        if values.get("drawn_from"):
            self._check_drawn(values, BY_CODE[values["drawn_from"]].unit)
        return values

    def _check_drawn(self, values: dict, unit: str) -> None:
        if values.get("span") != Span.YEAR:
            self.add_error("span", "記録から数える指標は、年度ごとにしてください。")
        if values.get("by_section"):
            self.add_error("by_section", "記録から数える指標は、課ごとに入力しません。")
        if values.get("kind") == Kind.INTRODUCE:
            self.add_error("kind", "記録から数える指標は、新規導入にできません。")
        if (values.get("kind") == Kind.RATIO) != (unit == PERCENT):
            self.add_error("kind", f"この元の単位は「{unit}」です。合う種類を選んでください。")

    def indicator(self) -> Indicator:
        names = (
            "slug", "label", "group", "span", "by_section", "counts_people", "drawn_from",
        )  # fmt: skip
        return Indicator(**{name: self.cleaned_data[name] for name in names})


class RedefineForm(MeaningForm):
    """A new definition of an indicator that is there, and why. The kind stays."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    reason = text("変える理由", 500, rows=2)
    applies_on = forms.DateField(
        label="適用日", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, definition: Definition, **options):
        names = [name for name in Meaning._fields if name != "kind"]
        first = {name: getattr(definition, name) for name in names}
        first |= {"kind": definition.kind, "number": definition.number}
        super().__init__(*args, initial=first, **options)
        self.fields["kind"].widget = forms.HiddenInput()

    def change(self) -> Change:
        return Change(self.cleaned_data["reason"], self.cleaned_data["applies_on"])
