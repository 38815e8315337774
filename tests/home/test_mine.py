"""The morning page: what concerns this person, and what waits for the roles they hold."""

from datetime import timedelta

import pytest
from django.urls import reverse

from leaders.models import Programme
from leaders.nominating import give_head_view
from portal.consultations.ideas import note_idea, submit
from portal.home.duties import duties_for
from portal.home.mine import blocks_for, morning_of
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.casebook.builders import a_proposal
from tests.consultations.builders import a_consultation
from tests.leaders.builders import a_hand, a_leader, a_section, a_window, the_programme
from tests.training.builders import a_booking, a_course, a_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako():
    return a_staff_member("hanako", department=a_section())


def block(staff, heading, now):
    every = [*duties_for(staff, now), *blocks_for(morning_of(staff, now))]
    return next(each for each in every if each.heading == heading)


def test_somebody_new_is_told_where_to_begin(hanako, now, client):
    client.force_login(hanako)

    html = client.get("/").content.decode()

    for each in blocks_for(morning_of(hanako, now)):
        assert each.heading in html
        assert each.more.url in html
    assert "仕事で困っていることを、DX課に聞けます。" in html


@pytest.mark.parametrize("role", [Role.OFFICER, Role.EDITOR])
def test_proposals_wait_for_those_who_decide_on_others(role, now, db):
    reviewer = a_staff_member(role=role)
    a_proposal(now=now)
    a_proposal(reviewer, now=now)

    lines = block(reviewer, "事例集の仕事", now).lines

    assert [(line.title, line.note) for line in lines] == [("確認を待つ事例の提案", "1件")]


def test_the_consultations_are_ones_own_and_unfinished(hanako, now):
    own = a_consultation(hanako, now=now)
    a_consultation(a_staff_member(), now=now)

    lines = block(hanako, "自分の相談", now).lines

    assert [line.url for line in lines] == [reverse("consultations:consultation", args=[own.pk])]


def test_seats_ahead_are_shown_and_those_that_are_over_are_not(hanako, now):
    ahead = a_session(starts_at=now + timedelta(days=3))
    over = a_session(starts_at=now - timedelta(days=3))
    for session in (ahead, over):
        a_booking(session, hanako)

    lines = block(hanako, "自分の研修", now).lines

    assert [line.title for line in lines] == [ahead.course.title, "スキルチェック"]
    assert "申込済み" in lines[0].note


def test_the_leader_of_ones_own_section_stands_by_name(hanako, now):
    next_door = a_staff_member(name="隣の課の人", department=a_section("2010", "税務課"))
    own = a_staff_member(name="うちの課の人", department=hanako.department)
    for leader in (next_door, own):
        a_leader(now, staff=leader)

    lines = block(hanako, "うちの課のリーダー", now).lines

    assert [line.title for line in lines] == ["うちの課の人"]


def test_an_open_call_for_leaders_is_shown_until_it_closes(hanako, now):
    window = a_window(now)

    during = block(hanako, "うちの課のリーダー", window.opens_at).lines
    after = block(hanako, "うちの課のリーダー", window.closes_at).lines

    assert [line.title for line in during] == [window.title]
    assert after == []


def test_the_desk_is_for_officers_alone(hanako, now):
    officer = a_staff_member(role=Role.OFFICER)
    a_consultation(hanako, now=now)

    assert duties_for(hanako, now) == []
    lines = block(officer, "相談の受付", now).lines
    assert ("担当なし", "1件") in [(line.title, line.note) for line in lines]


def test_an_idea_waits_for_somebody_else_at_the_desk(hanako, now):
    officer = a_staff_member(role=Role.OFFICER)
    for author in (hanako, officer):
        submit(note_idea({"title": "写しを1枚に"}, by=author, now=now), by=author, now=now)
    note_idea({"title": "まだメモ"}, by=hanako, now=now)

    lines = block(officer, "DX課の仕事", now).lines

    assert ("返事を待つアイデア", "1件") in [(line.title, line.note) for line in lines]


def test_the_head_is_asked_once_how_the_work_can_be_arranged(hanako, now):
    the_programme(heads=Programme.Heads.CONSULTED)
    head = a_staff_member(is_manager=True, department=hanako.department)
    hand = a_hand(a_window(now), hanako, now=now)

    asked = [line.title for line in block(head, "市民課のようす", now).lines]
    give_head_view(hand, view="fine", words="", by=head, now=now)
    answered = [line.title for line in block(head, "市民課のようす", now).lines]

    assert f"{hanako.name}さんの申出" in asked
    assert f"{hanako.name}さんの申出" not in answered


def test_the_administrator_sees_nothing_of_the_desk(hanako, now):
    administrator = a_staff_member(role=Role.ADMINISTRATOR)
    a_consultation(hanako, now=now)

    assert duties_for(administrator, now) == []


def test_the_head_of_a_section_sees_how_far_it_has_come(now):
    section = a_section()
    head = a_staff_member(is_manager=True, department=section)
    course = a_course(is_compulsory=True, for_everyone=True)
    for _each in range(4):
        a_staff_member(department=section)

    lines = block(head, "市民課のようす", now).lines

    assert (course.title, "0/5人が修了") in [(line.title, line.note) for line in lines]


def test_a_small_section_shows_no_share(now):
    head = a_staff_member(is_manager=True, department=a_section())
    a_course(is_compulsory=True, for_everyone=True)

    lines = block(head, "市民課のようす", now).lines

    assert ("必須の研修", "人数が少ないため、修了の数は出しません") in [
        (line.title, line.note) for line in lines
    ]


def test_trainers_see_their_next_sessions_and_editors_their_desk(now):
    trainer, editor = a_staff_member(role=Role.TRAINER), a_staff_member(role=Role.EDITOR)
    session = a_session(starts_at=now + timedelta(days=1), trainers=[trainer])

    assert [line.title for line in block(trainer, "研修の運営", now).lines] == [
        session.course.title
    ]
    assert block(editor, "編集の仕事", now).more.url == reverse("guidance:desk")
