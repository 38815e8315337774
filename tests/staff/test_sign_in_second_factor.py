"""The second factor: before it no page, each code once, five tries."""

import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.staff.models import Role
from tests.builders import PASSWORD, a_staff_member
from tests.staff.signing_in import (
    CODE,
    an_app,
    code_of,
    is_signed_in,
    recovery_codes_of,
    type_password,
)
from tests.test_signed_out import every_address

MUST = [Role.OFFICER, Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR]
ENROLMENT = "/accounts/2fa/"
# What is open before a first factor is set up: the way to set it up, and out.
OPEN_BEFORE = {
    "/accounts/2fa/",
    "/accounts/2fa/app/",
    "/accounts/2fa/passkeys/add/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
}
WEBAUTHN = ["/accounts/2fa/passkeys/reauthenticate/"]


@pytest.fixture
def required(settings):
    settings.MFA_REQUIRED_ROLES = [role.value for role in MUST]


@pytest.fixture
def clock():
    with time_machine.travel(time.time(), tick=False) as clock:
        yield clock


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "must"), [(role, role in MUST) for role in Role])
def test_four_roles_must_have_a_second_factor(client, required, role, must):
    staff = a_staff_member(role=role)

    type_password(client, staff.username)

    answer = client.get("/casebook/")
    assert answer.status_code == (302 if must else 200)
    if must:
        assert answer["Location"].startswith(ENROLMENT)


@pytest.mark.django_db
def test_without_the_requirement_nobody_is_led_away(client):
    staff = a_staff_member(role=Role.ADMINISTRATOR)

    type_password(client, staff.username)

    assert client.get("/casebook/").status_code == 200


@pytest.mark.django_db
@pytest.mark.thorough
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_no_address_answers_before_the_first_factor_is_set_up(client, required, method):
    client.force_login(a_staff_member(role=Role.ADMINISTRATOR))

    answered = {
        path
        for path in {*every_address(), "/no/such/page/"} - OPEN_BEFORE
        if not _led_to(getattr(client, method)(path), ENROLMENT)
    }

    assert answered == set()


@pytest.mark.django_db
@pytest.mark.thorough
def test_no_address_answers_before_a_factor_of_elsewhere_is_shown(client, required):
    staff = a_staff_member(role=Role.ADMINISTRATOR)
    an_app(staff)
    client.force_login(staff)

    answered = {
        path
        for path in every_address()
        if not _led_to(client.get(path), "/accounts/2fa/reauthenticate/")
    }

    assert answered - {"/accounts/logout/", "/accounts/2fa/reauthenticate/", *WEBAUTHN} == set()


@pytest.mark.django_db
@pytest.mark.thorough
def test_no_address_answers_between_password_and_code(client, required):
    staff = a_staff_member(role=Role.ADMINISTRATOR)
    an_app(staff)
    stranger = Client()

    type_password(client, staff.username)

    for path in every_address():
        half_way, outside = client.get(path), stranger.get(path)
        if path.startswith(("/accounts/login/", CODE, "/accounts/2fa/passkeys/login/")):
            continue
        assert half_way.status_code == outside.status_code, path


@pytest.mark.django_db
def test_the_code_opens_the_portal(client, required):
    staff = a_staff_member(role=Role.ADMINISTRATOR)
    secret = an_app(staff)
    answer = type_password(client, staff.username)

    assert answer["Location"] == CODE
    client.post(CODE, {"code": code_of(secret)})
    assert is_signed_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", ["１２３４５６", " 123 456", "123-456", "1 2 3 4 5 6"])
def test_a_code_may_be_typed_as_people_do(client, spelling, clock):
    staff = a_staff_member()
    code = code_of(an_app(staff))
    typed = spelling.translate({ord(str(n)): code[n - 1] for n in range(1, 7)})
    wide = {ord(letter): chr(ord(code[n]) + 0xFEE0) for n, letter in enumerate("１２３４５６")}
    type_password(client, staff.username)

    client.post(CODE, {"code": typed.translate(wide)})

    assert is_signed_in(client)


@pytest.mark.django_db
def test_twenty_codes_used_a_second_time_are_refused(clock):
    staff = a_staff_member()
    secret = an_app(staff)
    taken = refused = 0

    for _ in range(20):
        code = code_of(secret)
        first, second = Client(), Client()
        for client in (first, second):
            type_password(client, staff.username)
            client.post(CODE, {"code": code})
        taken += is_signed_in(first)
        refused += not is_signed_in(second)
        clock.shift(timedelta(minutes=5, seconds=30))

    assert (taken, refused) == (20, 20)


@pytest.mark.django_db
def test_a_code_older_than_the_last_is_refused(client, clock):
    staff = a_staff_member()
    secret = an_app(staff)
    type_password(client, staff.username)
    client.post(CODE, {"code": code_of(secret)})
    other = Client()
    type_password(other, staff.username)

    other.post(CODE, {"code": code_of(secret, -1)})

    assert not is_signed_in(other)


