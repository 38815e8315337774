"""Looking back and ahead: reviews, OODA notes, and what 本部会議 decided."""

from django.conf import settings
from django.db import models

from portal.kpi.models.indicators import Indicator
from portal.staff.models import Department
from portal.ui.storable import StorableCharField, StorableTextField


def person(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=label, related_name="+"
    )


class Review(models.Model):
    """What was said of an indicator at the half or the end of a fiscal year. Never changed.

    A later row of the same indicator and time takes its place; ``figure`` is what was known then.
    """

    class Part(models.TextChoices):
        HALF = "half", "半期（数値で）"
        YEAR = "year", "年度"

    class Rating(models.TextChoices):
        ON_TRACK = "on_track", "順調"
        LATE = "late", "遅れている"
        CHANGE = "change", "見直しが要る"
        UNKNOWN = "unknown", "数値がなく判断できない"

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name="指標", related_name="reviews"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    part = models.CharField("区分", max_length=4, choices=Part.choices)
    rating = models.CharField("評価", max_length=8, choices=Rating.choices)
    words = StorableTextField("理由", max_length=1000)
    next_step = StorableTextField("次にすること", max_length=1000, blank=True)
    figure = StorableCharField("そのときの値", max_length=200)
    by = person("書いた人")
    at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = "点検"
        verbose_name_plural = "点検"

    @property
    def year(self) -> int:
        return self.fiscal_year

    @property
    def slug(self) -> str:
        return self.indicator.slug


class OodaNote(models.Model):
    """What a department saw, made of it, decided and did, within the year.

    Source: 会津若松市 庁内デジタル変革推進プラン 第4章4（OODAループ、随時～1年間）.
    """

    department = models.ForeignKey(Department, models.PROTECT, verbose_name="課", related_name="+")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, verbose_name="指標", related_name="+"
    )
    observe = StorableTextField("観察（何を見たか）", max_length=1000)
    orient = StorableTextField("情勢判断（どう見るか）", max_length=1000)
    decide = StorableTextField("意思決定（何をすると決めたか）", max_length=1000)
    act = StorableTextField("行動（何をしたか）", max_length=1000, blank=True)
    by = person("書いた人")
    at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = "OODAのメモ"
        verbose_name_plural = "OODAのメモ"


class Decision(models.Model):
    """Something that 本部会議 decided, who sees to it, and by when."""

    class State(models.TextChoices):
        OPEN = "open", "対応中"
        DONE = "done", "済み"
        DROPPED = "dropped", "取りやめ"

    decided_on = models.DateField("決定日")
    title = StorableCharField("決定したこと", max_length=200)
    words = StorableTextField("内容", max_length=2000, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name="担当課", related_name="+"
    )
    due_on = models.DateField("期限", null=True, blank=True)
    state = models.CharField("状態", max_length=7, choices=State.choices, default=State.OPEN)
    by = person("記録した人")
    at = models.DateTimeField("記録した日時")

    class Meta:
        verbose_name = "本部会議の決定"
        verbose_name_plural = "本部会議の決定"

    def is_overdue(self, on) -> bool:
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < on


class FollowUp(models.Model):
    """What became of a decision, step by step. Never changed."""

    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name="決定", related_name="follow_ups"
    )
    state = models.CharField("状態", max_length=7, choices=Decision.State.choices)
    words = StorableTextField("経過", max_length=1000)
    by = person("書いた人")
    at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = "決定の経過"
        verbose_name_plural = "決定の経過"
