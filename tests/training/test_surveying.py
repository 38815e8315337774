"""The survey knows that somebody answered, and never what."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from portal.audit.models import AuditEvent
from tests.builders import a_staff_member
from tests.training.builders import STARTS, a_booking, a_session, a_survey_question, was_there
from training.models import SurveyReceipt, SurveyTally, SurveyTexts
from training.surveying import NoSurvey, answer, is_published, results

pytestmark = pytest.mark.django_db
AFTER = STARTS + timedelta(hours=3)
ANSWERS = [
    (5, "ん：最後に並ぶ文"),
    (1, "あ：最初に並ぶ文"),
    (3, ""),
    (5, "か：中ほどの文"),
    (4, ""),
]


def answered(count=5):
    """A session whose people gave ANSWERS, in this order."""
    session = a_session(capacity=9)
    scale = a_survey_question(is_satisfaction=True)
    text = a_survey_question("text")
    for mark, words in ANSWERS[:count]:
        booking = a_booking(session, a_staff_member())
        was_there(booking)
        answer(booking, {scale.pk: mark}, {text.pk: words}, now=AFTER)
    return session, scale


def test_the_marks_are_counted_and_satisfaction_is_a_share():
    session, scale = answered()

    [first, second] = results(session)

    assert first.counts == {5: 2, 4: 1, 3: 1, 2: 0, 1: 1}
    assert first.satisfied == 0.6
    assert second.texts == sorted(words for _mark, words in ANSWERS if words)


def test_no_column_joins_an_answer_to_a_person_or_a_time():
    for model in (SurveyTally, SurveyTexts):
        related = {field.related_model for field in model._meta.get_fields() if field.is_relation}
        kinds = {type(field).__name__ for field in model._meta.get_fields()}
        assert related == {
            apps.get_model("training.session"),
            apps.get_model("training.surveyquestion"),
        }
        assert not kinds & {"DateTimeField", "DateField", "TimeField", "UUIDField"}
    receipt = {field.name for field in SurveyReceipt._meta.get_fields()}
    assert receipt == {"id", "session", "staff"}


def test_neither_the_order_of_rows_nor_the_trail_tells_who_answered_what():
    """Somebody with the whole database tries: rows by number, rows as they lie, the trail."""
    session, scale = answered()
    given = [mark for mark, _words in ANSWERS]

    tallies = SurveyTally.objects.filter(question=scale)
    by_number = list(tallies.order_by("pk").values_list("mark", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM training_surveytally")
        as_they_lie = [row[0] for row in cursor.fetchall()]
    texts = json.loads(SurveyTexts.objects.get().texts)

    assert by_number == [5, 4, 3, 2, 1]
    # By the index or by their place, but never as they were answered.
    assert as_they_lie in ([5, 4, 3, 2, 1], [1, 2, 3, 4, 5])
    assert by_number[: len(given)] != given
    assert texts == sorted(texts)
    assert texts != [words for _mark, words in ANSWERS if words]
    assert not AuditEvent.objects.filter(object_type__contains="survey").exists()


def test_one_answer_looks_the_same_in_the_order_of_rows_whatever_it_was():
    orders = []
    for mark in (1, 5):
        session, question = a_session(), a_survey_question()
        booking = a_booking(session, a_staff_member())
        was_there(booking)
        answer(booking, {question.pk: mark}, {}, now=AFTER)
        rows = SurveyTally.objects.filter(session=session, question=question).order_by("pk")
        orders.append(list(rows.values_list("mark", flat=True)))

    assert orders[0] == orders[1]


@pytest.mark.parametrize(
    ("count", "days", "is_shown"), [(5, 14, True), (4, 14, False), (5, 13, False)]
)
def test_a_result_is_shown_when_it_is_over_and_of_five_people_or_more(count, days, is_shown):
    session, _scale = answered(count)
    at = session.ends_at + timedelta(days=days)

    assert is_published(session, session.survey_receipts.count(), at) == is_shown


@pytest.mark.parametrize(
    ("value", "at"),
    [
        (None, AFTER),
        ("absent", AFTER),
        ("attended", STARTS),
        ("attended", STARTS + timedelta(days=15)),
    ],
)
def test_who_was_not_there_or_comes_too_early_or_too_late_gives_no_answer(value, at):
    question = a_survey_question()
    booking = a_booking(a_session(), a_staff_member())
    if value:
        was_there(booking, value)

    with pytest.raises(NoSurvey):
        answer(booking, {question.pk: 5}, {}, now=at)

    assert not SurveyTally.objects.exists()


def test_nobody_answers_twice():
    question, booking = a_survey_question(), a_booking(a_session(), a_staff_member())
    was_there(booking)
    answer(booking, {question.pk: 5}, {}, now=AFTER)

    with pytest.raises(NoSurvey):
        answer(booking, {question.pk: 1}, {}, now=AFTER)

    assert sum(SurveyTally.objects.values_list("count", flat=True)) == 1
