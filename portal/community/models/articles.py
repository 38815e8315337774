"""DXだより: articles of the DX section and of the leaders, for the whole office. NEEDS M02."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.community.models.anything import person
from portal.rights.law import right_to
from portal.staff.models import Department
from portal.staff.roles import has_right, role_codes_of
from portal.ui.storable import StorableCharField, StorableTextField

LOOK_AFTER = ("article", "edit, publish, take back")


class ArticleQuerySet(models.QuerySet):
    def published(self):
        return self.exclude(published_at=None)

    def drafts(self):
        return self.filter(published_at=None)

    def editable_by(self, staff):
        """All for the DX section, one's own for a leader."""
        if has_right(staff, *LOOK_AFTER):
            return self.all()
        owns = "O" in right_to(*LOOK_AFTER).letters_of(role_codes_of(staff))
        return self.filter(author=staff) if owns else self.none()

    def visible_to(self, staff):
        """What is published; a draft for those only who may edit it."""
        mine = self.model.objects.editable_by(staff).values("pk")
        return self.filter(Q(published_at__isnull=False) | Q(pk__in=mine))

    def of_fiscal_year(self, year: int):
        here = timezone.get_default_timezone()
        first, last = (datetime(each, 4, 1, tzinfo=here) for each in (year, year + 1))
        return self.filter(published_at__gte=first, published_at__lt=last)

    def saying(self, words: str):
        found = self
        for word in words.split():
            found = found.filter(
                Q(title__icontains=word) | Q(summary__icontains=word) | Q(body__icontains=word)
            )
        return found

    def newest(self):
        return self.order_by("-published_at", "-pk")


class Article(models.Model):
    """Without ``published_at`` it is a draft; taken back, it is one again."""

    author = person("書いた人")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="そのときの所属", related_name="+"
    )
    title = StorableCharField("件名", max_length=100)
    summary = StorableCharField("ひとことで言うと", max_length=200)
    body = StorableTextField("本文")
    tags = StorableCharField("テーマ", max_length=200, blank=True)
    made_at = models.DateTimeField("書き始めた日時")
    edited_at = models.DateTimeField("公開のあとで直した日時", null=True)
    published_at = models.DateTimeField("公開した日時", null=True)
    taken_back_by = person("取り下げた人", null=True)
    taken_back_why = StorableTextField("取り下げた理由", blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "DXだよりの記事"
        verbose_name_plural = "DXだよりの記事"
        indexes = [models.Index(fields=["-published_at", "-id"], name="article_newest")]

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def tag_names(self) -> list[str]:
        return self.tags.split("、") if self.tags else []
