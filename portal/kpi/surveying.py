"""Asking the staff: once a year, the same questions, and no answer that leads back to anybody."""

from datetime import date
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F

from portal.audit.trail import record
from portal.errors import DomainError
from portal.kpi.models import Answer, Participation, Survey, SurveyRound, Tally
from portal.kpi.small_groups import Published, publish
from portal.period import fiscal_year
from portal.staff.models import StaffMember


class AlreadyAnswered(DomainError):
    message = "すでに回答しています。回答は名前と結び付かないため、あとから直せません。"


class RoundIsShut(DomainError):
    message = "受付の期間ではありません。"


class AlreadyAskedThisYear(DomainError):
    message = "この年度のアンケートは、もうあります。"


class ClosesBeforeItOpens(DomainError):
    message = "受付の最終日は、初日と同じ日か、あとにしてください。"


class YearResult(NamedTuple):
    """One question in one year: what may be shown of each answer, from the best to the worst."""

    fiscal_year: int
    published: Published

    def words(self) -> list[int | str]:
        return [self.published.cells[answer] for answer in Answer.values]


@transaction.atomic
def make_survey(title: str, purpose: str, questions: list[str], *, by: StaffMember) -> Survey:
    survey = Survey.objects.create(title=title, purpose=purpose)
    for order, text in enumerate(questions, start=1):
        survey.questions.create(order=order, text=text)
    record("kpi.survey.made", actor=by, obj=survey, details={"questions": len(questions)})
    return survey


@transaction.atomic
def ask_staff(survey: Survey, opens_on: date, closes_on: date, *, by: StaffMember) -> SurveyRound:
    """Open the survey between two days, with an empty tally for every answer.

    Raises AlreadyAskedThisYear and ClosesBeforeItOpens.
    """
    if closes_on < opens_on:
        raise ClosesBeforeItOpens
    year = fiscal_year(opens_on)
    try:
        with transaction.atomic():
            made = survey.rounds.create(fiscal_year=year, opens_on=opens_on, closes_on=closes_on)
    except IntegrityError as error:
        raise AlreadyAskedThisYear from error
    Tally.objects.bulk_create(
        Tally(round=made, question=question, answer=answer)
        for question in survey.questions.all()
        for answer in Answer.values
    )
    record("kpi.survey.asked", actor=by, obj=survey, details={"year": year})
    return made


@transaction.atomic
def answer(asked: SurveyRound, answers: dict[int, int], *, by: StaffMember, on: date) -> None:
    """Count the answers by question. That ``by`` took part is kept, what they said is not.

    Raises RoundIsShut and AlreadyAnswered. Nothing of it goes into the trail.
    """
    if not asked.is_open(on):
        raise RoundIsShut
    _made, is_first = Participation.objects.get_or_create(round=asked, staff=by)
    if not is_first:
        raise AlreadyAnswered
    for question, choice in sorted(answers.items()):
        tally = Tally.objects.filter(round=asked, question=question, answer=choice)
        tally.update(count=F("count") + 1)


def has_answered(asked: SurveyRound, staff: StaffMember) -> bool:
    return Participation.objects.filter(round=asked, staff=staff).exists()


def results(survey: Survey, on: date) -> list[tuple[str, list[YearResult]]]:
    """Every question with its years, of rounds that are over.

    While a round is open nothing is shown: a look before and after would show one answer.
    """
    counts: dict[int, dict[int, dict[int, int]]] = {}
    rows = Tally.objects.filter(round__survey=survey, round__closes_on__lt=on)
    for question, year, choice, count in rows.values_list(
        "question_id", "round__fiscal_year", "answer", "count"
    ):
        counts.setdefault(question, {}).setdefault(year, {})[choice] = count
    return [
        (
            question.text,
            [
                YearResult(year, publish(found))
                for year, found in sorted(counts.get(question.pk, {}).items())
            ],
        )
        for question in survey.questions.all()
    ]
