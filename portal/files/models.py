"""Files that people brought in, and the pictures of the CMS."""

import uuid
from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from wagtail.images.models import AbstractImage, AbstractRendition

from portal.files.kinds import KINDS, VIDEOS
from portal.files.names import NAME_LENGTH, download_name, extension_of
from portal.ui.storable import StorableCharField


class StoredFileQuerySet(models.QuerySet):
    def of(self, owner: models.Model):
        """The files of ``owner``, oldest first."""
        content_type = ContentType.objects.get_for_model(owner)
        files = self.filter(owner_type=content_type, owner_id=str(owner.pk))
        return files.order_by("uploaded_at", "id")

    def brought_in_by(self, staff, since: datetime):
        return self.filter(uploaded_by=staff, uploaded_at__gte=since)


class StoredFile(models.Model):
    """A checked file outside of the web root. Who may read it is asked of its owner's part."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = StorableCharField("名前", max_length=NAME_LENGTH)
    kind = models.CharField(
        "種類",
        max_length=4,
        choices=[(kind.extension, kind.label) for kind in KINDS.values()],
    )
    size = models.PositiveIntegerField("大きさ（バイト）")
    sha256 = models.CharField("ハッシュ", max_length=64)
    path = models.CharField("置き場所", max_length=80, unique=True)
    is_scanned = models.BooleanField("ウイルス検査済み", default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="送った人",
        related_name="+",
    )
    uploaded_at = models.DateTimeField("送った日時", db_index=True)
    owner_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    owner_id = models.CharField(max_length=40)
    owner = GenericForeignKey("owner_type", "owner_id")

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "ファイル"
        verbose_name_plural = "ファイル"
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="files_by_owner")]

    def __str__(self):
        return self.name

    @property
    def is_video(self) -> bool:
        return self.kind in VIDEOS


class FileWords(models.Model):
    """The words of a file, read by a job for the search. Without words when it has none.

    Goes with its file. Who may find it is who may read the file: asked of its part each time.
    """

    stored = models.OneToOneField(
        StoredFile, models.CASCADE, null=True, verbose_name="ファイル", related_name="words"
    )
    document = models.OneToOneField(
        "wagtaildocs.Document",
        models.CASCADE,
        null=True,
        verbose_name="CMSの文書",
        related_name="words",
    )
    words = models.TextField("言葉")
    digest = models.CharField("読んだファイルのハッシュ", max_length=64)
    read_at = models.DateTimeField("読んだ日時")

    class Meta:
        verbose_name = "ファイルの言葉"
        verbose_name_plural = "ファイルの言葉"
        constraints = [
            models.CheckConstraint(
                condition=Q(stored__isnull=False, document=None)
                | Q(stored=None, document__isnull=False),
                name="words_are_of_one_file",
            )
        ]


class PortalImage(AbstractImage):
    """A picture of the CMS, kept under a name of our making; the typed name is its title."""

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "画像"
        verbose_name_plural = "画像"

    def get_upload_to(self, filename):
        """Wagtail's own rule writes a Japanese name down by its Chinese reading."""
        return f"original_images/{generated_name(filename)}"

    def generate_rendition_file(self, filter, *, source=None):
        """Wagtail leaves the temporary file of a new size open until it is collected."""
        with super().generate_rendition_file(filter, source=source) as temporary:
            temporary.seek(0)
            return ContentFile(temporary.read(), name=temporary.name)


class PortalRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_size"
            )
        ]


def generated_name(name: str) -> str:
    """An unguessable name with the extension of ``name``, when that is one of the list."""
    extension = extension_of(PurePosixPath(name).name)
    return f"{uuid.uuid4().hex}.{extension if extension in KINDS else 'bin'}"


def saved_name(title: str, path: str) -> str:
    """The name under which a document of the CMS is saved: its title."""
    return download_name(title, extension_of(path))
