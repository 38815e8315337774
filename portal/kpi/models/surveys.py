"""Staff surveys: the same questions over the years, and counts instead of answers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.ui.storable import StorableCharField, StorableTextField


class Survey(models.Model):
    """A set of questions. Once it was asked for the first time, its questions stay."""

    title = StorableCharField("名前", max_length=100)
    purpose = StorableTextField("目的", max_length=500)

    class Meta:
        verbose_name = "職員アンケート"
        verbose_name_plural = "職員アンケート"

    def __str__(self):
        return self.title


class Question(models.Model):
    """One sentence that people agree to or not, on the same five steps every year."""

    survey = models.ForeignKey(
        Survey, models.CASCADE, verbose_name="アンケート", related_name="questions"
    )
    order = models.PositiveSmallIntegerField("順")
    text = StorableCharField("質問", max_length=200)

    class Meta:
        verbose_name = "質問"
        verbose_name_plural = "質問"
        ordering = ["order"]


class Answer(models.IntegerChoices):
    AGREE = 5, "そう思う"
    RATHER = 4, "どちらかといえばそう思う"
    NEITHER = 3, "どちらともいえない"
    RATHER_NOT = 2, "どちらかといえばそう思わない"
    NOT = 1, "そう思わない"


class SurveyRound(models.Model):
    """The survey of one fiscal year, open from a day to a day, both included."""

    survey = models.ForeignKey(
        Survey, models.PROTECT, verbose_name="アンケート", related_name="rounds"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    opens_on = models.DateField("受付の初日")
    closes_on = models.DateField("受付の最終日")

    class Meta:
        verbose_name = "アンケートの実施"
        verbose_name_plural = "アンケートの実施"
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "fiscal_year"], name="one_survey_round_per_year"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="survey_closes_after_it_opens"
            ),
        ]

    def is_open_today(self) -> bool:
        return self.is_open(timezone.localdate())

    def is_open(self, on) -> bool:
        return self.opens_on <= on <= self.closes_on


class Tally(models.Model):
    """How many chose one answer. There is no row per person, so nobody can be found again."""

    round = models.ForeignKey(
        SurveyRound, models.CASCADE, verbose_name="実施", related_name="tallies"
    )
    question = models.ForeignKey(
        Question, models.PROTECT, verbose_name="質問", related_name="tallies"
    )
    answer = models.PositiveSmallIntegerField("答え", choices=Answer.choices)
    count = models.PositiveIntegerField("人数", default=0)

    class Meta:
        verbose_name = "アンケートの集計"
        verbose_name_plural = "アンケートの集計"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "question", "answer"], name="one_tally_per_answer"
            )
        ]


class Participation(models.Model):
    """That somebody has answered, so that nobody answers twice. Not what, and not when."""

    round = models.ForeignKey(
        SurveyRound, models.CASCADE, verbose_name="実施", related_name="participations"
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="職員", related_name="+"
    )

    class Meta:
        verbose_name = "アンケートの回答済み"
        verbose_name_plural = "アンケートの回答済み"
        constraints = [
            models.UniqueConstraint(fields=["round", "staff"], name="one_participation_per_staff")
        ]
