"""What moves between two editions: projects, the working environment, terms and trends."""

from datetime import date

from django.db import models
from django.db.models import Q

from portal.guidance.models.guide import person
from portal.guidance.vocabulary import Status
from portal.period import fiscal_year, fiscal_year_word
from portal.ui.storable import StorableCharField, StorableTextField

NOT_AWAITED = [Status.DONE, Status.STOPPED]


class ConfirmedQuerySet(models.QuerySet):
    def overdue(self, on: date):
        """As ``is_overdue`` says of each."""
        return self.filter(planned_year__lt=fiscal_year(on)).exclude(status__in=NOT_AWAITED)


class Confirmed(models.Model):
    """A status that somebody of the DX section has looked at on a day, or nobody yet."""

    status = models.CharField("状況", max_length=12, choices=Status.choices, default=Status.UNKNOWN)
    status_note = StorableCharField("状況の補足", max_length=300, blank=True)
    confirmed_on = models.DateField("最終確認日", null=True, blank=True)
    confirmed_by = person("確認した人", null=True, blank=True)

    objects = ConfirmedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_overdue(self, on: date) -> bool:
        """Whether its planned year is over and nobody has written since that it is done.

        Looking again after that year and finding it still planned does not make it less overdue.
        """
        if self.status in NOT_AWAITED or self.planned_year is None:
            return False
        return fiscal_year(on) > self.planned_year

    def planned_word(self) -> str:
        return fiscal_year_word(self.planned_year) if self.planned_year else "未確認"


class LeadingProject(Confirmed):
    """リーディングプロジェクト. What it is stands in the editions; here is how far it has come."""

    number = models.PositiveSmallIntegerField("番号", unique=True)
    name = StorableCharField("名前", max_length=100)
    planned_year = models.PositiveSmallIntegerField("目標年度", null=True)

    class Meta:
        verbose_name = "リーディングプロジェクト"
        verbose_name_plural = "リーディングプロジェクト"
        ordering = ["number"]

    def __str__(self):
        return self.name

    @property
    def audit_label(self) -> str:
        return f"project:{self.number}"


class EnvironmentItem(Confirmed):
    """環境整備: something that must be there before staff can work in the new way."""

    key = models.SlugField("しるし", max_length=40, unique=True)
    name = StorableCharField("項目", max_length=150)
    steps = models.JSONField("関わるデジ順", default=list)
    planned_year = models.PositiveSmallIntegerField("予定年度", null=True, blank=True)
    plan_words = StorableCharField("計画の書き方", max_length=100, blank=True)
    position = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = "環境整備の項目"
        verbose_name_plural = "環境整備の項目"
        ordering = ["position", "key"]

    def __str__(self):
        return self.name

    @property
    def audit_label(self) -> str:
        return f"environment:{self.key}"


class GlossaryTerm(models.Model):
    """A word, and what it means in plain Japanese."""

    term = StorableCharField("用語", max_length=60, unique=True)
    reading = StorableCharField("ふりがな", max_length=100)
    meaning = StorableTextField("やさしい説明", max_length=600)
    source = StorableCharField("もとになった資料", max_length=200, blank=True)

    class Meta:
        verbose_name = "用語"
        verbose_name_plural = "用語"
        ordering = ["reading", "term"]

    def __str__(self):
        return self.term

    @property
    def anchor(self) -> str:
        return f"term-{self.pk}"


class TrendNote(models.Model):
    """国・東京都の動き: what was announced, and what it means for this city."""

    class Origin(models.TextChoices):
        NATION = "nation", "国"
        TOKYO = "tokyo", "東京都"
        OTHER = "other", "その他"

    origin = models.CharField("どこの動き", max_length=10, choices=Origin.choices)
    title = StorableCharField("題名", max_length=120)
    dated_on = models.DateField("発表などの日", null=True, blank=True)
    dated_words = StorableCharField("日付の言葉", max_length=60, blank=True)
    what = StorableTextField("何があったか", max_length=1000)
    meaning = StorableTextField("うちにとっての意味", max_length=1000, blank=True)
    source = StorableCharField("出典", max_length=300)
    confirmed_on = models.DateField("確認した日", null=True, blank=True)
    written_by = person("書いた人", null=True, blank=True)
    written_at = models.DateTimeField("書いた日時")
    # What came with the product is told from what the city wrote.
    key = models.SlugField("しるし", max_length=40, blank=True)

    class Meta:
        verbose_name = "国・東京都の動き"
        verbose_name_plural = "国・東京都の動き"
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="one_initial_trend_note_per_key"
            )
        ]

    def __str__(self):
        return self.title
