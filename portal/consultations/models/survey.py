"""What the DX section gathers section by section: hearings, wishes, and procedures."""

from django.db import models

from portal.consultations.models.consultation import Consultation, person
from portal.staff.models import Department
from portal.ui.storable import StorableCharField, StorableTextField


class HearingRound(models.Model):
    """A round through the sections, with one sheet of questions. Source: 推進計画 第3章4(3)."""

    name = StorableCharField("ヒアリングの名前", max_length=80)
    sheet = StorableTextField("聞くこと")
    made_by = person("作った人")
    made_at = models.DateTimeField("作った日時")

    class Meta:
        verbose_name = "ヒアリング"
        verbose_name_plural = "ヒアリング"

    def __str__(self):
        return self.name


class Hearing(models.Model):
    """One section in a round: when and where, what was said, what is wished for."""

    round = models.ForeignKey(HearingRound, models.CASCADE, related_name="hearings")
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="課", related_name="+")
    scheduled_at = models.DateTimeField("予定の日時", null=True)
    place = StorableCharField("場所", max_length=80, blank=True)
    held_on = models.DateField("行った日", null=True)
    minutes = StorableTextField("記録", blank=True)

    class Meta:
        verbose_name = "課のヒアリング"
        verbose_name_plural = "課のヒアリング"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "department"], name="one_hearing_per_round_and_section"
            )
        ]


class Wish(models.Model):
    """One thing that a section wishes for."""

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="wishes")
    words = StorableCharField("要望", max_length=200)
    is_done = models.BooleanField("対応した", default=False)
    consultation = models.ForeignKey(
        Consultation, models.SET_NULL, null=True, verbose_name="相談", related_name="+"
    )

    class Meta:
        verbose_name = "課の要望"
        verbose_name_plural = "課の要望"


class Procedure(models.Model):
    """A procedure of the city, for the plan that begins with the most used ones.

    Source: 推進計画 第3章4 (年間100件以上から).
    """

    class Online(models.TextChoices):
        YES = "yes", "できる"
        PARTLY = "partly", "一部できる"
        NO = "no", "できない"
        UNKNOWN = "unknown", "未確認"

    name = StorableCharField("手続き", max_length=150)
    department = models.ForeignKey(
        Department, models.PROTECT, verbose_name="担当課", related_name="+"
    )
    yearly = models.PositiveIntegerField("年間の件数", null=True)
    online = models.CharField(
        "オンライン申請", max_length=8, choices=Online.choices, default=Online.UNKNOWN
    )
    plan = StorableTextField("これからの予定", blank=True)
    changed_at = models.DateTimeField("変更した日時")

    class Meta:
        verbose_name = "手続き"
        verbose_name_plural = "手続き"
        constraints = [
            models.UniqueConstraint(
                fields=["department", "name"], name="one_procedure_per_section_and_name"
            )
        ]

    def __str__(self):
        return self.name
