"""What is written in a consultation. Notes of the desk have a table of their own."""

from django.conf import settings
from django.db import models

from portal.consultations.models.consultation import Consultation, person
from portal.ui.storable import StorableCharField, StorableTextField


class Entry(models.Model):
    """What the asker and the DX section write to each other; everybody in the thread reads it."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="entries")
    author = person("書いた人")
    is_from_desk = models.BooleanField("DX課から", default=False)
    body = StorableTextField("内容")
    at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = "相談のやりとり"
        verbose_name_plural = "相談のやりとり"
        indexes = [models.Index(fields=["consultation", "at"], name="entries_of_a_consultation")]


class InternalNote(models.Model):
    """What officers write to each other about a consultation. Nobody else ever reads it."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="notes")
    author = person("書いた人")
    body = StorableTextField("内部メモ")
    at = models.DateTimeField("書いた日時")
    edited_at = models.DateTimeField("直した日時", null=True)

    class Meta:
        verbose_name = "相談の内部メモ"
        verbose_name_plural = "相談の内部メモ"
        indexes = [models.Index(fields=["consultation", "at"], name="notes_of_a_consultation")]


class RemovedFile(models.Model):
    """The trace of a file that was taken out of a thread: why, who and when, not what it was."""

    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="removed_files")
    note = models.ForeignKey(InternalNote, models.CASCADE, null=True, related_name="removed_files")
    reason = StorableCharField("削除した理由", max_length=200)
    by = person("削除した人")
    at = models.DateTimeField("削除した日時")

    class Meta:
        verbose_name = "削除したファイルの跡"
        verbose_name_plural = "削除したファイルの跡"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry=None) ^ models.Q(note=None),
                name="a_removed_file_was_of_an_entry_or_a_note",
            )
        ]


class NoteVersion(models.Model):
    """How a note read before it was corrected."""

    note = models.ForeignKey(InternalNote, models.CASCADE, related_name="versions")
    body = StorableTextField("前の内部メモ")
    until = models.DateTimeField("いつまで")

    class Meta:
        verbose_name = "内部メモの前の文章"
        verbose_name_plural = "内部メモの前の文章"


class Draft(models.Model):
    """What somebody has typed and not asked yet. One per person."""

    staff = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="職員", related_name="+"
    )
    values = models.JSONField("入力", default=dict)
    saved_at = models.DateTimeField("保存した日時")

    class Meta:
        verbose_name = "相談の下書き"
        verbose_name_plural = "相談の下書き"


class SolvedByItself(models.Model):
    """That an answer was enough, so that nobody had to ask. Without the person, on purpose."""

    answer = models.CharField("どの答えで", max_length=60, db_index=True)
    title = StorableCharField("答えの題", max_length=200)
    at = models.DateTimeField("いつ", db_index=True)

    class Meta:
        verbose_name = "相談の前に解決した記録"
        verbose_name_plural = "相談の前に解決した記録"
