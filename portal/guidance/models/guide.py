"""A guide and its editions. What is in force or was, is read from the frozen copy alone."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from modelsearch.queryset import SearchableQuerySetMixin
from wagtail.search import index

from portal.guidance.vocabulary import (
    OPEN_STATES,
    PLAN,
    PUBLIC_STATES,
    EditionKind,
    Group,
    Sort,
    State,
)
from portal.ui.sanitizing import plain
from portal.ui.storable import StorableCharField, StorableTextField


def person(label: str, **options) -> models.ForeignKey:
    options = {"on_delete": models.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=label, **options)


class GuideQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def in_force(self):
        """Guides that readers may open. What is being written is no part of any of these."""
        return self.filter(Exists(Edition.objects.in_force().filter(guide=OuterRef("pk"))))

    def with_code(self):
        """Add ``code``: the number of the edition in force, or None."""
        current = Edition.objects.in_force().filter(guide=OuterRef("pk"))
        return self.annotate(code=Subquery(current.values("code")[:1]))


class Guide(index.Indexed, models.Model):
    """Something to read that has editions: the city's DX plan, or one page of advice.

    The search knows its title and the text in force, and nothing that is being written.
    """

    slug = models.SlugField("アドレス", max_length=60, unique=True)
    title = StorableCharField("題名", max_length=100)
    lead = StorableCharField("ひとことで", max_length=200)
    group = models.CharField("置き場所", max_length=10, choices=Group.choices)
    position = models.PositiveSmallIntegerField("並び順", default=0)
    source = StorableCharField("もとになった資料", max_length=300, blank=True)
    # Tools that this guide opens: [[label, address], …].
    tools = models.JSONField("開く道具", default=list, blank=True)
    is_compulsory = models.BooleanField("必ず読むページ", default=False)
    owner = models.ForeignKey(
        "staff.Department",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="担当の部署",
        related_name="+",
    )
    owner_post = StorableCharField("担当の職", max_length=60, blank=True)
    review_on = models.DateField("次に見直す日", null=True, blank=True)

    objects = GuideQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("lead"),
        index.SearchField("text_in_force"),
    ]

    class Meta:
        verbose_name = "デジ順のページ"
        verbose_name_plural = "デジ順のページ"
        ordering = ["group", "position", "slug"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("guidance:guide", args=[self.slug])

    @property
    def audit_label(self) -> str:
        return self.slug

    @property
    def is_plan(self) -> bool:
        return self.slug == PLAN

    @classmethod
    def get_indexed_objects(cls):
        return cls.objects.in_force()

    def text_in_force(self) -> str:
        current = self.editions.in_force().first()
        return current.running_text() if current else ""

    def review_is_late(self, on: date) -> bool:
        return self.review_on is not None and self.review_on < on


class EditionQuerySet(models.QuerySet):
    def public(self):
        """Editions that every reader may open: in force, or as they were."""
        return self.filter(state__in=PUBLIC_STATES)

    def in_force(self):
        return self.filter(state=State.IN_FORCE)

    def open(self):
        """Amendments that are being written, wait for an approver, or for their day."""
        return self.filter(state__in=OPEN_STATES)

    def by_age(self):
        """Oldest first; a proposal (案) stands before the edition of its number."""
        return self.order_by("major", "minor", "-is_proposal")


class Edition(models.Model):
    """One edition (版) of a guide, with its row of the 改定履歴.

    ``frozen`` is its text as it was approved, each passage with its HTML; None while it is being
    written, and [] when the text is not at hand. It is never written twice.
    """

    guide = models.ForeignKey(Guide, models.PROTECT, verbose_name="ページ", related_name="editions")
    code = models.CharField("版のアドレス", max_length=20)
    major = models.PositiveSmallIntegerField("大きな番号")
    minor = models.PositiveSmallIntegerField("小さな番号")
    is_proposal = models.BooleanField("案", default=False)
    kind = models.CharField("区分", max_length=10, choices=EditionKind.choices)
    dated_on = models.DateField("日付", null=True)
    applies_from = models.DateField("適用日", null=True)
    # None: not in the 改定履歴 (a proposal never was).
    history_number = models.PositiveSmallIntegerField("改定履歴の番号", null=True)
    reasons = models.JSONField("公開理由", default=list)
    state = models.CharField("状態", max_length=12, choices=State.choices, default=State.DRAFT)
    note = StorableTextField("この版について", blank=True)
    frozen = models.JSONField("確定した内容", null=True)
    digest = models.CharField("内容のハッシュ", max_length=64, blank=True)
    begun_by = person("改定を始めた人", null=True)
    begun_at = models.DateTimeField("始めた日時")
    submitted_by = person("承認を頼んだ人", null=True)
    submitted_at = models.DateTimeField("承認を頼んだ日時", null=True)
    approved_by = person("承認した人", null=True)
    approved_at = models.DateTimeField("承認した日時", null=True)
    returned_words = StorableTextField("戻した理由", blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "版"
        verbose_name_plural = "版"
        constraints = [
            models.UniqueConstraint(fields=["guide", "code"], name="one_edition_per_code"),
            models.UniqueConstraint(
                fields=["guide"], condition=Q(state="in_force"), name="one_edition_in_force"
            ),
            models.UniqueConstraint(
                fields=["guide"],
                condition=Q(state__in=["draft", "submitted", "approved"]),
                name="one_open_amendment_per_guide",
            ),
            models.UniqueConstraint(
                fields=["guide", "history_number"], name="one_row_of_history_per_number"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")),
                name="edition_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"]) | ~Q(digest=""),
                name="edition_in_force_is_frozen",
            ),
        ]

    def __str__(self):
        return f"{self.major}.{self.minor}版{'（案）' if self.is_proposal else ''}"

    def get_absolute_url(self):
        if self.guide.is_plan:
            return reverse("guidance:edition", args=[self.code])
        return reverse("guidance:guide_edition", args=[self.guide.slug, self.code])

    @property
    def audit_label(self) -> str:
        return f"{self.guide.slug}:{self.code}"

    @property
    def has_text(self) -> bool:
        return bool(self.frozen)

    @property
    def slug(self) -> str:
        return self.guide.slug

    def running_text(self) -> str:
        """Headings and texts in lines, as the search reads them. Empty without a frozen copy."""
        return "\n".join(f"{each['heading']}\n{plain(each['text'])}" for each in self.frozen or [])

    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Passage(models.Model):
    """A passage of an edition while it is being written. Frozen editions do not read it."""

    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name="版", related_name="passages")
    key = models.SlugField("しるし", max_length=60)
    position = models.PositiveIntegerField("並び順")
    chapter = StorableCharField("章", max_length=100)
    heading = StorableCharField("見出し", max_length=120)
    sort = models.CharField("種類", max_length=14, choices=Sort.choices, default=Sort.TEXT)
    text = StorableTextField("本文", blank=True)
    remark = StorableCharField("注記", max_length=300, blank=True)
    in_history = StorableCharField("改定履歴での扱い", max_length=200, blank=True)

    class Meta:
        verbose_name = "文章"
        verbose_name_plural = "文章"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="one_passage_per_key")
        ]

    def __str__(self):
        return self.heading
