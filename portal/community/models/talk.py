"""What people say and show about things: comments, reactions, thanks."""

from django.db import models
from django.db.models import Q

from portal.community.models.anything import OnAnything, OnAnythingQuerySet, person
from portal.ui.storable import StorableTextField


class CommentQuerySet(OnAnythingQuerySet):
    def standing(self):
        """Not taken away by their writers. A hidden one stands, with its reason."""
        return self.filter(deleted_at=None)

    def shown(self):
        return self.standing().filter(hidden_at=None)

    def visible_to(self, staff):
        """Those on objects that ``staff`` may see; a hidden one shows its reason only."""
        return self.standing().on_what_is_visible_to(staff)

    def oldest_first(self):
        return self.order_by("written_at", "pk")


class Comment(OnAnything):
    """What a person wrote below something. Its earlier wordings are kept and can be read."""

    author = person("書いた人")
    body = StorableTextField("コメント")
    written_at = models.DateTimeField("書いた日時")
    edited_at = models.DateTimeField("直した日時", null=True)
    deleted_at = models.DateTimeField("削除した日時", null=True)
    hidden_at = models.DateTimeField("非表示にした日時", null=True)
    hidden_by = person("非表示にした人", null=True)
    hidden_why = StorableTextField("非表示の理由", blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "コメント"
        verbose_name_plural = "コメント"
        indexes = [
            models.Index(fields=["kind", "object_id", "written_at"], name="comment_on_object"),
            models.Index(fields=["written_at"], name="comment_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None)
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_why="")),
                name="a_hidden_comment_has_a_reason_and_a_person",
            ),
        ]

    @property
    def is_shown(self) -> bool:
        return self.deleted_at is None and self.hidden_at is None

    @property
    def is_standing(self) -> bool:
        return self.deleted_at is None


class CommentVersion(models.Model):
    """How a comment read before it was changed."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions")
    body = StorableTextField("前の文章")
    replaced_at = models.DateTimeField("直した日時")

    class Meta:
        verbose_name = "コメントの前の文章"
        verbose_name_plural = "コメントの前の文章"


class Reaction(OnAnything):
    """One press of a person under one thing. The database holds one of each sort."""

    class Sort(models.TextChoices):
        USEFUL = "useful", "参考になった"
        WE_TOO = "we_too", "うちもやる"

    staff = person("職員")
    sort = models.CharField("種類", max_length=8, choices=Sort.choices)
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "反応"
        verbose_name_plural = "反応"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "sort", "staff"],
                name="one_reaction_per_person_sort_and_object",
            )
        ]


class Thanks(OnAnything):
    """Thanks of one person to the author of something, once for each thing."""

    by = person("お礼を言った人")
    to = person("お礼を言われた人")
    words = StorableTextField("ひとこと", blank=True)
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "お礼"
        verbose_name_plural = "お礼"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "by"], name="one_thanks_per_person_and_object"
            ),
            models.CheckConstraint(
                condition=~Q(by=models.F("to")), name="nobody_thanks_themselves"
            ),
        ]
        indexes = [models.Index(fields=["to", "-at"], name="thanks_received")]
