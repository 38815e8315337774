"""Where two parts meet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leaders.open_work import open_work_of
from portal.consultations.models import LeaderShare
from portal.consultations.sharing import agree, ask_to_share
from portal.consultations.similar import suggestions_for
from portal.flows import matching_courses, pass_shares_on, shared_consultations
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member
from tests.consultations.builders import a_consultation
from tests.training.builders import a_course


@pytest.fixture
def officer(db):
    return a_staff_member(role=Role.OFFICER)


@pytest.fixture
def leader(db):
    return a_staff_member(role=Role.LEADER)


@pytest.fixture
def shared(officer, leader):
    now = timezone.now()
    consultation = a_consultation(a_staff_member(), now=now)
    share = ask_to_share(consultation, leader, by=officer, now=now)
    agree(share, by=consultation.asker, now=now)
    return share


@pytest.mark.django_db
def test_who_is_about_to_ask_meets_cases_and_courses():
    case = a_case("申請書をAI-OCRで読み取る")
    a_case("AI-OCRの下書き", live=False)
    course = a_course("AI-OCR操作", topic="ai_ocr")
    hanako = a_staff_member()

    found = {each.place: each.suggestions for each in suggestions_for(hanako, "AI-OCR")}

    assert [each.key for each in found["ほかのまちの事例"]] == [f"case:{case.pk}"]
    assert [each.key for each in found["研修"]] == [f"course:{course.pk}"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "count"), [("ＲＰＡで転記", 1), ("rpa", 1), ("転記", 0), ("", 0)]
)
def test_a_course_is_offered_when_its_tool_is_named(words, count):
    a_course("RPA入門", topic="rpa")

    assert len(matching_courses(a_staff_member(), words)) == count


@pytest.mark.django_db
def test_a_leader_sees_what_is_still_open(shared, leader):
    (left,) = open_work_of(leader)

    assert left.label == "共有されている相談"
    assert left.items == shared_consultations(leader)


@pytest.mark.django_db
def test_the_successor_reads_nothing_before_the_asker_agrees(shared, leader, officer):
    now = timezone.now() + timedelta(minutes=1)
    successor = a_staff_member(role=Role.LEADER)

    assert pass_shares_on(leader, successor, by=leader, now=now) == 1

    shared.refresh_from_db()
    assert shared.ended_at == now
    asked = LeaderShare.objects.get(leader=successor)
    assert (asked.agreed_at, asked.ended_at) == (None, None)
    assert shared_consultations(successor) == []


@pytest.mark.django_db
def test_without_a_successor_the_desk_goes_on_alone(shared, leader):
    assert pass_shares_on(leader, None, by=leader, now=timezone.now()) == 1

    assert LeaderShare.objects.in_force().count() == 0


@pytest.mark.django_db
def test_a_successor_who_asked_themselves_is_not_asked(shared, leader):
    asker = shared.consultation.asker

    assert pass_shares_on(leader, asker, by=leader, now=timezone.now()) == 1

    assert not LeaderShare.objects.filter(leader=asker).exists()
