"""All that stands below an object: its buttons, its comments, and what this person may do."""

from typing import NamedTuple

from django.db.models import Model, QuerySet

from portal.community.feed import kept_of
from portal.community.kinds import Kind, kind_of, label_of
from portal.community.models import Comment, Thanks
from portal.community.reacting import Pressed, reactions_of
from portal.community.rights import author_of, may_moderate
from portal.staff.models import StaffMember

COMMENTS_SHOWN = 50


class Said(NamedTuple):
    """A comment as the page shows it. Without ``may_read`` only the reason stands there."""

    comment: Comment
    pressed: list[Pressed]
    is_own: bool
    may_read: bool


class Conversation(NamedTuple):
    kind: Kind
    object_id: int
    pressed: list[Pressed]
    is_kept: bool
    author: StaffMember | None
    thanked: int
    said: list[Said]
    more: int
    moderates: bool

    @property
    def label(self) -> str:
        return self.kind.label


def conversation_on(target: Model, staff: StaffMember) -> Conversation:
    """``staff`` may see ``target``. A fixed number of queries; the latest comments come last."""
    kind = kind_of(label_of(target))
    key = (kind.label, target.pk)
    standing = Comment.objects.on(target).standing()
    count = standing.count()
    latest = list(comments_in(standing).reverse()[:COMMENTS_SHOWN])[::-1]
    author = author_of(kind, target)
    return Conversation(
        kind,
        target.pk,
        reactions_of([key], staff)[key],
        bool(kept_of([key], staff)),
        None if author == staff else author,
        Thanks.objects.on(target).count(),
        said_of(latest, staff),
        max(0, count - COMMENTS_SHOWN),
        may_moderate(staff),
    )


def comments_in(standing: QuerySet[Comment]) -> QuerySet[Comment]:
    return standing.oldest_first().select_related("author", "author__department")


def said_of(comments: list[Comment], staff: StaffMember) -> list[Said]:
    keys = [(label_of(comment), comment.pk) for comment in comments]
    pressed = reactions_of(keys, staff)
    reads_all = may_moderate(staff)
    return [
        Said(
            comment,
            pressed[label_of(comment), comment.pk],
            comment.author_id == staff.pk,
            comment.is_shown or reads_all or comment.author_id == staff.pk,
        )
        for comment in comments
    ]
