"""The next act of each step follows from what the person has on hand."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from portal.community.following import follow
from portal.consultations.ideas import note_idea
from portal.consultations.threads import reply
from portal.consultations.vocabulary import Status
from portal.home.doors import doors_for
from portal.home.mine import morning_of
from portal.home.news import news_for
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member
from tests.consultations.builders import a_consultation
from tests.leaders.builders import a_section
from tests.training.builders import a_booking, a_session

DAY = date(2026, 11, 20)


@pytest.fixture
def hanako(db):
    return a_staff_member("hanako", department=a_section())


def doors(staff, now):
    return doors_for(morning_of(staff, now), None)


def test_somebody_new_is_led_to_the_cases_the_check_and_the_sheet(hanako, now):
    know, try_out, change = doors(hanako, now)

    assert know.url == reverse("casebook:case_list")
    assert try_out.url == reverse("training:skill_check")
    assert change.url == reverse("guidance:worksheet")


def test_a_seat_ahead_comes_before_the_check(hanako, now):
    session = a_session(starts_at=now + timedelta(days=3))
    a_booking(session, hanako)

    _know, try_out, _change = doors(hanako, now)

    assert try_out.url == reverse("training:session", args=[session.pk])


def test_a_note_of_an_idea_is_to_be_gone_on_with(hanako, now):
    idea = note_idea({"title": "紙を減らす", "now_words": "印刷している"}, by=hanako, now=now)

    assert doors(hanako, now)[2].url == reverse("ideas:idea", args=[idea.pk])


def test_an_answer_that_is_awaited_comes_before_an_idea(hanako, now):
    note_idea({"title": "紙を減らす", "now_words": "印刷している"}, by=hanako, now=now)
    row = a_consultation(hanako, now=now)
    reply(row, "いつですか。", by=a_staff_member(role=Role.OFFICER), then=Status.WAITING, now=now)

    assert doors(hanako, now)[2].url == reverse("consultations:consultation", args=[row.pk])


def test_each_case_has_its_day(hanako):
    cases = [a_case() for _each in range(3)]
    days = [date(2026, 11, 20) + timedelta(days=step) for step in range(4)]

    found = [news_for(hanako, day).today for day in days]

    assert {each.pk for each in found} == {case.pk for case in cases}
    assert found[0] == found[3]


def test_without_a_case_no_day_has_one_and_there_is_no_news(hanako):
    assert news_for(hanako, DAY) == (None, [], "")


def test_what_is_withdrawn_or_closed_is_no_news_and_not_the_case_of_the_day(hanako):
    gone, closed = a_case(), a_case()
    assert len(news_for(hanako, DAY).cases) == 2
    gone.unpublish()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")

    assert news_for(hanako, DAY) == (None, [], "")


def test_cases_of_a_theme_one_follows_come_first_and_say_why(hanako, now):
    near, far = a_case(tags=["RPA"]), a_case()
    follow(hanako, tag="RPA", now=now)

    news = news_for(hanako, DAY)

    assert [case.pk for case in news.cases] == [near.pk]
    assert "RPA" in news.why
    assert far.pk in [case.pk for case in news_for(a_staff_member(), DAY).cases]
