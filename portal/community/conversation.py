"""All that stands below an object: its buttons, its comments, and what this person may do."""

from typing import NamedTuple

from django.db.models import Count, Model, Q, QuerySet, Value

from portal.community.kinds import Kind, kind_of, label_of
from portal.community.models import Bookmark, Comment, Reaction, Thanks
from portal.community.reacting import Pressed, buttons, counted, reactions_of
from portal.community.rights import author_of, may_moderate
from portal.prepared import Prepared
from portal.staff.models import StaffMember

COMMENTS_SHOWN = 50
COMMENTS, THANKS, KEPT = "comments", "thanks", "kept"


def _ask(kind: str, pk: int, staff: int) -> QuerySet:
    """Rows of object, what, how many, and whether ``staff`` is among them."""
    this = Q(kind=kind, object_id=pk)
    return counted(Reaction.objects.filter(this), staff).union(
        _number(COMMENTS, Comment.objects.filter(this).standing()),
        _number(THANKS, Thanks.objects.filter(this)),
        _number(KEPT, Bookmark.objects.filter(this, staff=staff)),
        all=True,
    )


def _number(what: str, rows: QuerySet) -> QuerySet:
    named = rows.order_by().values("object_id").annotate(what=Value(what), count=Count("pk"))
    return named.values_list("object_id", "what", "count", Value(0))


_traces = Prepared(_ask)


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
    traces = _traces.rows(kind.label, target.pk, staff.pk)
    found = {(pk, what): (count, own) for pk, what, count, own in traces}
    count, kept, thanked = (
        found.get((target.pk, what), (0, 0))[0] for what in (COMMENTS, KEPT, THANKS)
    )
    author = author_of(kind, target)
    return Conversation(
        kind,
        target.pk,
        buttons(found, target.pk),
        bool(kept),
        None if author == staff else author,
        thanked,
        said_of(_latest_on(target), staff) if count else [],
        max(0, count - COMMENTS_SHOWN),
        may_moderate(staff),
    )


def _latest_on(target: Model) -> list[Comment]:
    standing = Comment.objects.on(target).standing()
    return list(comments_in(standing).reverse()[:COMMENTS_SHOWN])[::-1]


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
