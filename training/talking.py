"""Notes of a session, and questions with their answers: for those who are in it."""

from datetime import datetime

from django.db import transaction

from portal.audit.trail import record
from portal.staff.models import StaffMember
from training import notices
from training.models import Session, SessionNote, SessionQuestion


@transaction.atomic
def write_note(session: Session, body: str, *, by: StaffMember, now: datetime) -> SessionNote:
    note = SessionNote.objects.create(session=session, body=body, by=by, at=now)
    record("training.session.noted", actor=by, obj=session)
    return note


@transaction.atomic
def ask_question(
    session: Session, words: str, *, by: StaffMember, now: datetime
) -> SessionQuestion:
    """The session's trainers are told."""
    question = SessionQuestion.objects.create(session=session, words=words, by=by, asked_at=now)
    question.session = session
    notices.question_asked(question, now=now)
    record("training.question.asked", actor=by, obj=question)
    return question


@transaction.atomic
def answer_question(
    question: SessionQuestion, words: str, *, by: StaffMember, now: datetime
) -> SessionQuestion:
    """Who asked is told. A second answer takes the place of the first."""
    question.answer, question.answered_by, question.answered_at = words, by, now
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    notices.question_answered(question, now=now)
    record("training.question.answered", actor=by, obj=question)
    return question
