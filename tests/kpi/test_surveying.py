"""Staff surveys: the same questions over the years, and nobody can be found in them."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.kpi.models import Answer, Participation, SurveyRound, Tally
from portal.kpi.surveying import (
    AlreadyAnswered,
    AlreadyAskedThisYear,
    ClosesBeforeItOpens,
    RoundIsShut,
    answer,
    ask_staff,
    has_answered,
    make_survey,
    results,
)
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.kpi.builders import NOW, TODAY

OPENS, CLOSES, AFTER = date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)


def a_survey(*questions):
    texts = list(questions) or ["DXは自分の仕事に関わると思う"]
    return make_survey("DXの意識", "変わり方を見るため", texts, by=a_staff_member())


def a_round(survey=None, opens=OPENS, closes=CLOSES):
    return ask_staff(survey or a_survey(), opens, closes, by=a_staff_member())


def answered(asked, choices):
    question = asked.survey.questions.first()
    for choice in choices:
        answer(asked, {question.pk: choice}, by=a_staff_member(), on=asked.opens_on)


@pytest.mark.django_db
def test_an_answer_is_counted_and_nothing_leads_back_to_who_gave_it():
    asked, hanako = a_round(), a_staff_member()
    events = AuditEvent.objects.count()

    answer(asked, {asked.survey.questions.get().pk: 5}, by=hanako, on=TODAY)

    assert Tally.objects.get(answer=5).count == 1
    assert has_answered(asked, hanako)
    assert {field.name for field in Participation._meta.get_fields()} == {"id", "round", "staff"}
    assert {field.name for field in Tally._meta.get_fields()} == {
        "id", "round", "question", "answer", "count",
    }  # fmt: skip
    assert AuditEvent.objects.count() == events


@pytest.mark.django_db
def test_nobody_answers_twice_and_nothing_more_is_counted():
    asked, hanako = a_round(), a_staff_member()
    question = asked.survey.questions.get()
    answer(asked, {question.pk: 5}, by=hanako, on=TODAY)

    with pytest.raises(AlreadyAnswered):
        answer(asked, {question.pk: 1}, by=hanako, on=TODAY)

    assert sum(tally.count for tally in Tally.objects.all()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "is_open"),
    [(date(2026, 10, 31), False), (OPENS, True), (CLOSES, True), (AFTER, False)],
)
def test_a_round_is_open_from_its_first_to_its_last_day(on, is_open):
    asked = a_round()
    answers = {asked.survey.questions.get().pk: 3}

    if is_open:
        answer(asked, answers, by=a_staff_member(), on=on)
    else:
        with pytest.raises(RoundIsShut):
            answer(asked, answers, by=a_staff_member(), on=on)

    assert Participation.objects.exists() is is_open


@pytest.mark.django_db
def test_it_is_asked_once_a_year_and_does_not_close_before_it_opens():
    survey = a_survey()
    a_round(survey)

    with pytest.raises(AlreadyAskedThisYear):
        a_round(survey)
    with pytest.raises(ClosesBeforeItOpens):
        a_round(survey, date(2027, 5, 2), date(2027, 5, 1))
    a_round(survey, date(2027, 5, 1), date(2027, 5, 1))

    assert [each.fiscal_year for each in survey.rounds.order_by("fiscal_year")] == [2026, 2027]


@pytest.mark.django_db
def test_results_come_after_the_round_and_hide_answers_of_few():
    asked = a_round()
    answered(asked, [5] * 9 + [4] * 7 + [1] * 2)

    assert results(asked.survey, CLOSES)[0][1] == []
    [(_text, [year])] = results(asked.survey, AFTER)

    assert year.fiscal_year == 2026
    assert year.published.total == 18
    shown = dict(zip(Answer.values, year.words(), strict=True))
    assert shown[1] == shown[2] == shown[3] == "5未満"
    assert all(not isinstance(count, int) or count >= 5 for count in shown.values())


@pytest.mark.django_db
def test_the_same_questions_are_compared_over_the_years(client, time_machine):
    survey = a_survey()
    answered(a_round(survey, date(2024, 6, 1), date(2024, 6, 30)), [2] * 20)
    answered(a_round(survey, date(2025, 6, 1), date(2025, 6, 30)), [5] * 30)
    time_machine.move_to(NOW, tick=False)
    client.force_login(a_staff_member())

    page = client.get(reverse("kpi:survey", args=[survey.pk])).content.decode()

    for words in ("令和6年度の回答 20人", "令和7年度の回答 30人", "そう思わない", "30人"):
        assert words in page


@pytest.mark.django_db(transaction=True)
def test_of_two_sendings_of_one_person_at_once_one_is_counted():
    asked, hanako = a_round(), a_staff_member()
    question = asked.survey.questions.get().pk
    start, told = threading.Barrier(2), []

    def send():
        try:
            start.wait()
            answer(asked, {question: 4}, by=hanako, on=TODAY)
            told.append("counted")
        except AlreadyAnswered:
            told.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["counted", "told"]
    assert Tally.objects.get(question=question, answer=4).count == 1


@pytest.mark.django_db
def test_an_officer_makes_a_survey_and_staff_answer_it(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(a_staff_member(role=Role.OFFICER))
    values = {"submit_key": "k1", "title": "意識", "purpose": "比べるため",
              "questions": "関わると思う\n\n相談できる\n"}  # fmt: skip
    for _ in range(2):
        made = client.post(reverse("kpi:survey_new"), values)
    pk = int(made.url.split("/")[-2])
    days = {"opens_on": "2026-11-01", "closes_on": "2026-11-30"}
    for key in ("k2", "k2", "k3"):
        client.post(reverse("kpi:round_new", args=[pk]), days | {"submit_key": key})
    asked = SurveyRound.objects.get()
    questions = list(asked.survey.questions.all())
    assert [question.text for question in questions] == ["関わると思う", "相談できる"]

    client.force_login(a_staff_member())
    address = reverse("kpi:survey_answer", args=[asked.pk])
    half = {f"question_{questions[0].pk}": "4"}
    assert "選んでください" in client.post(address, half).content.decode()
    full = half | {f"question_{questions[1].pk}": "2"}
    for _ in range(2):
        assert client.post(address, full).status_code == 302

    assert [t.answer for t in Tally.objects.filter(count=1).order_by("question__order")] == [4, 2]
    assert "回答済み" in client.get(address).content.decode()
    time_machine.move_to(NOW.replace(month=12, day=2), tick=False)
    client.force_login(a_staff_member())
    assert client.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("questions", ["", " \n ", "あ" * 201, "\n".join("あ" * 31)])
def test_questions_that_cannot_be_asked_are_refused(client, questions):
    client.force_login(a_staff_member(role=Role.OFFICER))
    values = {"submit_key": "k1", "title": "意識", "purpose": "目的", "questions": questions}

    page = client.post(reverse("kpi:survey_new"), values)

    assert page.context["form"].errors["questions"]
