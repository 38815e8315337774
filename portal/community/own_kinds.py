"""What the community itself opens for talk. Loaded once, when the apps are ready."""

from django.urls import reverse

from portal.community.kinds import COMMENT, open_for_talk
from portal.community.models import Comment


def shown_comments(staff):
    return Comment.objects.visible_to(staff).shown().select_related("author")


open_for_talk(
    COMMENT,
    word="コメント",
    visible_to=shown_comments,
    title=lambda comment: f"{comment.author.name}さんのコメント",
    url=lambda comment: reverse("community:comment", args=[comment.pk]),
    author=lambda comment: comment.author,
    is_answer=True,
)
