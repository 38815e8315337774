"""One notice per person and cause, in the transaction of the cause."""

import pytest
from django.db import transaction

from portal.notifications.kinds import KINDS, Delivery
from portal.notifications.models import Mail, Notification, Preference
from portal.notifications.telling import LinkLeavesTheHouse, one_line
from tests.builders import a_staff_member
from tests.notifications.telling import tell

pytestmark = pytest.mark.django_db


def test_a_cause_tells_each_person_once_however_often_it_is_told(now):
    hanako, taro = a_staff_member(), a_staff_member()

    tell(hanako, cause="7", now=now)
    tell(hanako, taro, taro, cause="7", now=now)

    told = Notification.objects.order_by("recipient").values_list("recipient", "cause")
    assert list(told) == [(hanako.pk, "7"), (taro.pk, "7")]
    assert Mail.objects.count() == 2


def test_the_same_id_under_another_kind_is_another_cause(now):
    hanako = a_staff_member()

    tell(hanako, kind="role_granted", cause="7", now=now)
    tell(hanako, kind="role_withdrawn", cause="7", now=now)

    assert Notification.objects.count() == 2


def test_what_did_not_happen_is_not_told(now):
    hanako = a_staff_member()

    with transaction.atomic():
        tell(hanako, now=now)
        transaction.set_rollback(True)

    assert (Notification.objects.count(), Mail.objects.count()) == (0, 0)


def test_five_hundred_people_are_told_in_a_few_queries(now, django_assert_max_num_queries):
    people = [a_staff_member(password="") for _each in range(501)]

    with django_assert_max_num_queries(30):
        tell(*people, now=now)

    assert (Notification.objects.count(), Mail.objects.count()) == (501, 501)


@pytest.mark.parametrize(
    "link",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "", "a"],
)
def test_a_notice_cannot_lead_out_of_the_portal(link, now):
    with pytest.raises(LinkLeavesTheHouse):
        tell(a_staff_member(), link=link, now=now)

    assert Notification.objects.count() == 0


def test_an_unknown_kind_is_a_bug_and_writes_nothing(now):
    with pytest.raises(KeyError):
        tell(a_staff_member(), kind="no_such_kind", now=now)

    assert (Notification.objects.count(), Mail.objects.count()) == (0, 0)


@pytest.mark.parametrize(("chosen", "mails"), [("at_once", 1), ("digest", 0), ("never", 0)])
def test_a_notice_goes_the_way_its_person_chose_and_always_stands_in_the_list(chosen, mails, now):
    hanako = a_staff_member()
    Preference.objects.create(staff=hanako, kind="role_granted", delivery=chosen)

    notice = tell(hanako, now=now)

    assert notice.delivery == chosen
    assert Mail.objects.count() == mails


def test_a_choice_that_the_kind_no_longer_offers_counts_as_none(now):
    hanako = a_staff_member()
    Preference.objects.create(staff=hanako, kind="sign_in_changed", delivery=Delivery.NEVER)

    notice = tell(hanako, kind="sign_in_changed", now=now)

    assert notice.delivery == Delivery.AT_ONCE


def test_a_notice_is_of_use_as_long_as_its_kind_says_unless_told_otherwise(now):
    hanako = a_staff_member()
    tomorrow = now.replace(day=now.day + 1)

    by_kind = tell(hanako, now=now)
    told = tell(hanako, useful_until=tomorrow, now=now)

    assert by_kind.useful_until == now + KINDS["role_granted"].useful_for
    assert (told.useful_until, told.mail.useful_until) == (tomorrow, tomorrow)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("山田\r\nBcc: a@example.test", "山田 Bcc: a@example.test"),
        ("一\u2028二\x00三\x0b四", "一 二 三 四"),
        ("abc\u202egpj.exe", "abc gpj.exe"),
        ("髙﨑 𠮷葛󠄀", "髙﨑 𠮷葛󠄀"),
        ("あ" * 12, "あ" * 9 + "…"),
    ],
)
def test_a_title_is_one_line_without_anything_unseen(text, line):
    assert one_line(text, 10 if text.startswith("あ") else 200) == line


def test_every_kind_offers_what_it_does_by_itself():
    assert [code for code, kind in KINDS.items() if kind.delivery not in kind.choices()] == []
    assert [code for code, kind in KINDS.items() if len(code) > 40] == []
