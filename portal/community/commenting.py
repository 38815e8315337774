"""Writing, changing, taking away a comment."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from portal.audit.trail import record
from portal.community.kinds import label_of
from portal.community.models import Comment, CommentVersion, Report
from portal.community.notices import comment_written
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged


class CommentIsHidden(DomainError):
    message = "このコメントは非表示になっているため、直せません。理由はDX課にお尋ねください。"


class CommentIsGone(DomainError):
    message = "このコメントは、すでに削除されています。"


@transaction.atomic
def write_comment(target: Model, body: str, *, by: StaffMember, now: datetime) -> Comment:
    """Put ``body`` below ``target``, and tell its author and those who commented before.

    ``by`` may see ``target``: the caller has found it by the predicate of its kind.
    """
    comment = Comment.objects.create(
        kind=label_of(target), object_id=target.pk, author=by, body=body, written_at=now
    )
    comment_written(comment, target, now=now)
    record("community.comment.written", actor=by, obj=comment)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, body: str, *, version: str, now: datetime) -> Comment:
    """Change the text; the earlier wording stays readable.

    Raises ChangedMeanwhile, CommentIsGone and CommentIsHidden.
    """
    comment = lock_unchanged(comment, ["body"], version)
    _refuse_unless_shown(comment)
    if comment.body == body:
        return comment
    CommentVersion.objects.create(comment=comment, body=comment.body, replaced_at=now)
    comment.body, comment.edited_at = body, now
    comment.save(update_fields=["body", "edited_at"])
    record("community.comment.edited", actor=comment.author, obj=comment)
    return comment


@transaction.atomic
def delete_comment(comment: Comment, *, by: StaffMember, now: datetime) -> None:
    """Take one's own comment away, its text and all earlier wordings included.

    Reports about it are closed: there is nothing left to look at. Raises CommentIsGone.
    """
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if comment.deleted_at:
        raise CommentIsGone
    comment.versions.all().delete()
    comment.body, comment.deleted_at = "", now
    comment.save(update_fields=["body", "deleted_at"])
    Report.objects.on(comment).waiting().update(state=Report.State.GONE, decided_at=now)
    record("community.comment.deleted", actor=by, obj=comment)


def _refuse_unless_shown(comment: Comment) -> None:
    if comment.deleted_at:
        raise CommentIsGone
    if comment.hidden_at:
        raise CommentIsHidden
