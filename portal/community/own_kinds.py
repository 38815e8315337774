"""What the community itself opens for talk. Loaded once, when the apps are ready."""

from django.urls import reverse

from portal.community.kinds import COMMENT, open_for_talk
from portal.community.models import (
    Article,
    Comment,
    Group,
    LogEntry,
    NextStep,
    Poll,
    Theme,
    Topic,
)
from portal.files.rights import register_readers
from portal.staff.models import StaffMember

# A theme of every article, so that who wants all of them follows it.
EVERY_ARTICLE = "DXだより"


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

open_for_talk(
    "community.Article",
    word=EVERY_ARTICLE,
    visible_to=lambda _staff: Article.objects.published().select_related("author"),
    title=lambda article: article.title,
    url=lambda article: reverse("community:article", args=[article.pk]),
    author=lambda article: article.author,
    tags=lambda article: [EVERY_ARTICLE, *article.tag_names()],
)

open_for_talk(
    "community.Topic",
    word="意見交換の話題",
    visible_to=lambda _staff: Topic.objects.shown().select_related("author"),
    title=lambda topic: topic.title,
    url=lambda topic: reverse("community:topic", args=[topic.pk]),
    author=lambda topic: topic.author,
)


def may_read_article(staff: StaffMember, article: Article) -> bool:
    return Article.objects.visible_to(staff).filter(pk=article.pk).exists()


register_readers("community.Article", may_read_article)
