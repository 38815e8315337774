"""Quick polls. Of an anonymous one the database does not know who chose what."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from portal.community.models.anything import person
from portal.ui.storable import StorableCharField


class PollQuerySet(models.QuerySet):
    def visible_to(self, staff):
        return self.all()


class Poll(models.Model):
    question = StorableCharField("質問", max_length=200)
    is_anonymous = models.BooleanField("無記名", default=True)
    made_by = person("作った人")
    made_at = models.DateTimeField("作った日時")
    closes_at = models.DateTimeField("締め切り")

    objects = PollQuerySet.as_manager()

    class Meta:
        verbose_name = "クイックアンケート"
        verbose_name_plural = "クイックアンケート"

    def is_open(self, now: datetime) -> bool:
        return now < self.closes_at


class PollChoice(models.Model):
    """An answer to choose. ``count`` is of anonymous polls: there is no row per vote to read."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField("順番")
    words = StorableCharField("答え", max_length=100)
    count = models.PositiveIntegerField("無記名の回答数", default=0)

    class Meta:
        verbose_name = "アンケートの答え"
        verbose_name_plural = "アンケートの答え"
        constraints = [
            models.UniqueConstraint(fields=["poll", "position"], name="one_choice_per_position")
        ]


class Ballot(models.Model):
    """That a person has answered. What, only where names were announced beforehand."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots")
    staff = person("答えた人")
    choice = models.ForeignKey(
        PollChoice, models.CASCADE, null=True, verbose_name="答え", related_name="ballots"
    )
    is_anonymous = models.BooleanField("無記名")

    class Meta:
        verbose_name = "アンケートの回答"
        verbose_name_plural = "アンケートの回答"
        constraints = [
            models.UniqueConstraint(fields=["poll", "staff"], name="one_ballot_per_person"),
            models.CheckConstraint(
                condition=Q(is_anonymous=True, choice=None)
                | Q(is_anonymous=False, choice__isnull=False),
                name="an_anonymous_ballot_has_no_choice",
            ),
        ]
