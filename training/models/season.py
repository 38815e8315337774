"""Times of the year in which a section can hardly let anybody go."""

from django.db import models
from django.db.models import F, Q

from portal.staff.models import Department
from portal.ui.storable import StorableCharField


class BusySeasonQuerySet(models.QuerySet):
    def live(self):
        return self.filter(is_live=True)

    def of_section(self, department_pk: int | None):
        """The seasons of all, and of this department."""
        return self.live().filter(Q(department=None) | Q(department=department_pk))


class BusySeason(models.Model):
    """A span of days, of one department or of all. It warns; it never refuses.

    The kinds are those for which a DXリーダー may rest. Source: leaders, お休みの理由.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council", "議会の時期"
        ACCOUNTS = "accounts", "決算や予算の時期"
        BUSY = "busy", "担当業務の繁忙期"

    kind = models.CharField("種類", max_length=10, choices=Kind.choices)
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="部署",
        related_name="+",
    )
    starts_on = models.DateField("はじまり")
    ends_on = models.DateField("おわり")
    note = StorableCharField("メモ", max_length=100, blank=True)
    is_live = models.BooleanField("使う", default=True)

    objects = BusySeasonQuerySet.as_manager()

    class Meta:
        verbose_name = "忙しい時期"
        verbose_name_plural = "忙しい時期"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="busy_season_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}（{_day(self.starts_on)}から{_day(self.ends_on)}まで）"

    @property
    def audit_label(self):
        return f"season-{self.pk}"


def _day(day) -> str:
    return f"{day.month}月{day.day}日"
