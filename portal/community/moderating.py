"""Reports, and what the moderators do about them: hide with a reason, or leave as it is."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Model, QuerySet

from portal.audit.trail import record
from portal.community.kinds import COMMENT, label_of
from portal.community.models import Article, Comment, Entry, Report, Topic
from portal.community.notices import (
    comment_hidden,
    report_decided,
    report_received,
    words_withdrawn,
)
from portal.community.publishing import take_article_back
from portal.errors import DomainError
from portal.staff.models import StaffMember


class AlreadyReported(DomainError):
    message = "すでに知らせていただいています。DX課と編集者が確認しています。"


class AlreadyDecided(DomainError):
    message = "ほかの人が先に判断しました。一覧を開き直してください。"


class NotOnesOwn(DomainError):
    message = "自分が書いたものは、ほかの担当者が判断します。"


class AlreadyHidden(DomainError):
    message = "すでに非表示になっています。"


class NotHidden(DomainError):
    message = "非表示になっていません。"


class ReasonIsMissing(DomainError):
    message = "非表示にする理由を入力してください。書いた人に伝わります。"


class Concern(NamedTuple):
    """Why somebody reports a thing."""

    why: str
    words: str


@transaction.atomic
def report(target: Model, concern: Concern, *, by: StaffMember, now: datetime) -> Report:
    """Ask the moderators to look at ``target``. Raises AlreadyReported."""
    made, is_new = Report.objects.get_or_create(
        kind=label_of(target),
        object_id=target.pk,
        staff=by,
        state=Report.State.WAITING,
        defaults={"why": concern.why, "words": concern.words, "at": now},
    )
    if not is_new:
        raise AlreadyReported
    report_received(made, now=now)
    record("community.report.made", actor=by, obj=made, details={"why": concern.why})
    return made


@transaction.atomic
def hide_comment(comment: Comment, why: str, *, by: StaffMember, now: datetime) -> None:
    """Nobody reads it any more but its writer and the moderators; the reason stands in its place.

    Raises NotOnesOwn, ReasonIsMissing and AlreadyHidden.
    """
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if comment.author == by:
        raise NotOnesOwn
    if not why.strip():
        raise ReasonIsMissing
    if not comment.is_shown:
        raise AlreadyHidden
    comment.hidden_at, comment.hidden_by, comment.hidden_why = now, by, why
    comment.save(update_fields=["hidden_at", "hidden_by", "hidden_why"])
    comment_hidden(comment, now=now)
    record("community.comment.hidden", actor=by, obj=comment)


@transaction.atomic
def show_comment(comment: Comment, *, by: StaffMember) -> None:
    """Bring a hidden comment back. Raises NotOnesOwn and NotHidden."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if comment.author == by:
        raise NotOnesOwn
    if comment.hidden_at is None:
        raise NotHidden
    comment.hidden_at, comment.hidden_by, comment.hidden_why = None, None, ""
    comment.save(update_fields=["hidden_at", "hidden_by", "hidden_why"])
    record("community.comment.shown", actor=by, obj=comment)


@transaction.atomic
def hide_topic(topic: Topic, why: str, *, by: StaffMember, now: datetime) -> None:
    """Out of list, feed and search; its writer and the moderators read it, and why.

    Raises NotOnesOwn, ReasonIsMissing and AlreadyHidden.
    """
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    if topic.author_id == by.pk:
        raise NotOnesOwn
    if not why.strip():
        raise ReasonIsMissing
    if topic.hidden_at:
        raise AlreadyHidden
    topic.hidden_at, topic.hidden_by, topic.hidden_why = now, by, why
    topic.save(update_fields=["hidden_at", "hidden_by", "hidden_why"])
    words_withdrawn(topic, topic.author, now=now)
    record("community.topic.hidden", actor=by, obj=topic)


@transaction.atomic
def show_topic(topic: Topic, *, by: StaffMember) -> None:
    """Bring a hidden topic back. Raises NotOnesOwn and NotHidden."""
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    if topic.author_id == by.pk:
        raise NotOnesOwn
    if topic.hidden_at is None:
        raise NotHidden
    topic.hidden_at, topic.hidden_by, topic.hidden_why = None, None, ""
    topic.save(update_fields=["hidden_at", "hidden_by", "hidden_why"])
    record("community.topic.shown", actor=by, obj=topic)


@transaction.atomic
def decide(report: Report, *, hides: bool, answer: str, by: StaffMember, now: datetime) -> None:
    """Answer every waiting report about the same thing at once, and tell who reported.

    Hiding takes a comment from its page, hides a topic, takes an article back, and anything else
    out of the feed: what a part made is the part's to change.

    Raises AlreadyDecided, NotOnesOwn, ReasonIsMissing.
    """
    same = Report.objects.filter(kind=report.kind, object_id=report.object_id).waiting()
    waiting = list(same.select_for_update().order_by("pk"))
    if report not in waiting:
        raise AlreadyDecided
    if hides and not answer.strip():
        raise ReasonIsMissing
    if hides:
        _hide(report, answer, by, now)
    elif _is_by(report, by):
        raise NotOnesOwn
    state = Report.State.HIDDEN if hides else Report.State.KEPT
    for each in waiting:
        each.state, each.answer, each.decided_by, each.decided_at = state, answer, by, now
        each.save(update_fields=["state", "answer", "decided_by", "decided_at"])
        report_decided(each, now=now)
    record("community.report.decided", actor=by, obj=report, details={"state": str(state)})


def _hide(report: Report, why: str, by: StaffMember, now: datetime) -> None:
    if _is_by(report, by):
        raise NotOnesOwn
    if report.kind == COMMENT:
        comment = Comment.objects.get(pk=report.object_id)
        if comment.is_shown:
            hide_comment(comment, why, by=by, now=now)
    elif topic := _reported(report, Topic.objects.shown()):
        hide_topic(topic, why, by=by, now=now)
    elif article := _reported(report, Article.objects.published()):
        take_article_back(article, why, by=by, now=now)
    else:
        entries = Entry.objects.filter(kind=report.kind, object_id=report.object_id)
        entries.filter(hidden_at=None).update(hidden_at=now, hidden_by=by, hidden_why=why)


def _reported(report: Report, rows: QuerySet) -> Model | None:
    """What is reported, when it is one of ``rows``."""
    if report.kind != rows.model._meta.label_lower:
        return None
    return rows.filter(pk=report.object_id).first()


def _is_by(report: Report, staff: StaffMember) -> bool:
    """Whether ``staff`` wrote what is reported."""
    if report.kind == COMMENT:
        return Comment.objects.filter(pk=report.object_id, author=staff).exists()
    return Entry.objects.filter(kind=report.kind, object_id=report.object_id, author=staff).exists()
