"""The survey after a session. Who answered is kept; what they answered goes into counts at once.

No row holds the answer of one person, so no column, order or time can tie one to the other:
the counts of a question are written together, and free words lie in one sorted list.
"""

import json
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, F, Value, When

from portal.errors import DomainError
from training.booking import lock
from training.models import (
    Attendance,
    Booking,
    Course,
    Session,
    SurveyQuestion,
    SurveyReceipt,
    SurveyTally,
    SurveyTexts,
)

MARKS = {
    5: "とてもそう思う",
    4: "そう思う",
    3: "どちらともいえない",
    2: "あまり思わない",
    1: "思わない",
}
SATISFIED = 4
# Source: RIGHTS, "survey answers": below 5 answers no breakdown.
FEWEST = 5
DAYS_OPEN = timedelta(days=14)
WAS_THERE = [Attendance.Value.ATTENDED, Attendance.Value.LATE, Attendance.Value.PARTLY]


class NoSurvey(DomainError):
    """Why somebody may not answer, in ``message``."""


NOT_THERE = "出席した人が答えられます。"
NOT_HELD = "アンケートは、研修が終わってから答えられます。"
IS_OVER = "アンケートの受付は終わりました。"
HAS_ANSWERED = "もう答えています。ありがとうございました。"


class Result(NamedTuple):
    """One question with its counts by mark. ``satisfied`` is a share from 0 to 1."""

    question: SurveyQuestion
    counts: dict[int, int]
    texts: list[str]
    satisfied: float | None


def questions_for(course: Course) -> list[SurveyQuestion]:
    """The questions of every survey, then those of this course."""
    live = SurveyQuestion.objects.filter(is_live=True)
    common = live.filter(course=None)
    return [*common.order_by("order", "pk"), *live.filter(course=course).order_by("order", "pk")]


def refusal(booking: Booking, now: datetime) -> str:
    """Why this person cannot answer now; empty when they can."""
    session = booking.session
    if not session.has_ended(now):
        return NOT_HELD
    if SurveyReceipt.objects.filter(session=session, staff=booking.staff).exists():
        return HAS_ANSWERED
    if now >= session.ends_at + DAYS_OPEN:
        return IS_OVER
    if not booking.attendances.filter(value__in=WAS_THERE).exists():
        return NOT_THERE
    return ""


@transaction.atomic
def answer(
    booking: Booking, marks: dict[int, int], texts: dict[int, str], *, now: datetime
) -> SurveyReceipt:
    """Count the answers in. Both are by the pk of the question. Raises NoSurvey."""
    session = lock(booking.session)
    if words := refusal(booking, now):
        raise NoSurvey(words)
    for question in questions_for(session.course):
        if question.pk in marks:
            _count(session, question, marks[question.pk])
        elif texts.get(question.pk):
            _lay_in(session, question, texts[question.pk])
    return SurveyReceipt.objects.create(session=session, staff=booking.staff)


def _count(session: Session, question: SurveyQuestion, mark: int) -> None:
    tallies = SurveyTally.objects.filter(session=session, question=question)
    if not tallies.exists():
        # All marks at once: the order of rows would tell what the first person chose.
        rows = [SurveyTally(session=session, question=question, mark=each) for each in MARKS]
        SurveyTally.objects.bulk_create(rows)
    # Every row is written, so that none is the last one that was touched.
    one_more = Case(When(mark=mark, then=Value(1)), default=Value(0))
    tallies.update(count=F("count") + one_more)


def _lay_in(session: Session, question: SurveyQuestion, text: str) -> None:
    row, _made = SurveyTexts.objects.get_or_create(session=session, question=question)
    row.texts = json.dumps(sorted([*json.loads(row.texts), text]), ensure_ascii=False)
    row.save(update_fields=["texts"])


def is_published(session: Session, answers: int, now: datetime) -> bool:
    """Only after its end: two looks at a growing result would show what the last one answered."""
    return answers >= FEWEST and now >= session.ends_at + DAYS_OPEN


def results(session: Session) -> list[Result]:
    """Counts of every question. Ask ``is_published`` first."""
    tallies = SurveyTally.objects.filter(session=session)
    by_question: dict[int, dict[int, int]] = {}
    for tally in tallies:
        by_question.setdefault(tally.question_id, {})[tally.mark] = tally.count
    texts = {
        row.question_id: json.loads(row.texts)
        for row in SurveyTexts.objects.filter(session=session)
    }
    asked = SurveyQuestion.objects.filter(pk__in=[*by_question, *texts]).order_by("order", "pk")
    return [
        Result(question, counts, texts.get(question.pk, []), _share_satisfied(counts))
        for question in asked
        for counts in [by_question.get(question.pk, {})]
    ]


def _share_satisfied(counts: dict[int, int]) -> float | None:
    total = sum(counts.values())
    if not total:
        return None
    return sum(count for mark, count in counts.items() if mark >= SATISFIED) / total
