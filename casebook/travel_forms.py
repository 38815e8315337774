"""Forms of cases that leave and come in."""

from django import forms

from casebook.models import ArrivedCase
from casebook.travelling.exporting import FORMS
from casebook.travelling.merging import INCOMING, LOCAL, Difference, side_by_side
from casebook.travelling.packages import MAX_BYTES, MEGABYTE
from portal.submitting.forms import SubmitOnce

ACCEPT = ".xlsx,.csv,.jsonl,.zip"
SIDES = [(LOCAL, "うちの内容のままにする"), (INCOMING, "届いた内容にする")]


class ExportForm(forms.Form):
    form = forms.ChoiceField(
        label="ファイルの形",
        choices=list(FORMS.items()),
        initial="zip",
        widget=forms.RadioSelect,
    )
    with_drafts = forms.BooleanField(
        label="下書きも入れる（いちばん新しい版。外へは渡さないでください）", required=False
    )


class FileForm(SubmitOnce):
    """``cleaned_data["content"]`` holds the bytes, ``cleaned_data["name"]`` the name."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"{MAX_BYTES // MEGABYTE}MBまでです。事例を分けて書き出してもらってください。"
            )
        self.cleaned_data["name"] = file.name
        self.cleaned_data["content"] = file.read()
        return file


class CaseFileForm(FileForm):
    file = forms.FileField(
        label="事例のファイル",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="このポータルが書き出すZIP、JSON Lines、Excel、CSV。"
        f"{MAX_BYTES // MEGABYTE}MBまで。",
    )


class TakeAllForm(forms.Form):
    """Asks what shall happen where nobody chose."""

    keeps_ours = forms.BooleanField(required=False)

    def __init__(self, *args, undecided: int, **kwargs):
        super().__init__(*args, **kwargs)
        if undecided:
            label = f"選んでいない{undecided:,}件は、うちの内容のままにします"
            self.fields["keeps_ours"].label = label
        else:
            del self.fields["keeps_ours"]


class ChoiceForm(forms.Form):
    """One choice for each field that was edited on both sides."""

    def __init__(self, *args, arrived: ArrivedCase, found: list[Difference], **kwargs):
        super().__init__(*args, **kwargs)
        self.found = found
        for difference in found:
            if difference.is_conflict:
                self.fields[difference.name] = forms.ChoiceField(
                    label=f"{difference.label}をどちらにしますか",
                    choices=SIDES,
                    initial=arrived.choices.get(difference.name),
                    widget=forms.RadioSelect,
                )

    def rows(self) -> list[tuple]:
        """Each difference, its two sides, and its question where there is one."""
        return [
            (
                difference,
                *side_by_side(difference),
                self[difference.name] if difference.is_conflict else None,
            )
            for difference in self.found
        ]
