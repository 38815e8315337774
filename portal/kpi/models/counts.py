"""What the other parts count themselves, as it was last counted."""

from django.db import models
from django.db.models import Q

from portal.staff.models import Department


class PartCount(models.Model):
    """One figure of a part for a fiscal year: of the city, or of one department.

    ``value`` is empty where the part has nothing to count from. ``is_few`` stands in place of a
    number that would show a group of fewer than five people: such a number is not kept.
    """

    code = models.SlugField("記号", max_length=40)
    fiscal_year = models.PositiveSmallIntegerField("年度")
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="部署",
        related_name="+",
    )
    value = models.DecimalField("値", max_digits=14, decimal_places=2, null=True, blank=True)
    is_few = models.BooleanField("人数が少ない", default=False)
    counted_at = models.DateTimeField("数えた日時")

    class Meta:
        verbose_name = "ほかの部分の数"
        verbose_name_plural = "ほかの部分の数"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "fiscal_year"],
                condition=Q(department=None),
                name="one_count_of_the_city_per_year",
            ),
            models.UniqueConstraint(
                fields=["code", "fiscal_year", "department"],
                condition=Q(department__isnull=False),
                name="one_count_per_department_and_year",
            ),
            models.CheckConstraint(
                condition=Q(is_few=False) | Q(value=None), name="few_people_are_no_number"
            ),
        ]
