"""The steps of an idea: noted, submitted, adopted or not with thanks, done with an effect."""

from datetime import datetime

from django.db import transaction

from portal.audit.trail import record
from portal.community.announcing import announce
from portal.consultations.models import Idea, IdeaChange
from portal.consultations.notices import author_is_answered, idea_is_submitted
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged

State = Idea.State
NEXT = {
    State.NOTED: {State.SUBMITTED},
    State.SUBMITTED: {State.NOTED, State.ADOPTED, State.NOT_ADOPTED},
    State.ADOPTED: {State.DONE},
    State.NOT_ADOPTED: {State.SUBMITTED},
    State.DONE: set(),
}
TEXTS = [
    "title", "now_words", "change_words", "yearly",
    "before_steps", "before_minutes", "before_sheets", "before_calls",
    "after_steps", "after_minutes", "after_sheets", "after_calls",
]  # fmt: skip


class IllegalMove(DomainError):
    message = "このアイデアは、その状態にはできません。画面を開き直してください。"


class AlreadyMoved(DomainError):
    message = "ほかの人が先に状態を変えました。画面を開き直してください。"


class NotYourIdea(DomainError):
    message = "自分のアイデアは決められません。ほかの担当者に頼んでください。"


class AnswerIsMissing(DomainError):
    message = "お礼と理由を入力してください。考えた人に届きます。"


class EffectIsMissing(DomainError):
    message = "やってみた効果を入力してください。数字が分からなければ、言葉で構いません。"


class AlreadySubmitted(DomainError):
    message = "提出したあとは直せません。「メモに戻す」を押してから直してください。"


@transaction.atomic
def note_idea(values: dict, *, by: StaffMember, now: datetime) -> Idea:
    """Only the author sees it until it is submitted."""
    made = Idea.objects.create(**values, author=by, department=by.department, noted_at=now)
    record("idea.noted", actor=by, obj=made)
    return made


@transaction.atomic
def amend_idea(idea: Idea, values: dict, *, version: str, by: StaffMember) -> None:
    """Raises ChangedMeanwhile, AlreadySubmitted."""
    row = lock_unchanged(idea, TEXTS, version)
    if row.state != State.NOTED:
        raise AlreadySubmitted
    Idea.objects.filter(pk=row.pk).update(**values)
    record("idea.noted", actor=by, obj=row)


def submit(idea: Idea, *, by: StaffMember, now: datetime) -> None:
    """Raises IllegalMove, AlreadyMoved."""
    _move(idea, State.SUBMITTED, {}, by=by, now=now)


def take_back(idea: Idea, *, by: StaffMember, now: datetime) -> None:
    """Back to a note, to go on thinking. Raises IllegalMove, AlreadyMoved."""
    _move(idea, State.NOTED, {}, by=by, now=now)


def decide(idea: Idea, is_adopted: bool, answer: str, *, by: StaffMember, now: datetime) -> None:
    """Thanks and the reason reach the author either way.

    Raises NotYourIdea, AnswerIsMissing, IllegalMove, AlreadyMoved.
    """
    if by.pk == idea.author_id:
        raise NotYourIdea
    if not answer.strip():
        raise AnswerIsMissing
    values = {"decided_by": by, "decided_at": now, "answer": answer}
    if is_adopted:
        _adopt(idea, values, by=by, now=now)
    else:
        _move(idea, State.NOT_ADOPTED, values, by=by, now=now)


def finish(idea: Idea, effect: str, *, by: StaffMember, now: datetime) -> None:
    """It was tried, and this came of it. Raises EffectIsMissing, IllegalMove, AlreadyMoved."""
    if not effect.strip():
        raise EffectIsMissing
    _move(idea, State.DONE, {"effect": effect, "done_at": now}, by=by, now=now)


@transaction.atomic
def _adopt(idea: Idea, values: dict, *, by: StaffMember, now: datetime) -> None:
    """From now on everybody reads it, as the author's news."""
    _move(idea, State.ADOPTED, values, by=by, now=now)
    announce(idea, by=idea.author, now=now)


@transaction.atomic
def _move(idea: Idea, to: str, values: dict, *, by: StaffMember, now: datetime) -> None:
    old = State(idea.state)
    if to not in NEXT[old]:
        raise IllegalMove
    # Compare and set in one statement: of two who press at once, one moves it.
    if not Idea.objects.filter(pk=idea.pk, state=old).update(state=to, **values):
        raise AlreadyMoved
    idea.refresh_from_db()
    change = IdeaChange.objects.create(idea=idea, old=old, new=to, by=by, at=now)
    if to == State.SUBMITTED:
        idea_is_submitted(idea, cause=str(change.pk), now=now)
    elif by.pk != idea.author_id:
        author_is_answered(idea, cause=str(change.pk), now=now)
    record("idea.moved", actor=by, obj=idea, details={"from": str(old), "to": str(to)})
