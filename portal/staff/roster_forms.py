"""Sending a roster, and confirming what it will change."""

from django import forms

from portal.staff.roster import hash_of_files, read_rows
from portal.staff.roster_columns import DEPARTMENTS, PEOPLE, Layout, Record
from portal.staff.roster_plan import Records
from portal.tables.table import MAX_BYTES, FileRefused

ACCEPT = ".xlsx,.csv"


class RosterFileInput(forms.FileInput):
    def __init__(self):
        super().__init__(attrs={"accept": ACCEPT})


class RosterUploadForm(forms.Form):
    """``cleaned_data["rows"]`` holds the rows of both files, by ``portal.staff.roster``."""

    people = forms.FileField(
        label="職員のファイル",
        required=False,
        widget=RosterFileInput,
        help_text="Excelブック（.xlsx）かCSV。10MB、20,000行まで。",
    )
    departments = forms.FileField(
        label="部署のファイル",
        required=False,
        widget=RosterFileInput,
        help_text="部署が増えた、変わった、なくなったときに選びます。",
    )
    is_complete = forms.BooleanField(
        label="職員のファイルは、在籍する全員の名簿です",
        required=False,
        help_text="チェックすると、ファイルにいない職員は退職になります。",
    )

    def clean(self):
        sent = [self.cleaned_data.get(field) for field in ("people", "departments")]
        if self.errors:
            return self.cleaned_data
        if not any(sent):
            raise forms.ValidationError("ファイルを1つ以上選んでください。")
        if self.cleaned_data["is_complete"] and not sent[0]:
            self.add_error("is_complete", "職員のファイルを選ぶか、チェックを外してください。")
            return self.cleaned_data
        contents = [self._content(field) for field in ("people", "departments")]
        if not self.errors:
            self.cleaned_data["rows"] = Records(
                self._rows("people", contents[0], PEOPLE),
                self._rows("departments", contents[1], DEPARTMENTS),
            )
            self.cleaned_data["names"] = [file.name for file in sent if file]
            self.cleaned_data["file_hash"] = hash_of_files(*contents)
        return self.cleaned_data

    def _content(self, field: str) -> bytes | None:
        file = self.cleaned_data[field]
        if file is None:
            return None
        if file.size > MAX_BYTES:
            self.add_error(field, "10MBまでです。要らない列や画像を消してください。")
            return None
        return file.read()

    def _rows(self, field: str, content: bytes | None, layout: Layout) -> list[Record] | None:
        try:
            return read_rows(content, layout)
        except FileRefused as refusal:
            self.add_error(field, str(refusal))
            return None


class RosterConfirmForm(forms.Form):
    """Asks once more when accounts are about to be shut."""

    agrees = forms.BooleanField(
        label="退職になる職員を確かめました",
        error_messages={"required": "退職になる職員を確かめ、チェックを付けてください。"},
    )

    def __init__(self, *args, leaving: int, **kwargs):
        super().__init__(*args, **kwargs)
        if leaving:
            self.fields["agrees"].label = f"退職になる職員 {leaving:,}人を確かめました"
        else:
            del self.fields["agrees"]
