"""What people are told about talk: one function per kind.

No title carries a word of what it is about: who may no longer see the object has an old notice
with a link that leads nowhere. And nobody is told of what they may not see.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from portal.community.kinds import find_visible, kind_of, label_of
from portal.community.models import Comment, Entry, Report, Thanks
from portal.notifications.telling import Notice, notify
from portal.rights.law import roles_with
from portal.staff.models import RoleGrant, StaffMember

# Of a long talk the latest are told; the others find it in the feed.
TALKERS_TOLD = 30


def comment_written(comment: Comment, target: Model, *, now: datetime) -> None:
    """To the author of the object, and to those who have talked about it."""
    kind = kind_of(comment.kind)
    link = f"{kind.url(target)}#comment-{comment.pk}"
    author = kind.author(target)
    name = comment.author.name
    if author and author != comment.author:
        title = f"あなたの{kind.word}に、{name}さんがコメントしました"
        _tell_who_sees(
            target, Notice("comment_on_own", str(comment.pk), title, link), [author], now
        )
    others = _talkers(comment, but=author)
    title = f"コメントした{kind.word}に、{name}さんもコメントしました"
    _tell_who_sees(target, Notice("comment_after_own", str(comment.pk), title, link), others, now)


def thanks_received(thanks: Thanks, *, now: datetime) -> None:
    title = f"{thanks.by.name}さんから、お礼が届きました"
    notice = Notice("thanks_received", str(thanks.pk), title, reverse("community:thanks_list"))
    notify(notice, to=[thanks.to], now=now)


def followed_news(entry: Entry, people: Iterable[StaffMember], *, now: datetime) -> None:
    """To those of ``people`` who may see it. Run by a job: it asks for each of them."""
    kind = kind_of(entry.kind)
    title = f"フォローしている動きがあります（{kind.word}）"
    if entry.author:
        title = f"{entry.author.name}さんの新しい{kind.word}があります"
    for person in people:
        target = find_visible(entry.kind, entry.object_id, person)
        if target:
            notice = Notice("followed_news", str(entry.pk), title, kind.url(target))
            notify(notice, to=[person], now=now)


def week_written(staff: StaffMember, *, now: datetime) -> None:
    """Once a week, to who asked for it."""
    day = timezone.localdate(now)
    year, week, _day = day.isocalendar()
    title = f"この1週間のみんなの動きをまとめました（{day.month}月{day.day}日）"
    cause = f"{year}-{week:02}"
    notice = Notice("community_week", cause, title, reverse("community:week"))
    notify(notice, to=[staff], now=now)


def comment_hidden(comment: Comment, *, now: datetime) -> None:
    title = "あなたのコメントを非表示にしました。理由を確かめてください"
    link = reverse("community:comment_history", args=[comment.pk])
    cause = f"{comment.pk}/{comment.hidden_at:%Y%m%d%H%M%S}"
    notify(Notice("comment_hidden", cause, title, link), to=[comment.author], now=now)


def words_withdrawn(target: Model, author: StaffMember, *, now: datetime) -> None:
    """Somebody else took an article back or hid a topic; the reason stands on its page."""
    kind = kind_of(label_of(target))
    title = f"あなたの{kind.word}が、みんなから見えなくなりました。理由を確かめてください"
    cause = f"{kind.label}/{target.pk}/{now:%Y%m%d%H%M%S}"
    notify(Notice("words_withdrawn", cause, title, kind.url(target)), to=[author], now=now)


def report_received(report: Report, *, now: datetime) -> None:
    """To the moderators, without the words of the report."""
    title = f"確認してほしいという知らせがあります（{report.get_why_display()}）"
    notice = Notice("report_received", str(report.pk), title, reverse("community:report_list"))
    others = moderators(now).exclude(pk=report.staff_id)
    notify(notice, to=others, now=now)


def report_decided(report: Report, *, now: datetime) -> None:
    title = f"知らせていただいた件を確認しました：{report.get_state_display()}"
    notice = Notice("report_decided", str(report.pk), title, reverse("community:own_report_list"))
    notify(notice, to=[report.staff], now=now)


def moderators(now: datetime):
    roles = roles_with("moderation queue", "view, decide")
    grants = RoleGrant.objects.filter(role__in=roles).on(timezone.localdate(now))
    return StaffMember.objects.filter(is_active=True, role_grants__in=grants).distinct()


def _talkers(comment: Comment, *, but: StaffMember | None) -> list[StaffMember]:
    earlier = Comment.objects.filter(kind=comment.kind, object_id=comment.object_id).standing()
    latest = earlier.exclude(author__in=[comment.author_id, but.pk if but else 0])
    numbers = dict.fromkeys(latest.order_by("-written_at").values_list("author", flat=True)[:200])
    people = StaffMember.objects.filter(is_active=True, pk__in=list(numbers)[:TALKERS_TOLD])
    return list(people)


def _tell_who_sees(target, notice: Notice, people, now) -> None:
    label = target._meta.label_lower
    able = [
        person for person in people if person.is_active and find_visible(label, target.pk, person)
    ]
    notify(notice, to=able, now=now)
