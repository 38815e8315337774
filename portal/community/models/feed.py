"""The office-wide feed: one row for each thing that was announced."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.community.models.anything import OnAnything, OnAnythingQuerySet, person
from portal.community.models.shelf import Follow
from portal.staff.models import Department
from portal.ui.storable import StorableCharField, StorableTextField


class EntryQuerySet(OnAnythingQuerySet):
    def visible_to(self, staff):
        return self.filter(hidden_at=None).on_what_is_visible_to(staff)

    def newest_first(self):
        return self.order_by("-at", "-pk")

    def followed_by(self, staff):
        """What has to do with a person, a section or a tag that ``staff`` follows."""
        follows = Follow.objects.filter(staff=staff)
        tagged = EntryTag.objects.filter(
            entry=OuterRef("pk"), name__in=follows.exclude(tag="").values("tag")
        )
        return self.filter(
            Q(author__in=follows.exclude(person=None).values("person"))
            | Q(department__in=follows.exclude(department=None).values("department"))
            | Exists(tagged)
        )

    def tagged(self, name: str):
        return self.filter(Exists(EntryTag.objects.filter(entry=OuterRef("pk"), name=name)))


class Entry(OnAnything):
    """That something new is there. What it says is read from the object itself, never copied."""

    author = person("投稿した人", null=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="そのときの所属", related_name="+"
    )
    at = models.DateTimeField("日時")
    hidden_at = models.DateTimeField("一覧から外した日時", null=True)
    hidden_by = person("一覧から外した人", null=True)
    hidden_why = StorableTextField("外した理由", blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "みんなの動き"
        verbose_name_plural = "みんなの動き"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_per_object")
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="entry_newest"),
            models.Index(fields=["author", "-at"], name="entry_by_author"),
            models.Index(fields=["department", "-at"], name="entry_by_department"),
            models.Index(fields=["kind", "-at"], name="entry_by_kind"),
        ]


class EntryTag(models.Model):
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="tags")
    name = StorableCharField("テーマ", max_length=100)

    class Meta:
        verbose_name = "みんなの動きのテーマ"
        verbose_name_plural = "みんなの動きのテーマ"
        constraints = [
            models.UniqueConstraint(fields=["entry", "name"], name="one_entry_tag_per_name")
        ]
        indexes = [models.Index(fields=["name", "entry"], name="entry_tag_by_name")]
