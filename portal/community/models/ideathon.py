"""アイデアソン: a theme, ideas for it, votes, and the next step. Source: NEEDS M05."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from portal.community.models.anything import person
from portal.ui.storable import StorableCharField, StorableTextField


class Stage(models.TextChoices):
    IDEAS = "ideas", "アイデア募集中"
    VOTES = "votes", "投票中"
    OVER = "over", "結果発表"


class ThemeQuerySet(models.QuerySet):
    def visible_to(self, staff):
        return self.all()


class Theme(models.Model):
    """A question to the whole office. Until one day ideas, until a later day votes."""

    title = StorableCharField("テーマ", max_length=100)
    question = StorableTextField("問いかけ")
    made_by = person("出した人")
    made_at = models.DateTimeField("出した日時")
    ideas_until = models.DateField("アイデアの締め切り")
    votes_until = models.DateField("投票の締め切り")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = "アイデアソンのテーマ"
        verbose_name_plural = "アイデアソンのテーマ"
        constraints = [
            models.CheckConstraint(
                condition=Q(votes_until__gt=F("ideas_until")), name="votes_follow_the_ideas"
            )
        ]

    def stage_on(self, day: date) -> Stage:
        """The one rule for page, form and sending. The last day belongs to its stage."""
        if day <= self.ideas_until:
            return Stage.IDEAS
        return Stage.VOTES if day <= self.votes_until else Stage.OVER


class ThemeIdea(models.Model):
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="ideas")
    author = person("考えた人")
    title = StorableCharField("アイデア", max_length=100)
    text = StorableTextField("くわしく", blank=True)
    at = models.DateTimeField("出した日時")

    class Meta:
        verbose_name = "アイデアソンのアイデア"
        verbose_name_plural = "アイデアソンのアイデア"


class IdeaVote(models.Model):
    idea = models.ForeignKey(ThemeIdea, models.CASCADE, related_name="votes")
    staff = person("投票した人")

    class Meta:
        verbose_name = "アイデアソンの投票"
        verbose_name_plural = "アイデアソンの投票"
        constraints = [
            models.UniqueConstraint(fields=["idea", "staff"], name="one_vote_per_person_and_idea")
        ]


class NextStepQuerySet(models.QuerySet):
    def visible_to(self, staff):
        return self.filter(idea__theme__in=Theme.objects.visible_to(staff)).select_related(
            "idea__theme", "by"
        )


class NextStep(models.Model):
    """What happens with an idea now: who does what by when."""

    idea = models.ForeignKey(ThemeIdea, models.CASCADE, related_name="steps")
    what = StorableCharField("次にすること", max_length=200)
    who = StorableCharField("だれが", max_length=100)
    due_on = models.DateField("いつまでに", null=True, blank=True)
    by = person("決めた人")
    at = models.DateTimeField("決めた日時")

    objects = NextStepQuerySet.as_manager()

    class Meta:
        verbose_name = "アイデアソンの次の一歩"
        verbose_name_plural = "アイデアソンの次の一歩"
