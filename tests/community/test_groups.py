"""Working groups: joining and leaving, leads, the period, the log."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from portal.community.feed import feed_page
from portal.community.grouping import (
    Activity,
    GroupIsOver,
    LastLead,
    NotAMember,
    Plan,
    close_group,
    join,
    leave,
    may_lead,
    set_lead,
    start_group,
    write_log,
)
from portal.community.models import Entry, Group, Membership
from portal.staff.models import Role
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db
PLAN = Plan("窓口の会", "待ち時間を減らす", date(2026, 11, 1), None)


@pytest.fixture
def group(hanako, now):
    return start_group(PLAN, by=hanako, now=now)


def here(group):
    return {each.staff.username: each.is_lead for each in group.memberships.here()}


def test_whoever_starts_a_group_looks_after_it_and_the_office_hears_of_it(group, hanako, taro):
    assert here(group) == {"hanako": True}
    assert [line.title for line in feed_page(Entry.objects.all(), taro).lines] == ["窓口の会"]


def test_joining_and_leaving_is_free_and_twice_is_once(group, taro, now):
    for _press in range(2):
        join(group, by=taro, now=now)
    assert here(group) == {"hanako": True, "taro": False}

    for _press in range(2):
        leave(group, by=taro, now=now)
    assert here(group) == {"hanako": True}

    join(group, by=taro, now=now)
    assert Membership.objects.filter(staff=taro).count() == 2


def test_the_last_lead_hands_over_before_leaving(group, hanako, taro, now):
    membership = join(group, by=taro, now=now)
    with pytest.raises(LastLead):
        leave(group, by=hanako, now=now)
    with pytest.raises(LastLead):
        set_lead(group.memberships.get(staff=hanako), False, by=hanako)

    set_lead(membership, True, by=hanako)
    leave(group, by=hanako, now=now)

    assert here(group) == {"taro": True}


def test_who_is_alone_may_simply_leave(group, hanako, now):
    leave(group, by=hanako, now=now)

    assert here(group) == {}


def test_who_has_left_is_not_made_a_lead(group, hanako, taro, now):
    membership = join(group, by=taro, now=now)
    leave(group, by=taro, now=now)

    with pytest.raises(NotAMember):
        set_lead(membership, True, by=hanako)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (datetime(2027, 3, 31, 14, 59, tzinfo=UTC), True),  # 31 March 23:59 in Tokyo
        (datetime(2027, 3, 31, 15, 0, tzinfo=UTC), False),  # 1 April 00:00
    ],
)
def test_the_last_day_belongs_to_the_period(hanako, taro, at, is_open, now):
    plan = PLAN._replace(ends_on=date(2027, 3, 31))
    group = start_group(plan, by=hanako, now=now)
    day = timezone.localdate(at)

    assert group.is_at_work(day) == is_open
    assert Group.objects.at_work(day).exists() == is_open
    assert Group.objects.over(day).exists() != is_open
    if is_open:
        join(group, by=taro, now=at)
    else:
        with pytest.raises(GroupIsOver):
            join(group, by=taro, now=at)


def test_members_write_the_log_until_the_group_is_closed(group, hanako, taro, now):
    activity = Activity(date(2026, 11, 2), "動線を測った", "")
    with pytest.raises(NotAMember):
        write_log(group, activity, by=taro, now=now)
    write_log(group, activity, by=hanako, now=now + timedelta(minutes=1))
    close_group(group, "待ち時間が見えた", by=hanako, now=now)

    with pytest.raises(GroupIsOver):
        write_log(group, activity, by=hanako, now=now)
    with pytest.raises(GroupIsOver):
        close_group(group, "", by=hanako, now=now)

    titles = [line.title for line in feed_page(Entry.objects.all(), taro).lines]
    assert titles == ["窓口の会：動線を測った", "窓口の会"]


def test_its_leads_and_the_dx_section_lead_it(group, hanako, taro, now):
    join(group, by=taro, now=now)
    officer = a_staff_member(role=Role.OFFICER)

    assert [may_lead(staff, group) for staff in (hanako, taro, officer)] == [True, False, True]


def test_the_story_of_a_group_on_its_pages(client, hanako, taro):
    values = {
        "submit_key": "k1",
        "name": "窓口の会",
        "mission": "待ち時間",
        "starts_on": "2026-11-01",
    }
    wrong = client.post("/community/groups/new/", {**values, "ends_on": "2026-10-31"})
    assert "終える日は、始める日と同じ日か" in wrong.content.decode()
    for _press in range(2):
        client.post("/community/groups/new/", values)
    group = Group.objects.get()
    page = f"/community/groups/{group.pk}/"
    client.post(f"{page}log/", {"submit_key": "k2", "on": "2026-11-02", "title": "測った"})
    version = client.get(f"{page}edit/").context["form"]["row_version"].value()
    client.post(f"{page}edit/", {**values, "name": "窓口改善の会", "row_version": version})
    stale = client.post(f"{page}edit/", {**values, "name": "古い版", "row_version": version})
    assert "ほかの人の変更と、あなたの入力" in stale.content.decode()

    client.force_login(taro)
    assert client.get(f"{page}edit/").status_code == 404
    assert client.get(f"{page}log/").status_code == 404
    client.post(f"{page}join/")
    client.force_login(hanako)
    client.post(
        f"/community/groups/members/{Membership.objects.get(staff=taro).pk}/lead/", {"on": 1}
    )
    client.post(f"{page}close/", {"outcome": "**数えると**分かる"})

    text = client.get(page).content.decode()
    assert "窓口改善の会" in text
    assert "<strong>数えると</strong>" in text
    assert here(group) == {"hanako": True, "taro": True}
