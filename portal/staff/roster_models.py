"""An import of the roster: what was sent, what it would change, and what it changed."""

from django.conf import settings
from django.db import models


class RosterImport(models.Model):
    """A file that somebody sent, checked and waiting to be confirmed, or already applied.

    ``records`` are the texts of the rows, kept until the import is applied or expires.
    ``fingerprint`` is that of the differences which the person was shown.
    """

    class State(models.TextChoices):
        REFUSED = "refused", "問題あり"
        READY = "ready", "確認待ち"
        APPLIED = "applied", "反映済み"
        UNDONE = "undone", "取り消し済み"

    state = models.CharField("状態", max_length=8, choices=State.choices)
    file_names = models.JSONField("ファイル名", default=list)
    file_hash = models.CharField("ファイルのハッシュ", max_length=64)
    is_complete = models.BooleanField("全職員の名簿", default=False)
    records = models.JSONField("行", default=dict)
    problems = models.JSONField("問題", default=list)
    problem_count = models.PositiveIntegerField("問題の数", default=0)
    counts = models.JSONField("件数", default=dict)
    fingerprint = models.CharField("変更のハッシュ", max_length=64, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        verbose_name="取り込んだ人",
        related_name="+",
    )
    made_at = models.DateTimeField("取り込んだ日時")
    expires_at = models.DateTimeField("確認の期限")
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        verbose_name="反映した人",
        related_name="+",
    )
    applied_at = models.DateTimeField("反映した日時", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        verbose_name="取り消した人",
        related_name="+",
    )
    undone_at = models.DateTimeField("取り消した日時", null=True)

    class Meta:
        verbose_name = "名簿の取り込み"
        verbose_name_plural = "名簿の取り込み"


class RosterLine(models.Model):
    """One difference of an import: a person or a department, with the old and new values.

    People are found again by staff number and departments by code and first day, so that a
    line needs no row to point at before the import is applied.
    """

    class Subject(models.TextChoices):
        DEPARTMENT = "department", "部署"
        PERSON = "person", "職員"

    class Kind(models.TextChoices):
        NEW = "new", "新しく加わる"
        CHANGED = "changed", "変わる"
        RETURNING = "returning", "在籍に戻る"
        LEAVING = "leaving", "退職になる"

    roster_import = models.ForeignKey(
        RosterImport, models.CASCADE, verbose_name="取り込み", related_name="lines"
    )
    subject = models.CharField("種別", max_length=10, choices=Subject.choices)
    kind = models.CharField("変更", max_length=10, choices=Kind.choices)
    key = models.CharField("番号", max_length=40)
    name = models.CharField("名前", max_length=100)
    before = models.JSONField("変更前", default=dict)
    after = models.JSONField("変更後", default=dict)
    shown = models.JSONField("表示する変更", default=list)

    class Meta:
        verbose_name = "名簿の変更"
        verbose_name_plural = "名簿の変更"

    def number(self) -> str:
        """The number as people know it: a department's without its first day."""
        return self.key.partition("@")[0]
