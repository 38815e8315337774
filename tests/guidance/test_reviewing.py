"""Whose page it is, and who is reminded when."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.guidance.reviewing import remind, stale_first
from portal.notifications.models import Notification
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.guidance.builders import a_guide, who_is
from tests.staff.roster_files import a_department

pytestmark = pytest.mark.django_db


def told():
    return set(Notification.objects.values_list("recipient__username", flat=True))


@pytest.mark.parametrize(
    ("days", "expected"),
    [(31, set()), (30, {"writer"}), (0, {"writer"}), (-1, {"head"}), (-40, {"head"})],
)
def test_the_owner_is_told_before_the_day_and_the_manager_after_it(now, days, expected):
    section = a_department("2010", "DX課")
    who_is(Role.EDITOR, username="writer", department=section)
    a_staff_member("head", department=section, is_manager=True)
    a_staff_member("colleague", department=section)
    who_is(Role.OFFICER, username="officer")
    day = timezone.localdate(now) + timedelta(days=days)
    a_guide(owner=section, review_on=day)

    remind(now)
    remind(now)

    assert told() == expected
    assert Notification.objects.count() == len(expected)


@pytest.mark.parametrize("days", [10, -10])
def test_without_an_owner_the_officers_are_told(now, days):
    who_is(Role.OFFICER, username="officer")
    a_guide(review_on=timezone.localdate(now) + timedelta(days=days))

    remind(now)

    assert told() == {"officer"}


def test_pages_without_a_day_stand_first_in_the_report(now):
    for slug, day in (("b", date(2026, 1, 1)), ("c", date(2027, 1, 1)), ("a", None)):
        a_guide(slug, review_on=day)

    assert [guide.slug for guide in stale_first(now.date())] == ["a", "b", "c"]


def test_the_owner_is_a_post_and_the_day_is_kept(client):
    section = a_department("2010", "DX課")
    guide = a_guide()
    client.force_login(who_is(Role.EDITOR))
    address = reverse("guidance:guide_owner", args=["paper"])
    version = client.get(address).context["form"].initial["row_version"]

    client.post(
        address,
        {
            "owner": section.pk,
            "owner_post": "推進係長",
            "review_on": "2027-03-31",
            "row_version": version,
        },
    )

    guide.refresh_from_db()
    assert (guide.owner, guide.owner_post, guide.review_on) == (
        section,
        "推進係長",
        date(2027, 3, 31),
    )