@pytest.mark.django_db
def test_five_wrong_codes_stop_the_right_one_for_five_minutes(client, clock):
    staff = a_staff_member()
    secret = an_app(staff)
    type_password(client, staff.username)
    for _ in range(50):
        client.post(CODE, {"code": "000000" if code_of(secret) != "000000" else "111111"})

    client.post(CODE, {"code": code_of(secret)})
    stopped = not is_signed_in(client)
    clock.shift(timedelta(minutes=5, seconds=1))
    client.post(CODE, {"code": code_of(secret)})

    assert stopped
    assert is_signed_in(client)


@pytest.mark.django_db
def test_a_recovery_code_works_once():
    staff = a_staff_member()
    an_app(staff)
    code = recovery_codes_of(staff)[0]
    first, second = Client(), Client()

    for client in (first, second):
        type_password(client, staff.username)
        client.post(CODE, {"code": code})

    assert [is_signed_in(first), is_signed_in(second)] == [True, False]


@pytest.mark.django_db
def test_a_half_done_sign_in_of_one_does_not_help_another_in_the_same_browser(client, clock):
    with_app, without = a_staff_member("with-app"), a_staff_member("other")
    secret = an_app(with_app)
    other_secret = an_app(without)
    type_password(client, "with-app")
    client.post(CODE, {"code": code_of(secret)})
    client.post("/accounts/logout/")
    type_password(client, "with-app")

    client.post("/accounts/logout/")
    type_password(client, "other")
    client.post(CODE, {"code": code_of(secret, 1)})

    assert not is_signed_in(client)
    assert code_of(other_secret) != code_of(secret, 1)


@pytest.mark.django_db
def test_the_half_done_sign_in_is_over_when_the_person_is_disabled(client):
    staff = a_staff_member()
    secret = an_app(staff)
    type_password(client, staff.username)
    staff.is_active = False
    staff.save()

    client.post(CODE, {"code": code_of(secret)})

    assert not is_signed_in(client)


@pytest.mark.django_db
def test_setting_up_an_app_opens_the_portal_and_shows_the_codes_once(client, required, clock):
    staff = a_staff_member(role=Role.OFFICER)
    type_password(client, staff.username)
    secret = client.get("/accounts/2fa/app/").context["form"].secret
    before = client.session.session_key

    answer = client.post("/accounts/2fa/app/", {"code": code_of(secret)}, follow=True)
    codes = answer.context["unused_codes"]
    again = client.get("/accounts/2fa/codes/").context["unused_codes"]

    assert client.get("/casebook/").status_code == 200
    assert client.session.session_key != before
    assert len(set(codes)) == 10
    assert again == ["****"] * 10


@pytest.mark.django_db
def test_the_code_that_set_up_the_app_does_not_sign_in(client, clock):
    staff = a_staff_member()
    type_password(client, staff.username)
    secret = client.get("/accounts/2fa/app/").context["form"].secret
    client.post("/accounts/2fa/app/", {"code": code_of(secret)})
    other = Client()
    type_password(other, staff.username)

    other.post(CODE, {"code": code_of(secret)})

    assert not is_signed_in(other)


@pytest.mark.django_db
def test_setting_up_a_factor_signs_out_the_other_browsers(client, clock):
    staff = a_staff_member()
    other = Client()
    for browser in (client, other):
        type_password(browser, staff.username)
    secret = client.get("/accounts/2fa/app/").context["form"].secret

    client.post("/accounts/2fa/app/", {"code": code_of(secret)})

    assert [is_signed_in(client), is_signed_in(other)] == [True, False]


@pytest.mark.django_db
def test_the_secret_cannot_be_read_from_a_copy_of_the_database():
    staff = a_staff_member()

    secret = an_app(staff)

    stored = Authenticator.objects.get(user=staff, type="totp").data["secret"]
    assert secret not in stored


@pytest.mark.django_db
def test_the_last_factor_stays_where_it_is_a_duty(client, required):
    staff = a_staff_member(role=Role.OFFICER)
    secret = an_app(staff)
    type_password(client, staff.username)
    client.post(CODE, {"code": code_of(secret)})

    client.post("/accounts/2fa/app/remove/")

    assert Authenticator.objects.filter(user=staff, type="totp").exists()


@pytest.mark.django_db
def test_changing_a_factor_asks_again_after_five_minutes(client, clock):
    staff = a_staff_member()
    type_password(client, staff.username)
    at_once = client.get("/accounts/2fa/app/").status_code

    clock.shift(timedelta(minutes=5, seconds=1))
    later = client.get("/accounts/2fa/app/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert at_once == 200
    assert later["Location"].startswith("/accounts/reauthenticate/")
    assert client.get("/accounts/2fa/app/").status_code == 200


@pytest.mark.django_db
def test_a_new_password_does_not_skip_the_code(client, clock):
    staff = a_staff_member()
    an_app(staff)
    staff.set_password("another-long-phrase")
    staff.save()

    type_password(client, staff.username, "another-long-phrase")

    assert not is_signed_in(client)


def _led_to(answer, place):
    return answer.status_code == 302 and answer["Location"].startswith(place)
