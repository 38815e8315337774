"""Sessions: where one is signed in, when that ends, and what ends it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.staff.models import Role, StaffSession
from portal.staff.roles import grant_role, withdraw_role
from tests.builders import PASSWORD, a_staff_member
from tests.staff.signing_in import is_signed_in, type_password

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0"
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) Version/17.0 Safari/604.1"


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def signed_in(staff, **headers) -> Client:
    client = Client(**headers)
    type_password(client, staff.username)
    return client


@pytest.mark.django_db
def test_the_page_lists_my_devices_and_nobody_elses():
    staff, somebody = a_staff_member(), a_staff_member()
    here = signed_in(staff, HTTP_USER_AGENT=EDGE)
    signed_in(staff, HTTP_USER_AGENT=IPAD)
    signed_in(somebody, HTTP_USER_AGENT=IPAD)

    devices = here.get("/accounts/sessions/").context["devices"]

    assert {(device.name, device.is_this_one) for device in devices} == {
        ("WindowsのEdge", True),
        ("iPhone・iPadのSafari", False),
    }


@pytest.mark.django_db
def test_the_page_does_not_give_away_session_keys():
    staff = a_staff_member()
    here, other = signed_in(staff), signed_in(staff)

    page = here.get("/accounts/sessions/").content.decode()

    assert other.session.session_key not in page


@pytest.mark.django_db
def test_one_device_is_signed_out():
    staff = a_staff_member()
    here, one, two = signed_in(staff), signed_in(staff), signed_in(staff)
    key = one.session.session_key
    numbers = {
        StaffSession.objects.order_by("-last_seen_at")[place].pk: device.number
        for place, device in enumerate(here.get("/accounts/sessions/").context["devices"])
    }

    here.post("/accounts/sessions/end/", {"number": numbers[key]})

    assert [is_signed_in(client) for client in (here, one, two)] == [True, False, True]


@pytest.mark.django_db
def test_all_other_devices_are_signed_out():
    staff, somebody = a_staff_member(), a_staff_member()
    here, one, two = signed_in(staff), signed_in(staff), signed_in(staff)
    elses = signed_in(somebody)

    here.post("/accounts/sessions/end-others/")

    assert [is_signed_in(client) for client in (here, one, two, elses)] == [
        True,
        False,
        False,
        True,
    ]


@pytest.mark.django_db
def test_nobody_signs_out_somebody_elses_device():
    staff, somebody = a_staff_member(), a_staff_member()
    elses = signed_in(somebody)
    number = elses.get("/accounts/sessions/").context["devices"][0].number

    signed_in(staff).post("/accounts/sessions/end/", {"number": number})

    assert is_signed_in(elses)


@pytest.mark.django_db
def test_an_hour_without_a_request_ends_the_session(clock):
    client = signed_in(a_staff_member())

    clock.shift(timedelta(minutes=59))
    used = is_signed_in(client)
    clock.shift(timedelta(minutes=59))
    used_again = is_signed_in(client)
    clock.shift(timedelta(minutes=61))

    assert [used, used_again, is_signed_in(client)] == [True, True, False]


@pytest.mark.django_db
def test_twelve_hours_end_a_session_that_is_in_use(clock):
    client = signed_in(a_staff_member())
    hours = 0

    for _ in range(30):
        clock.shift(timedelta(minutes=30))
        if not is_signed_in(client):
            break
        hours += 0.5

    assert hours == 11.5


@pytest.mark.django_db
def test_disabling_a_person_acts_on_the_next_request():
    staff = a_staff_member()
    clients = [signed_in(staff), signed_in(staff)]
    staff.is_active = False
    staff.save()

    assert [is_signed_in(client) for client in clients] == [False, False]


@pytest.mark.django_db
def test_taking_a_role_acts_on_the_next_request_and_renews_the_key():
    staff = a_staff_member(role=Role.EDITOR)
    client = signed_in(staff)
    assert client.get("/cms/").status_code == 200
    before = client.session.session_key

    withdraw_role(staff, Role.EDITOR, on=timezone.localdate())

    assert client.get("/cms/", follow=True).status_code == 403
    assert client.session.session_key != before
    assert not StaffSession.objects.filter(pk=before).exists()


@pytest.mark.django_db
def test_a_new_role_renews_the_key_and_keeps_the_person_signed_in():
    staff = a_staff_member()
    client = signed_in(staff)
    before = client.session.session_key

    grant_role(staff, Role.LEADER, by=None, on=timezone.localdate())

    assert is_signed_in(client)
    assert client.session.session_key != before


@pytest.mark.django_db
def test_a_new_password_signs_out_the_other_devices():
    staff = a_staff_member()
    here, other = signed_in(staff), signed_in(staff)
    new = "a-new-and-long-phrase"

    here.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert [is_signed_in(here), is_signed_in(other)] == [True, False]
    assert staff.sessions.count() == 1


@pytest.mark.django_db
def test_signing_out_ends_the_session_for_a_copied_cookie():
    client = signed_in(a_staff_member())
    thief = Client()
    thief.cookies["session"] = client.cookies["session"].value

    client.post("/accounts/logout/")

    assert not is_signed_in(thief)
