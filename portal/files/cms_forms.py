"""The same checks for the pictures and documents of the CMS, in place of Wagtail's own."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from portal.files.checking import check
from portal.files.forms import record_refusal
from portal.files.keeping import check_quota
from portal.files.kinds import CMS_DOCUMENTS, CMS_PICTURES, MEGABYTE, Allowance
from portal.files.models import generated_name
from portal.files.refusals import REASONS, FileRefused


class _CheckedCmsField:
    """Hands on the upload itself, but with the checked content and a generated name.

    In place, because Wagtail's view for many files at once keeps the upload a second time when
    another field is wrong, and would keep there what was sent.
    """

    allowance: Allowance
    by = None

    def check_upload(self, upload):
        try:
            if self.by:
                check_quota(self.by, [upload.size or 0], now=timezone.now())
            checked = check(upload, self.allowance)
        except FileRefused as refusal:
            record_refusal(refusal, upload.name, by=self.by)
            raise ValidationError(str(refusal), code=refusal.reason) from refusal
        # Into the same file: of a large upload, the storage takes that one from the disk.
        upload.file.seek(0)
        upload.file.truncate()
        upload.file.write(checked.content)
        upload.file.flush()
        upload.file.seek(0)
        upload.size = len(checked.content)
        upload.content_type = checked.kind.mime
        upload.name = generated_name(checked.name)
        return upload

    def describe(self) -> None:
        self.max_upload_size = 10 * MEGABYTE
        self.help_text = self.allowance.words()
        kinds = "、".join(self.allowance.kinds)
        self.error_messages |= {
            "empty": REASONS["empty"],
            "invalid_image_extension": REASONS["kind_unknown"].format(kinds=kinds),
            "file_too_large_unknown_size": "ファイルが大きすぎます。10MB以内にしてください。",
        }


class CheckedImageField(_CheckedCmsField, WagtailImageField):
    allowance = CMS_PICTURES
    default_validators = []

    def __init__(self, **options):
        super().__init__(**options)
        self.describe()

    def to_python(self, data):
        return self.check_upload(data) if data else None


class CheckedDocumentField(_CheckedCmsField, WagtailDocumentField):
    allowance = CMS_DOCUMENTS

    def __init__(self, **options):
        super().__init__(**options)
        self.describe()

    def to_python(self, data):
        return self.check_upload(data) if data else None


class PortalImageForm(BaseImageForm):
    def __init__(self, *args, user=None, **options):
        super().__init__(*args, user=user, **options)
        _replace_file_field(self, CheckedImageField, user)


class PortalDocumentForm(BaseDocumentForm):
    def __init__(self, *args, user=None, **options):
        super().__init__(*args, user=user, **options)
        _replace_file_field(self, CheckedDocumentField, user)


def _replace_file_field(form, field_class, by) -> None:
    """Wagtail makes the field by the column's name, so it is exchanged afterwards."""
    old = form.fields.get("file")
    if old:
        new = field_class(label=old.label, required=old.required, widget=old.widget)
        new.by = by
        form.fields["file"] = new
