"""Who may do what in the talk. Source: RIGHTS, "talk on anything" and "moderation queue"."""

from django.http import Http404

from portal.community.kinds import Kind, find_visible, kind_of
from portal.community.models import Comment
from portal.staff.models import StaffMember
from portal.staff.roles import has_right


def may_moderate(staff: StaffMember) -> bool:
    return has_right(staff, "moderation queue", "view, decide")


def target_or_404(label: str, object_id: int, staff: StaffMember):
    """The object and its kind; what one may not see answers like what is not there."""
    target = find_visible(label, object_id, staff)
    if target is None:
        raise Http404
    return target, kind_of(label)


def open_target_or_404(label: str, object_id: int, staff: StaffMember):
    """The same for what can be commented on."""
    target, kind = target_or_404(label, object_id, staff)
    if kind.is_answer:
        raise Http404
    return target, kind


def own_comments(staff: StaffMember):
    """What ``staff`` may edit or delete: also where the object is no longer theirs to see."""
    return Comment.objects.standing().filter(author=staff)


def author_of(kind: Kind, target) -> StaffMember | None:
    """Whom to tell and to thank, as long as they work here."""
    author = kind.author(target)
    return author if author and author.is_active else None
