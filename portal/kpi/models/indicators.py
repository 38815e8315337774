"""Indicators, and how each was defined over the years."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.ui.storable import StorableCharField, StorableTextField


class Kind(models.TextChoices):
    """How a target is meant. Source: DXプラン第2.0版 5つのレスの目標、第2章4."""

    CHANGE = "change", "増減（基準年度との比）"
    ABOLISH = "abolish", "廃止（0にする）"
    INTRODUCE = "introduce", "新規導入"
    RATIO = "ratio", "割合"
    COUNT = "count", "数"
    MULTIPLE = "multiple", "倍率（基準年度との比）"


class Span(models.TextChoices):
    """The length of time that one figure is about."""

    MONTH = "month", "月"
    QUARTER = "quarter", "四半期"
    YEAR = "year", "年度"


class Stage(models.IntegerChoices):
    """How far an effort has come: the value of a figure of the kind 新規導入.

    Source: 会津若松市 庁内デジタル変革推進プラン 第3章2（導入検討、導入、運用）.
    """

    NOT_BEGUN = 0, "未着手"
    CONSIDERED = 1, "導入検討"
    INTRODUCED = 2, "導入"
    RUNNING = 3, "運用"


class Indicator(models.Model):
    """One figure that is followed over years. What it is called stands in its definitions.

    ``counts_people`` puts it under the rule of small groups; ``by_section`` says that each
    section enters its own; ``drawn_from`` names a line of ``from_parts`` that is counted instead
    of typed.
    """

    class Group(models.TextChoices):
        FIVE_LESS = "five_less", "5つのレス"
        CITY_HALLS = "city_halls", "3つの市役所"
        PROCEDURES = "procedures", "オンライン手続"
        PROJECTS = "projects", "リーディングプロジェクト"
        DIVIDE = "divide", "デジタルデバイド対策"
        OTHER = "other", "そのほか"

    slug = models.SlugField("記号", max_length=40, unique=True)
    group = models.CharField("まとまり", max_length=12, choices=Group.choices)
    label = StorableCharField("短い名前", max_length=30, blank=True)
    order = models.PositiveSmallIntegerField("順", default=0)
    span = models.CharField("入力の間隔", max_length=8, choices=Span.choices)
    by_section = models.BooleanField("課ごとに入力", default=False)
    counts_people = models.BooleanField("人を数える", default=False)
    drawn_from = models.SlugField("数える元", max_length=40, blank=True)
    is_closed = models.BooleanField("集計を終えた", default=False)

    class Meta:
        verbose_name = "指標"
        verbose_name_plural = "指標"
        constraints = [
            # Months would give away a year's small group: year minus the months that are shown.
            models.CheckConstraint(
                condition=Q(counts_people=False) | Q(span=Span.YEAR),
                name="people_are_counted_by_year_alone",
            ),
            models.CheckConstraint(
                condition=Q(drawn_from="") | Q(span=Span.YEAR, by_section=False),
                name="a_drawn_indicator_is_the_citys_year",
            ),
        ]

    def __str__(self):
        return self.label or self.slug

    @property
    def audit_label(self):
        return self.slug


class Definition(models.Model):
    """What an indicator meant from a day on. A change is a new row; no row is ever changed.

    ``target_value``: -50 (%) for 増減, 1.5 for 倍率, a percentage for 割合, a number for 数; empty
    for 廃止 and 新規導入, and where the plan names none. ``applies_on`` is empty for the first.
    """

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name="指標", related_name="definitions"
    )
    number = models.PositiveSmallIntegerField("何番目の定義")
    name = StorableCharField("名前", max_length=100)
    kind = models.CharField("目標の種類", max_length=10, choices=Kind.choices)
    unit = StorableCharField("単位", max_length=10, blank=True)
    formula = StorableTextField("数え方", max_length=500, blank=True)
    at_start = StorableTextField("計画に書かれた状況", max_length=500, blank=True)
    base_year = models.PositiveSmallIntegerField("基準年度", null=True, blank=True)
    target_year = models.PositiveSmallIntegerField("目標年度", null=True, blank=True)
    target_value = models.DecimalField(
        "目標値", max_digits=14, decimal_places=2, null=True, blank=True
    )
    is_lower_better = models.BooleanField("小さいほどよい", default=False)
    source = StorableCharField("出典", max_length=200, blank=True)
    reason = StorableTextField("変えた理由", max_length=500, blank=True)
    applies_on = models.DateField("適用日", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name="決めた人",
        related_name="+",
    )
    made_at = models.DateTimeField("登録日時")

    class Meta:
        verbose_name = "指標の定義"
        verbose_name_plural = "指標の定義"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "number"], name="one_definition_per_number"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(applies_on__isnull=False),
                name="a_changed_definition_applies_from_a_day",
            ),
        ]

    def __str__(self):
        return self.name
