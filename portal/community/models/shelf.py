"""What a person keeps for later, and what they follow."""

from django.db import models
from django.db.models import Q

from portal.community.models.anything import OnAnything, person
from portal.staff.models import Department
from portal.ui.storable import StorableCharField


class Collection(models.Model):
    """A named shelf of a person's bookmarks."""

    staff = person("職員")
    name = StorableCharField("まとめの名前", max_length=60)

    class Meta:
        verbose_name = "保存のまとめ"
        verbose_name_plural = "保存のまとめ"
        constraints = [
            models.UniqueConstraint(fields=["staff", "name"], name="one_collection_per_name")
        ]


class Bookmark(OnAnything):
    staff = person("職員")
    collection = models.ForeignKey(
        Collection, models.SET_NULL, null=True, verbose_name="まとめ", related_name="bookmarks"
    )
    at = models.DateTimeField("保存した日時")

    class Meta:
        verbose_name = "保存したもの"
        verbose_name_plural = "保存したもの"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "kind", "object_id"], name="one_bookmark_per_person_and_object"
            )
        ]


class FollowQuerySet(models.QuerySet):
    def of_news(self, *, author, department, tags):
        """Who follows what a new entry has to do with."""
        found = Q(tag__in=tags)
        if author:
            found |= Q(person=author)
        if department:
            found |= Q(department=department)
        return self.filter(found)


class Follow(models.Model):
    """That a person wants to hear of a tag, a section or a person, or of the week as a whole."""

    staff = person("職員")
    tag = StorableCharField("テーマ", max_length=100, blank=True)
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, verbose_name="部署", related_name="+"
    )
    person = person("人", null=True)
    is_weekly = models.BooleanField("週に1度のまとめ", default=False)
    since = models.DateTimeField("フォローした日時")

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = "フォロー"
        verbose_name_plural = "フォロー"
        constraints = [
            models.CheckConstraint(
                condition=(~Q(tag="") & Q(department=None, person=None, is_weekly=False))
                | (Q(tag="", department__isnull=False, person=None, is_weekly=False))
                | (Q(tag="", department=None, person__isnull=False, is_weekly=False))
                | (Q(tag="", department=None, person=None, is_weekly=True)),
                name="a_follow_has_one_object",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | ~Q(person=models.F("staff")),
                name="nobody_follows_themselves",
            ),
            models.UniqueConstraint(
                fields=["staff", "tag"], condition=~Q(tag=""), name="one_follow_per_tag"
            ),
            models.UniqueConstraint(
                fields=["staff", "department"],
                condition=Q(department__isnull=False),
                name="one_follow_per_department",
            ),
            models.UniqueConstraint(
                fields=["staff", "person"],
                condition=Q(person__isnull=False),
                name="one_follow_per_person",
            ),
            models.UniqueConstraint(
                fields=["staff"], condition=Q(is_weekly=True), name="one_weekly_digest"
            ),
        ]
