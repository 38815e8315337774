"""Form fields that take checked files only.

``attachments = CheckedFilesField(label="添付", required=False)`` in an ``UploadingForm``; then
``store(each, by=…, owner=…, now=…)`` for each of ``cleaned_data["attachments"]``.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.files.checking import CheckedFile, check
from portal.files.keeping import check_quota
from portal.files.kinds import ANY_KIND, KINDS, Allowance
from portal.files.names import extension_of
from portal.files.refusals import REASONS, FileRefused
from portal.staff.models import StaffMember

NOT_A_FILE_FORM = "ファイルが届きませんでした。もう一度選んで送ってください。"


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class CheckedFilesField(forms.FileField):
    """Several files, up to the count of the allowance. All are taken or none."""

    widget = ManyFilesInput
    default_error_messages = {"invalid": NOT_A_FILE_FORM, "empty": REASONS["empty"]}

    def __init__(self, *, allowance: Allowance = ANY_KIND, **options):
        self.allowance = allowance
        # The person whose quota counts; an UploadingForm fills it in.
        self.by: StaffMember | None = None
        super().__init__(**{"help_text": allowance.words(), **options})

    def widget_attrs(self, widget):
        accept = ",".join("." + extension for extension in self.allowance.kinds)
        return {**super().widget_attrs(widget), "accept": accept}

    def clean(self, data, initial=None) -> list[CheckedFile]:
        chosen = [each for each in (data if isinstance(data, (list, tuple)) else [data]) if each]
        if not chosen:
            super().clean(None)
            return []
        # The parent says what is wrong with something that is no upload at all.
        return self._checked([self._received(each) for each in chosen])

    def _received(self, data):
        if not hasattr(data, "name") or not hasattr(data, "size"):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return data

    def _checked(self, uploads) -> list[CheckedFile]:
        checked, errors = [], []
        try:
            self._check_count(uploads)
        except FileRefused as refusal:
            uploads, errors = [], [self._error(refusal, "")]
        for upload in uploads:
            try:
                checked.append(check(upload, self.allowance))
            except FileRefused as refusal:
                errors.append(self._error(refusal, upload.name))
        if errors:
            raise ValidationError(errors)
        return checked

    def _check_count(self, uploads) -> None:
        if len(uploads) > self.allowance.count:
            raise FileRefused("too_many", limit=self.allowance.count, count=len(uploads))
        if self.by:
            check_quota(self.by, [upload.size or 0 for upload in uploads], now=timezone.now())

    def _error(self, refusal: FileRefused, name: str) -> ValidationError:
        record_refusal(refusal, name, by=self.by)
        words = f"「{shown_name(name)}」：{refusal}" if name else str(refusal)
        return ValidationError(words, code=refusal.reason)


class CheckedFileField(CheckedFilesField):
    """One file, or None."""

    widget = forms.FileInput

    def __init__(self, *, allowance: Allowance = ANY_KIND, **options):
        super().__init__(allowance=allowance._replace(count=1), **options)

    def clean(self, data, initial=None) -> CheckedFile | None:
        checked = super().clean(data, initial)
        return checked[0] if checked else None


class UploadingForm(forms.Form):
    """A form with checked files. ``by`` is who sends it: their quota counts.

    Refusals are recorded when the form is cleaned, so clean it outside of a transaction
    that may be rolled back.
    """

    def __init__(self, *args, by: StaffMember, **options):
        super().__init__(*args, **options)
        for field in self.file_fields():
            field.by = by

    def file_fields(self) -> list[CheckedFilesField]:
        return [field for field in self.fields.values() if isinstance(field, CheckedFilesField)]

    def names_to_choose_again(self) -> list[str]:
        """A browser forgets chosen files when a form comes back; people need not."""
        if not self.is_bound or not self.errors:
            return []
        names = [name for name, field in self.fields.items() if field in self.file_fields()]
        uploads = [each for name in names for each in self.files.getlist(self.add_prefix(name))]
        return [shown_name(upload.name) for upload in uploads]


def record_refusal(refusal: FileRefused, name: str, *, by: StaffMember | None) -> None:
    """Why and which kind; never the name, which may say too much."""
    extension = extension_of(name)
    kind = extension if extension in KINDS else "other"
    record(
        "files.refused",
        actor=by,
        result=AuditEvent.Result.REFUSED,
        details={"reason": refusal.reason, "kind": kind},
    )


def shown_name(name: str) -> str:
    """A name in a message: not longer than a line, without what would disturb the line."""
    visible = "".join(each if each.isprintable() or each == "\u3000" else "□" for each in name)
    return visible if len(visible) <= 40 else f"{visible[:30]}…{visible[-9:]}"
