"""What readers leave behind by pressing a button. Nobody is followed while reading."""

from django.db import models
from django.db.models import Q

from portal.guidance.models.guide import Edition, Guide, person
from portal.ui.storable import StorableTextField


class Reading(models.Model):
    """That a person has read an edition of a guide up to here: said by the person."""

    staff = person("職員", on_delete=models.CASCADE)
    guide = models.ForeignKey(Guide, models.CASCADE, verbose_name="ページ", related_name="+")
    edition = models.ForeignKey(
        Edition, models.PROTECT, verbose_name="読んだ版", related_name="readings"
    )
    read_at = models.DateTimeField("読んだ日時")

    class Meta:
        verbose_name = "読んだ印"
        verbose_name_plural = "読んだ印"
        constraints = [
            models.UniqueConstraint(fields=["staff", "guide"], name="one_reading_per_guide")
        ]


class Feedback(models.Model):
    """役に立った / 困った. One opinion per person and edition; it may be changed."""

    class Opinion(models.TextChoices):
        HELPED = "helped", "役に立った"
        TROUBLED = "troubled", "困った"

    staff = person("職員", null=True, on_delete=models.SET_NULL)
    edition = models.ForeignKey(Edition, models.PROTECT, verbose_name="版", related_name="feedback")
    opinion = models.CharField("感想", max_length=10, choices=Opinion.choices)
    words = StorableTextField("困ったこと", blank=True, max_length=500)
    at = models.DateTimeField("日時")
    settled_by = person("対応した人", null=True)
    settled_at = models.DateTimeField("対応した日時", null=True)

    class Meta:
        verbose_name = "ページへの感想"
        verbose_name_plural = "ページへの感想"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "edition"],
                condition=Q(staff__isnull=False),
                name="one_opinion_per_edition",
            )
        ]
        indexes = [models.Index(fields=["at"])]
