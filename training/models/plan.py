"""What is meant to be held in a fiscal year."""

from django.db import models
from django.db.models import Q

from portal.ui.storable import StorableCharField, StorableTextField
from training.models.course import Course, Tier


class PlanItem(models.Model):
    """One line of the year's plan. A number that nobody has decided is unknown, not zero."""

    class Kind(models.TextChoices):
        TIER = "tier", "職層別の研修"
        OWN = "own", "DX課職員の研修"
        NAMED = "named", "DXプランに書かれた研修"

    class State(models.TextChoices):
        PLANNED = "planned", "予定"
        DONE = "done", "実施済み"
        UNSURE = "unsure", "要確認"
        DROPPED = "dropped", "取りやめ"

    fiscal_year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    kind = models.CharField("区分", max_length=10, choices=Kind.choices)
    tier = models.CharField("対象", max_length=10, choices=Tier.choices, blank=True)
    title = StorableCharField("研修", max_length=100)
    course = models.ForeignKey(
        Course, models.SET_NULL, null=True, blank=True, verbose_name="科目", related_name="plans"
    )
    sessions_planned = models.PositiveSmallIntegerField("開く回数", null=True, blank=True)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.PLANNED)
    source = StorableCharField("出典", max_length=200, blank=True)
    note = StorableTextField("メモ", blank=True)

    class Meta:
        verbose_name = "研修計画"
        verbose_name_plural = "研修計画"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="tier") | ~Q(tier=""), name="tier_plan_names_its_tier"
            )
        ]

    @property
    def audit_label(self):
        return f"plan-{self.pk}"
