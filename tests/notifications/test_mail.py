"""What a mail says, and when one is sent."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import pytest

from portal.notifications.inbox import mark_read
from portal.notifications.kinds import KINDS, Kind
from portal.notifications.mail_sending import has_waiting_mail, send_waiting_mail
from portal.notifications.models import Mail
from portal.staff.models import Role
from portal.staff.roles import withdraw_role
from tests.builders import a_staff_member
from tests.notifications.telling import tell

pytestmark = pytest.mark.django_db

TOKYO = ZoneInfo("Asia/Tokyo")
FRIDAY_EVENING = datetime(2026, 11, 20, 20, 0, tzinfo=TOKYO)
HOLIDAY_MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=TOKYO)
TUESDAY_MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=TOKYO)


def a_person(address="hanako@city.example.test", **fields):
    return a_staff_member(email=address, **fields)


def parsed(message):
    """As the mail program of the recipient reads it."""
    return message_from_bytes(message.message().as_bytes(), policy=default)


def states():
    return list(Mail.objects.order_by("pk").values_list("state", "reason"))


def test_a_mail_says_in_japanese_what_the_notice_says_and_leads_to_it(now, settings, mailoutbox):
    settings.BASE_URL = "https://portal.city.example.test"
    settings.DEFAULT_FROM_EMAIL = "dx@city.example.test"
    notice = tell(a_person(name="髙﨑 𠮷子"), title="役割「DX課」が付与されました", now=now)

    send_waiting_mail(now)

    [mail] = [parsed(message) for message in mailoutbox]
    link = f"https://portal.city.example.test/notifications/{notice.pk}/"
    text, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    # Headers that are folded begin with the space that every reader takes away.
    assert mail["Subject"].strip() == "【DXポータル】役割「DX課」が付与されました"
    assert str(mail["To"]) == "髙﨑 𠮷子 <hanako@city.example.test>"
    assert str(mail["From"]) == "DXポータル <dx@city.example.test>"
    assert text.splitlines()[:6] == [
        "髙﨑 𠮷子 さん",
        "",
        "役割「DX課」が付与されました",
        link,
        "",
        "日時：2026年11月20日 10時00分",
    ]
    assert f'<a href="{link}">お知らせを開く</a>' in html
    assert states() == [("sent", "")]


def test_a_mail_says_that_a_machine_wrote_it_and_has_a_name_of_its_own(now, settings, mailoutbox):
    settings.BASE_URL = "https://portal.city.example.test"
    notice = tell(a_person(), now=now)

    send_waiting_mail(now)

    mail = parsed(mailoutbox[0])
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<notifications.portal.city.example.test>"
    assert mail["Message-ID"] == notice.mail.message_id


def test_of_a_confidential_kind_a_mail_says_only_that_there_is_one(now, mailoutbox, monkeypatch):
    confidential = Kind("内密", timedelta(days=1), is_confidential=True)
    monkeypatch.setitem(KINDS, "confidential", confidential)
    tell(a_person(), kind="confidential", title="CANARY", now=now)

    send_waiting_mail(now)

    whole = mailoutbox[0].message().as_bytes() + mailoutbox[0].body.encode()
    assert mailoutbox[0].subject == "【DXポータル】新しいお知らせがあります"
    assert b"CANARY" not in whole


@pytest.mark.parametrize(
    "trick",
    [
        "\r\nBcc: victim@example.test",
        "\nSubject: x",
        "\r\n\r\n<script>alert(1)</script>",
        "%0d%0aBcc: victim@example.test",
        "=?utf-8?q?=0d=0aBcc:_victim@example.test?=",
        '", victim@example.test, "',
        "\u2028Bcc: victim@example.test",
        "{name.__class__} {{ settings.SECRET_KEY }}",
    ],
)
def test_no_name_and_no_title_can_write_a_header_or_add_a_recipient(trick, now, mailoutbox):
    for words in (f"山田{trick}", f"Yamada{trick}"):
        tell(a_person(f"p{len(words)}@city.example.test", name=words), title=words, now=now)

    send_waiting_mail(now)

    for message in mailoutbox:
        mail = parsed(message)
        assert len(message.recipients()) == 1
        assert [address.domain for address in mail["To"].addresses] == ["city.example.test"]
        assert mail["Bcc"] is None
        assert len(mail.get_all("Subject")) == 1
        assert "<script>" not in mail.get_body(("html",)).get_content()
    assert states() == [("sent", "")] * 2


def test_a_name_of_a_hundred_letters_arrives_whole(now, mailoutbox):
    tell(a_person(name="髙" * 100), now=now)

    send_waiting_mail(now)

    assert parsed(mailoutbox[0])["To"].addresses[0].display_name == "髙" * 100


def test_mails_wait_for_the_next_working_moment(now, mailoutbox):
    tell(a_person(), now=FRIDAY_EVENING)

    for moment in (FRIDAY_EVENING, HOLIDAY_MONDAY, TUESDAY_MORNING - timedelta(seconds=1)):
        send_waiting_mail(moment)
        assert (has_waiting_mail(moment), len(mailoutbox)) == (False, 0)
    assert has_waiting_mail(TUESDAY_MORNING)
    send_waiting_mail(TUESDAY_MORNING)

    assert len(mailoutbox) == 1


def test_an_urgent_mail_is_sent_at_night(mailoutbox):
    tell(a_person(), kind="sign_in_changed", now=FRIDAY_EVENING)

    send_waiting_mail(FRIDAY_EVENING)

    assert len(mailoutbox) == 1


def test_nothing_is_sent_after_its_use(now, mailoutbox):
    tell(a_person(), useful_until=now + timedelta(hours=1), now=now)

    send_waiting_mail(now + timedelta(hours=1))

    assert (states(), len(mailoutbox)) == ([("expired", "")], 0)


def test_what_has_been_read_in_the_portal_is_not_mailed(now, mailoutbox):
    mark_read(tell(a_person(), now=now), now=now)

    send_waiting_mail(now)

    assert (states(), len(mailoutbox)) == ([("not_wanted", "nothing_new")], 0)


def test_whoever_lost_the_role_meanwhile_gets_no_mail_about_it(now, mailoutbox):
    admin = a_person(role=Role.ADMINISTRATOR)
    tell(admin, kind="job_set_aside", now=now)
    withdraw_role(admin, Role.ADMINISTRATOR, on=admin.role_grants.get().starts_on)

    send_waiting_mail(now)

    assert (states(), len(mailoutbox)) == ([("not_wanted", "nothing_new")], 0)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"address": ""}, "no_address"), ({"is_active": False}, "left")],
)
def test_people_without_an_address_or_an_account_have_it_in_the_list_alone(
    fields, reason, now, mailoutbox
):
    notice = tell(a_person(**fields), now=now)

    send_waiting_mail(now)

    assert (states(), len(mailoutbox)) == ([("not_wanted", reason)], 0)
    assert notice.read_at is None


def test_with_mail_switched_off_all_works_and_nothing_waits(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    tell(a_person(), now=FRIDAY_EVENING)

    send_waiting_mail(FRIDAY_EVENING)

    assert states() == [("not_wanted", "mail_off")]
    assert not has_waiting_mail(FRIDAY_EVENING)


def test_sending_again_what_was_sent_sends_nothing(now, mailoutbox):
    tell(a_person(), now=now)

    results = [send_waiting_mail(now).sent for _each in range(3)]

    assert (results, len(mailoutbox)) == ([1, 0, 0], 1)


def test_a_round_ends_when_its_time_is_over_and_the_next_goes_on(now, mailoutbox):
    for number in range(3):
        tell(a_person(f"p{number}@city.example.test"), now=now)

    assert send_waiting_mail(now, seconds=-1).sent == 0
    assert send_waiting_mail(now).sent == 3
