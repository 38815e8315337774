"""意見交換: opening a theme, beginning a topic, saying that it is answered."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Model, QuerySet

from portal.audit.trail import record
from portal.community.announcing import announce, take_back
from portal.community.kinds import label_of
from portal.community.models import Board, Comment, Report, Topic
from portal.community.wording import forget_wordings, keep_wording
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.staff.roles import has_right
from portal.submitting.versions import lock_unchanged

BOARD_EDITED = ["title", "purpose"]
TOPIC_EDITED = ["title", "body", "is_question"]


class BoardIsClosed(DomainError):
    message = "このテーマは閉じています。ほかのテーマを選んでください。"


class NotAQuestion(DomainError):
    message = "質問ではない話題に、解決の印は付きません。"


class TopicIsHidden(DomainError):
    message = "この話題は非表示になっているため、変えられません。理由はDX課にお尋ねください。"


class TopicHasAnswers(DomainError):
    message = "コメントが付いた話題は削除できません。文章を直すことはできます。"


class Question(NamedTuple):
    """What somebody wants to talk about. ``about``: the thing it is about, if there is one."""

    title: str
    body: str
    is_question: bool
    about: Model | None = None


def may_open_boards(staff: StaffMember) -> bool:
    return has_right(staff, "discussion board", "open, edit, close a theme")


@transaction.atomic
def open_board(title: str, purpose: str, *, by: StaffMember, now: datetime) -> Board:
    board = Board.objects.create(title=title, purpose=purpose, made_by=by, made_at=now)
    record("community.board.opened", actor=by, obj=board)
    return board


@transaction.atomic
def amend_board(board: Board, title: str, purpose: str, *, version: str, by: StaffMember) -> Board:
    """Raises ChangedMeanwhile."""
    board = lock_unchanged(board, BOARD_EDITED, version)
    board.title, board.purpose = title, purpose
    board.save(update_fields=BOARD_EDITED)
    record("community.board.changed", actor=by, obj=board)
    return board


@transaction.atomic
def close_board(board: Board, *, by: StaffMember, now: datetime) -> None:
    """Nothing new begins there; topics stay, and are talked about. Twice is once."""
    if Board.objects.filter(pk=board.pk, closed_at=None).update(closed_at=now):
        record("community.board.closed", actor=by, obj=board)


@transaction.atomic
def reopen_board(board: Board, *, by: StaffMember) -> None:
    """Twice is once."""
    if Board.objects.filter(pk=board.pk).exclude(closed_at=None).update(closed_at=None):
        record("community.board.reopened", actor=by, obj=board)


@transaction.atomic
def begin_topic(board: Board, asked: Question, *, by: StaffMember, now: datetime) -> Topic:
    """``by`` may see what it is about. Raises BoardIsClosed."""
    board = Board.objects.select_for_update().get(pk=board.pk)
    if board.closed_at:
        raise BoardIsClosed
    about = asked.about
    topic = Topic.objects.create(
        board=board,
        author=by,
        title=asked.title,
        body=asked.body,
        is_question=asked.is_question,
        about_kind=label_of(about) if about else "",
        about_id=about.pk if about else None,
        at=now,
    )
    announce(topic, by=by, now=now)
    record("community.topic.begun", actor=by, obj=topic)
    return topic


@transaction.atomic
def amend_topic(topic: Topic, asked: Question, *, version: str, now: datetime) -> Topic:
    """By its writer; the earlier wording stays readable. Raises ChangedMeanwhile, TopicIsHidden."""
    topic = lock_unchanged(topic, TOPIC_EDITED, version)
    _refuse_hidden(topic)
    keep_wording(topic, by=topic.author, now=now)
    topic.title, topic.body, topic.is_question = asked.title, asked.body, asked.is_question
    topic.edited_at = now
    if not topic.is_question:
        topic.answered_at = None
    topic.save(update_fields=[*TOPIC_EDITED, "edited_at", "answered_at"])
    record("community.topic.edited", actor=topic.author, obj=topic)
    return topic


@transaction.atomic
def set_answered(topic: Topic, is_answered: bool, *, by: StaffMember, now: datetime) -> None:
    """The asker says it, and may take it back. Raises NotAQuestion, TopicIsHidden."""
    topic = _locked(topic)
    _refuse_hidden(topic)
    if not topic.is_question:
        raise NotAQuestion
    topic.answered_at = (topic.answered_at or now) if is_answered else None
    topic.save(update_fields=["answered_at"])
    record("community.topic.answered", actor=by, obj=topic, details={"answered": is_answered})


@transaction.atomic
def withdraw_topic(topic: Topic, *, by: StaffMember, now: datetime) -> None:
    """Gone for good, while nobody has answered. Raises TopicHasAnswers, TopicIsHidden."""
    topic = _locked(topic)
    _refuse_hidden(topic)
    if Comment.objects.on(topic).standing().exists():
        raise TopicHasAnswers
    take_back(topic)
    forget_wordings(topic)
    Report.objects.on(topic).waiting().update(state=Report.State.GONE, decided_at=now)
    record("community.topic.withdrawn", actor=by, obj=topic)
    topic.delete()


def forget_topics(topics: QuerySet[Topic], *, by: StaffMember, now: datetime) -> int:
    """For the retention run: with their wordings and their news; comments have a time of their own.

    Returns how many.
    """
    rows = list(topics)
    for topic in rows:
        take_back(topic)
        forget_wordings(topic)
        topic.delete()
    return len(rows)


def _refuse_hidden(topic: Topic) -> None:
    if topic.hidden_at:
        raise TopicIsHidden


def _locked(topic: Topic) -> Topic:
    return Topic.objects.select_for_update().get(pk=topic.pk)
