"""Logic models: what goes in, what is done, what comes out, and what it is for."""

from django.db import models

from portal.ui.storable import StorableCharField, StorableTextField


def value_field(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True)


class LogicModel(models.Model):
    """A plan of efforts from a first to a last fiscal year. An example cannot be edited.

    Source: 会津若松市 庁内デジタル変革推進プラン 第3章.
    """

    title = StorableCharField("名前", max_length=100)
    first_year = models.PositiveSmallIntegerField("はじめの年度")
    last_year = models.PositiveSmallIntegerField("終わりの年度")
    source = StorableCharField("出典", max_length=200, blank=True)
    remarks = StorableTextField("注意", max_length=1000, blank=True)
    is_example = models.BooleanField("見本", default=False)
    copied_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="もとにした見本",
        related_name="+",
    )

    class Meta:
        verbose_name = "ロジックモデル"
        verbose_name_plural = "ロジックモデル"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")),
                name="logic_model_ends_after_it_begins",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_own(self) -> bool:
        return not self.is_example

    def years(self) -> list[int]:
        return list(range(self.first_year, self.last_year + 1))


class Aim(models.Model):
    """One view of the plan, with the outcome that its efforts are for."""

    plan = models.ForeignKey(
        LogicModel, models.CASCADE, verbose_name="ロジックモデル", related_name="aims"
    )
    order = models.PositiveSmallIntegerField("順", default=0)
    name = StorableCharField("視点", max_length=100)
    outcome = StorableCharField("アウトカム（成果）の指標", max_length=100)
    outcome_value = value_field("アウトカムの目標値")
    outcome_unit = StorableCharField("単位", max_length=10, blank=True)
    formula = StorableTextField("数え方", max_length=500, blank=True)

    class Meta:
        verbose_name = "視点"
        verbose_name_plural = "視点"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name


class Effort(models.Model):
    """One effort: input, activity and output, who does it, and what is planned for each year.

    ``schedule`` holds words by fiscal year: {"2022": "導入"}.
    """

    aim = models.ForeignKey(Aim, models.CASCADE, verbose_name="視点", related_name="efforts")
    order = models.PositiveSmallIntegerField("順", default=0)
    name = StorableCharField("取組", max_length=100)
    cost = models.PositiveBigIntegerField("インプット（事業費、千円）", null=True, blank=True)
    funding = StorableCharField("財源", max_length=100, blank=True)
    activity = StorableTextField("アクティビティ（事業内容）", max_length=500)
    output = StorableCharField("アウトプット（結果）の指標", max_length=100)
    formula = StorableTextField("数え方", max_length=500, blank=True)
    unit = StorableCharField("単位", max_length=10, blank=True)
    base_value = value_field("はじめの値")
    goal_value = value_field("目標値")
    owner = StorableCharField("担当", max_length=100, blank=True)
    schedule = models.JSONField("年度ごとの予定", default=dict)

    class Meta:
        verbose_name = "取組"
        verbose_name_plural = "取組"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name
