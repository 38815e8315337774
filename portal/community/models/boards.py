"""意見交換: themes that the DX section opens, and what staff ask and discuss there. NEEDS M03."""

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from portal.community.models.anything import person
from portal.community.models.talk import Comment
from portal.staff.roles import has_right
from portal.ui.storable import StorableCharField, StorableTextField


class BoardQuerySet(models.QuerySet):
    def at_work(self):
        return self.filter(closed_at=None)

    def with_topics(self):
        """Add ``topic_count``; those that are closed stand last."""
        shown = Count("topics", filter=Q(topics__hidden_at=None))
        open_first = F("closed_at").desc(nulls_first=True)
        return self.annotate(topic_count=shown).order_by(open_first, "title", "pk")


class Board(models.Model):
    """A theme to talk about. A closed one is read, and nothing new begins there."""

    title = StorableCharField("テーマ", max_length=60)
    purpose = StorableTextField("話すこと")
    made_by = person("開いた人")
    made_at = models.DateTimeField("開いた日時")
    closed_at = models.DateTimeField("閉じた日時", null=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = "意見交換のテーマ"
        verbose_name_plural = "意見交換のテーマ"

    def __str__(self):
        return self.title


class TopicQuerySet(models.QuerySet):
    def shown(self):
        return self.filter(hidden_at=None)

    def hidden(self):
        return self.exclude(hidden_at=None)

    def visible_to(self, staff):
        """What is hidden is read by who wrote it and by the moderators."""
        if has_right(staff, "topic", "hide with reason, show again"):
            return self.all()
        return self.filter(Q(hidden_at=None) | Q(author=staff))

    def waiting(self):
        """Questions whose asker has not said yet that they are answered."""
        return self.filter(is_question=True, answered_at=None)

    def saying(self, words: str):
        found = self
        for word in words.split():
            found = found.filter(Q(title__icontains=word) | Q(body__icontains=word))
        return found

    def latest_talk_first(self):
        """By the last comment that is shown, or the beginning; adds ``last_at``."""
        below = Comment.objects.shown().filter(kind="community.topic", object_id=OuterRef("pk"))
        latest = Subquery(below.order_by("-written_at").values("written_at")[:1])
        return self.annotate(last_at=Coalesce(latest, "at")).order_by("-last_at", "-pk")


class Topic(models.Model):
    """A question or an opinion. Answers are comments on it, as below everything."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="topics", verbose_name="テーマ")
    author = person("書いた人")
    title = StorableCharField("件名", max_length=100)
    body = StorableTextField("本文")
    is_question = models.BooleanField("答えがほしい")
    about_kind = models.CharField("何についてか（種類）", max_length=60, blank=True)
    about_id = models.PositiveBigIntegerField("何についてか（番号）", null=True)
    at = models.DateTimeField("書いた日時")
    edited_at = models.DateTimeField("直した日時", null=True)
    answered_at = models.DateTimeField("解決した日時", null=True)
    hidden_at = models.DateTimeField("非表示にした日時", null=True)
    hidden_by = person("非表示にした人", null=True)
    hidden_why = StorableTextField("非表示の理由", blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = "意見交換の話題"
        verbose_name_plural = "意見交換の話題"
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None)
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_why="")),
                name="a_hidden_topic_has_a_reason_and_a_person",
            ),
            models.CheckConstraint(
                condition=Q(about_kind="", about_id=None)
                | (~Q(about_kind="") & Q(about_id__isnull=False)),
                name="a_topic_is_about_one_thing_or_none",
            ),
        ]
        indexes = [models.Index(fields=["board", "-at"], name="topic_of_board")]

    @property
    def is_waiting(self) -> bool:
        return self.is_question and self.answered_at is None

    def readers(self) -> bool | list:
        """Everybody, or, while it is hidden, its writer; moderators besides."""
        return self.hidden_at is None or [self.author]
