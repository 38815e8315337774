"""The skill check: what is asked, and how people rate themselves."""

from django.db import models
from django.db.models import Q

from portal.staff.models import StaffMember
from portal.ui.storable import StorableCharField


class SkillArea(models.Model):
    code = models.SlugField("記号", max_length=20, unique=True)
    name = StorableCharField("分野", max_length=40)
    order = models.PositiveSmallIntegerField("順番", default=0)

    class Meta:
        verbose_name = "スキルの分野"
        verbose_name_plural = "スキルの分野"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name


class SkillQuestion(models.Model):
    """One thing to rate oneself in, from 1 to 5. ``label`` is its short name."""

    code = models.SlugField("記号", max_length=40, unique=True)
    area = models.ForeignKey(
        SkillArea, models.PROTECT, verbose_name="分野", related_name="questions"
    )
    label = StorableCharField("短い名前", max_length=40)
    words = StorableCharField("設問", max_length=200)
    order = models.PositiveSmallIntegerField("順番", default=0)
    is_live = models.BooleanField("使う", default=True)
    initial_hash = models.CharField("初期データの控え", max_length=64, blank=True)

    class Meta:
        verbose_name = "スキルチェックの設問"
        verbose_name_plural = "スキルチェックの設問"
        ordering = ["area__order", "order", "pk"]

    def __str__(self):
        return self.label


class SkillCheck(models.Model):
    """One person's rating of themselves on one day. Read by that person alone."""

    staff = models.ForeignKey(
        StaffMember, models.CASCADE, verbose_name="職員", related_name="skill_checks"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    taken_at = models.DateTimeField("答えた日時")

    class Meta:
        verbose_name = "スキルチェック"
        verbose_name_plural = "スキルチェック"


class SkillRating(models.Model):
    check_taken = models.ForeignKey(SkillCheck, models.CASCADE, related_name="ratings")
    question = models.ForeignKey(SkillQuestion, models.PROTECT, related_name="ratings")
    value = models.PositiveSmallIntegerField("自己評価")

    class Meta:
        verbose_name = "スキルの自己評価"
        verbose_name_plural = "スキルの自己評価"
        constraints = [
            models.UniqueConstraint(
                fields=["check_taken", "question"], name="one_rating_per_check_and_question"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=1, value__lte=5), name="rating_is_one_to_five"
            ),
        ]
