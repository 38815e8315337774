"""Figures as they were typed: the present value of each, and everything that stood there before."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.kpi.models.indicators import Indicator, Span
from portal.staff.models import Department
from portal.ui.storable import StorableCharField, StorableTextField


def value_field(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True)


def person(label: str, **options) -> models.ForeignKey:
    options = {"on_delete": models.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=label, **options)


class Actual(models.Model):
    """The present figure of one indicator, section and time. No section: the whole city.

    ``out_of`` is the whole of which ``value`` is a part, for 割合 alone. Empty value: taken back.
    """

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name="指標", related_name="actuals"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="課", related_name="+"
    )
    span = models.CharField("間隔", max_length=8, choices=Span.choices)
    starts_on = models.DateField("期間の初日")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    value = value_field("値")
    out_of = value_field("分母")

    class Meta:
        verbose_name = "実績"
        verbose_name_plural = "実績"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "department", "span", "starts_on"],
                condition=Q(department__isnull=False),
                name="one_actual_per_section_and_time",
            ),
            models.UniqueConstraint(
                fields=["indicator", "span", "starts_on"],
                condition=Q(department__isnull=True),
                name="one_actual_per_city_and_time",
            ),
            models.CheckConstraint(condition=~Q(value__lt=0), name="actual_is_not_below_zero"),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "fiscal_year", "department"], name="actual_by_year_and_section"
            )
        ]


class ActualEntry(models.Model):
    """That somebody typed a value, on which evidence, and why when it was a correction."""

    class Way(models.TextChoices):
        TYPED = "typed", "画面で入力"
        IMPORTED = "imported", "ファイルから"

    actual = models.ForeignKey(Actual, models.PROTECT, verbose_name="実績", related_name="entries")
    value = value_field("値")
    out_of = value_field("分母")
    evidence = StorableCharField("根拠", max_length=200, blank=True)
    reason = StorableTextField("訂正の理由", max_length=200, blank=True)
    way = models.CharField("入力のしかた", max_length=8, choices=Way.choices)
    by = person("入力した人")
    at = models.DateTimeField("入力日時")

    class Meta:
        verbose_name = "実績の入力"
        verbose_name_plural = "実績の入力"


class ActualImport(models.Model):
    """A file without mistakes that waits for a yes. ``rows`` hold what it would write.

    A file with a single mistake is never kept: it is shown back and nothing is taken.
    """

    class State(models.TextChoices):
        READY = "ready", "確認待ち"
        TAKEN = "taken", "取り込み済み"

    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="課", related_name="+"
    )
    state = models.CharField("状態", max_length=6, choices=State.choices)
    file_name = StorableCharField("ファイル名", max_length=255)
    rows = models.JSONField("行")
    made_by = person("読み込んだ人")
    made_at = models.DateTimeField("読み込んだ日時")
    taken_by = person("取り込んだ人", null=True)
    taken_at = models.DateTimeField("取り込んだ日時", null=True)

    class Meta:
        verbose_name = "実績の取り込み"
        verbose_name_plural = "実績の取り込み"
