"""The week in short: what moved people, for whom it is visible, told on Mondays."""

from datetime import timedelta

import pytest

from portal.community.announcing import announce
from portal.community.following import follow
from portal.community.reacting import set_reaction
from portal.community.weekly import LOOKED_AT, week_of, write_week
from portal.notifications.models import Notification
from tests.builders import a_case, a_staff_member

pytestmark = pytest.mark.django_db
MONDAY = timedelta(days=3)  # after the Friday of ``now``


def test_the_liveliest_of_the_last_seven_days_stand_first(taro, now):
    for title, age in [("古い", 8), ("静か", 2), ("にぎやか", 5)]:
        case = a_case(title)
        announce(case, by=None, now=now - timedelta(days=age))
    set_reaction(case, "useful", by=taro, now=now)

    week = week_of(taro, now=now)

    assert [line.title for line in week.lines] == ["にぎやか", "静か"]
    assert week.count == 2
    assert len(week.lines) < LOOKED_AT


def test_only_who_asked_and_who_may_see_something_is_told_once(secret, now):
    wishing, blind = secret.staff, a_staff_member("blind")
    announce(secret, by=None, now=now)
    for staff in (wishing, blind):
        follow(staff, is_weekly=True, now=now)

    for day in range(7):
        write_week(now + timedelta(days=day))
    write_week(now + MONDAY)

    told = Notification.objects.filter(kind="community_week")
    assert [notice.recipient for notice in told] == [wishing]
    assert told.get().title == "この1週間のみんなの動きをまとめました（11月23日）"


def test_what_one_may_not_see_is_in_no_week(secret, taro, now):
    announce(secret, by=secret.staff, now=now)

    assert week_of(taro, now=now).lines == []


def test_it_is_asked_for_and_stopped_on_its_page(client, hanako):
    client.post("/community/follows/new/", {"is_weekly": "1", "next": "/community/week/"})
    page = client.get("/community/week/")
    assert "週に1度のお知らせを止める" in page.content.decode()

    client.post(f"/community/follows/{page.context['wish'].pk}/drop/")

    assert "毎週月曜にお知らせを受け取る" in client.get("/community/week/").content.decode()
