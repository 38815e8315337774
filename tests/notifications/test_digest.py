"""One mail in the morning with what waited for it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.notifications.digest import write_digests
from portal.notifications.inbox import mark_read
from portal.notifications.kinds import Delivery
from portal.notifications.mail_sending import send_waiting_mail
from portal.notifications.models import Mail, Preference
from tests.builders import a_staff_member
from tests.notifications.telling import tell

pytestmark = pytest.mark.django_db

TOKYO = ZoneInfo("Asia/Tokyo")
THURSDAY = datetime(2026, 11, 19, 15, 0, tzinfo=TOKYO)
FRIDAY_MORNING = datetime(2026, 11, 20, 8, 30, tzinfo=TOKYO)
SATURDAY = datetime(2026, 11, 21, 8, 30, tzinfo=TOKYO)
TUESDAY_MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=TOKYO)


@pytest.fixture
def hanako():
    hanako = a_staff_member(email="hanako@city.example.test")
    Preference.objects.create(staff=hanako, kind="role_granted", delivery=Delivery.DIGEST)
    return hanako


def test_a_digest_holds_what_waited_and_is_made_once_a_day(hanako, mailoutbox):
    first, second = tell(hanako, now=THURSDAY), tell(hanako, now=THURSDAY)

    assert [write_digests(FRIDAY_MORNING) for _each in range(3)] == [1, 0, 0]
    send_waiting_mail(FRIDAY_MORNING)

    [mail] = mailoutbox
    assert mail.subject == "【DXポータル】お知らせのまとめ（2件）"
    assert [line for line in mail.body.splitlines() if line.startswith("・")] == [
        f"・{first.title}（11月19日 15時00分）",
        f"・{second.title}（11月19日 15時00分）",
    ]


def test_what_comes_after_the_digest_goes_into_the_next_days(hanako, mailoutbox):
    tell(hanako, now=THURSDAY)
    write_digests(FRIDAY_MORNING)
    send_waiting_mail(FRIDAY_MORNING)
    late = tell(hanako, now=FRIDAY_MORNING + timedelta(minutes=1))

    assert write_digests(FRIDAY_MORNING + timedelta(hours=1)) == 0
    assert write_digests(SATURDAY) == 0
    assert write_digests(TUESDAY_MORNING) == 1
    send_waiting_mail(TUESDAY_MORNING)

    assert [mail.subject for mail in mailoutbox] == ["【DXポータル】お知らせのまとめ（1件）"] * 2
    late.refresh_from_db()
    assert str(late.mail.digest_on) == "2026-11-24"


def test_what_has_been_read_or_is_past_its_use_is_in_no_digest(hanako):
    mark_read(tell(hanako, now=THURSDAY), now=THURSDAY)
    tell(hanako, useful_until=FRIDAY_MORNING, now=THURSDAY)

    assert write_digests(FRIDAY_MORNING) == 0
    assert Mail.objects.count() == 0


def test_many_people_get_theirs_in_as_many_queries_as_one(hanako, django_assert_num_queries):
    people = [hanako]
    for number in range(20):
        person = a_staff_member(email=f"p{number}@city.example.test")
        Preference.objects.create(staff=person, kind="role_granted", delivery="digest")
        people.append(person)
    tell(*people, now=THURSDAY)

    with django_assert_num_queries(5):
        assert write_digests(FRIDAY_MORNING) == 21

    assert set(Mail.objects.values_list("notifications__recipient", "recipient")) == {
        (person.pk, person.pk) for person in people
    }


def test_a_long_digest_names_fifty_and_counts_the_rest(hanako, mailoutbox):
    for _each in range(53):
        tell(hanako, now=THURSDAY)
    write_digests(FRIDAY_MORNING)

    send_waiting_mail(FRIDAY_MORNING)

    lines = mailoutbox[0].body.splitlines()
    assert len([line for line in lines if line.startswith("・")]) == 50
    assert "ほかに3件あります。お知らせの一覧で確かめてください。" in lines
