"""What the community itself opens for talk. Loaded once, when the apps are ready."""

from portal.community.kinds import COMMENT, find_visible, kind_of, open_for_talk
from portal.community.models import Comment


def shown_comments(staff):
    return Comment.objects.visible_to(staff).shown().select_related("author")


def url_of_comment(comment: Comment) -> str:
    """The page of what it is about: asked of its kind, without looking whether one may open it."""
    kind = kind_of(comment.kind)
    target = find_visible(comment.kind, comment.object_id, comment.author)
    return f"{kind.url(target)}#comment-{comment.pk}" if target else "/community/"


open_for_talk(
    COMMENT,
    word="コメント",
    visible_to=shown_comments,
    title=lambda comment: f"{comment.author.name}さんのコメント",
    url=url_of_comment,
    author=lambda comment: comment.author,
    is_answer=True,
)
