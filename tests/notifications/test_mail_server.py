"""A mail server that fails in every known way, on real sockets: nothing is lost."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse

from portal.notifications.mail_sending import BACK_OFF, LEASE, MAX_TRIES, send_waiting_mail
from portal.notifications.models import Mail
from portal.staff.models import Role, StaffMember
from tests.builders import a_staff_member
from tests.notifications.telling import tell

pytestmark = pytest.mark.django_db

PEOPLE = 3
LATER = timedelta(minutes=2)


@pytest.fixture
def told(now):
    """Notices to three people. Returns the Message-IDs of their mails."""
    for number in range(PEOPLE):
        tell(a_staff_member(email=f"p{number}@city.example.test"), now=now)
    return sorted(Mail.objects.values_list("message_id", flat=True))


def rows():
    return list(Mail.objects.order_by("pk").values_list("state", "attempts", "last_error"))


def test_a_server_that_refuses_the_connection_costs_no_mail_a_try(post_office, told, now):
    result = send_waiting_mail(now)

    assert (result.server_is_away, result.sent) == (True, 0)
    assert rows() == [("pending", 0, "server_away"), ("pending", 0, ""), ("pending", 0, "")]

    with post_office.open():
        send_waiting_mail(now + LATER)

    assert sorted(post_office.message_ids) == told


def test_a_server_that_never_answers_holds_a_round_up_once(post_office, told, now):
    with post_office.hanging():
        began = time.monotonic()
        result = send_waiting_mail(now)
        seconds = time.monotonic() - began

    assert result.server_is_away
    # One time-out of 0.3 seconds, not one for each mail.
    assert seconds < 0.3 * PEOPLE

    with post_office.open():
        send_waiting_mail(now + LATER)

    assert sorted(post_office.message_ids) == told


def test_a_day_without_a_server_gives_no_mail_up(post_office, told, now):
    for minute in range(60):
        send_waiting_mail(now + timedelta(minutes=minute))

    with post_office.open():
        send_waiting_mail(now + timedelta(hours=2))

    assert sorted(post_office.message_ids) == told


@pytest.mark.parametrize("answer", ["451 4.3.0 later please", "554 5.7.1 not today"])
def test_what_the_server_refuses_is_tried_again_when_its_time_has_come(
    answer, post_office, told, now
):
    with post_office.open(answer=answer):
        send_waiting_mail(now)
    error = f"SMTPDataError {answer[:3]}"
    assert rows() == [("pending", 1, error)] * PEOPLE

    with post_office.open():
        send_waiting_mail(now + timedelta(seconds=50))
        assert post_office.message_ids == []
        send_waiting_mail(now + BACK_OFF[0] + timedelta(seconds=5))

    assert sorted(post_office.message_ids) == told
    assert rows() == [("sent", 2, "")] * PEOPLE


def test_a_server_that_dies_with_the_mail_gets_it_again_under_the_same_name(post_office, told, now):
    with post_office.open(dies=True):
        send_waiting_mail(now)
    assert rows() == [("pending", 1, "SMTPServerDisconnected")] * PEOPLE

    with post_office.open():
        send_waiting_mail(now + LATER)

    assert sorted(post_office.message_ids) == sorted(told * 2)


def test_an_address_that_nobody_has_is_given_up_and_the_others_get_their_mail(
    post_office, told, now
):
    moment = now
    with post_office.open(refusing="p0@city.example.test"):
        for wait in [*BACK_OFF, timedelta(hours=2), timedelta(days=1)]:
            send_waiting_mail(moment)
            moment += wait + timedelta(seconds=5)

    assert rows()[0] == ("given_up", MAX_TRIES, "SMTPRecipientsRefused 550")
    assert len(post_office.refused) == MAX_TRIES == 5
    assert post_office.addresses == ["p1@city.example.test", "p2@city.example.test"]


@pytest.mark.parametrize(
    "address", ["p0@city.example.test, victim@example.test", "@", "a\r\nRCPT TO:<v@example.test>"]
)
def test_an_address_that_is_none_stops_nobody_elses_mail(address, post_office, told, now):
    StaffMember.objects.filter(email="p0@city.example.test").update(email=address)

    with post_office.open():
        result = send_waiting_mail(now)

    assert (result.failed, result.sent) == (1, 2)
    assert post_office.addresses == ["p1@city.example.test", "p2@city.example.test"]


def test_the_waits_grow_from_a_minute_to_two_hours():
    assert [wait.total_seconds() / 60 for wait in BACK_OFF] == [1, 5, 30, 120]


def test_a_mail_whose_sender_died_is_tried_again_after_its_lease(post_office, told, now):
    # As a worker leaves it that was killed between claiming and sending.
    Mail.objects.update(next_try_at=now + LEASE, attempts=1)

    with post_office.open():
        send_waiting_mail(now + LEASE - timedelta(seconds=1))
        assert post_office.message_ids == []
        send_waiting_mail(now + LEASE)

    assert sorted(post_office.message_ids) == told


def test_a_mail_that_killed_five_workers_is_set_aside(post_office, told, now):
    Mail.objects.update(attempts=MAX_TRIES)

    with post_office.open():
        send_waiting_mail(now)

    assert post_office.message_ids == []
    assert {state for state, _attempts, _error in rows()} == {"given_up"}


def test_no_request_waits_for_a_server_that_hangs(client, post_office, settings):
    settings.EMAIL_TIMEOUT = 10
    staff = a_staff_member(email="hanako@city.example.test")
    client.force_login(a_staff_member(role=Role.ADMINISTRATOR))

    with post_office.hanging():
        began = time.monotonic()
        answer = client.post(reverse("staff_accounts:account_end_sessions", args=[staff.pk]))
        seconds = time.monotonic() - began

    assert answer.status_code == 302
    assert seconds < 1
