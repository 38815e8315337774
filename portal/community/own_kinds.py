"""What the community itself opens for talk. Loaded once, when the apps are ready."""

from django.urls import reverse

from portal.community.kinds import COMMENT, open_for_talk
from portal.community.models import Comment, Group, LogEntry, NextStep, Poll, Theme


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

open_for_talk(
    "community.Group",
    word="ワーキンググループ",
    visible_to=Group.objects.visible_to,
    title=lambda group: group.name,
    url=lambda group: reverse("community:group", args=[group.pk]),
)

open_for_talk(
    "community.LogEntry",
    word="グループの活動",
    visible_to=LogEntry.objects.visible_to,
    title=lambda entry: f"{entry.group.name}：{entry.title}",
    url=lambda entry: reverse("community:log_entry", args=[entry.pk]),
    author=lambda entry: entry.author,
)

open_for_talk(
    "community.Theme",
    word="アイデアソン",
    visible_to=Theme.objects.visible_to,
    title=lambda theme: theme.title,
    url=lambda theme: reverse("community:theme", args=[theme.pk]),
)

open_for_talk(
    "community.NextStep",
    word="次の一歩",
    visible_to=NextStep.objects.visible_to,
    title=lambda step: f"{step.idea.title}：{step.what}",
    url=lambda step: f"{reverse('community:theme', args=[step.idea.theme_id])}#idea-{step.idea_id}",
)

open_for_talk(
    "community.Poll",
    word="アンケート",
    visible_to=Poll.objects.visible_to,
    title=lambda poll: poll.question,
    url=lambda poll: reverse("community:poll", args=[poll.pk]),
)
