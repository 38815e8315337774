"""The one entrance: names, wrong passwords, doors that stay shut."""

import contextlib
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from portal.staff.guess_limits import ACCOUNT, TooManyTries, count_try, forget_old_tries, give_back
from portal.staff.models import RecentTries
from tests.builders import PASSWORD, a_staff_member
from tests.staff.signing_in import LOGIN, is_signed_in, type_password

WRONG = "ユーザー名かパスワードが違います。"
LIMITED = "まちがいが続いたため、5分間止めています。"
SECOND_DOORS = [
    ("/admin/", {}),
    ("/admin/login/", {}),
    ("/django-admin/login/", {}),
    ("/cms/login/", {}),
    ("/_util/login/", {}),
    ("/cms/password_reset/", {}),
    ("/cms/account/change_password/", {}),
    ("/accounts/signup/", {}),
    ("/accounts/password/reset/", {}),
    ("/accounts/password/set/", {}),
    ("/accounts/login/code/", {}),
    ("/accounts/confirm-email/", {}),
    ("/accounts/oidc/city/login/", {}),
    ("/accounts/saml/city/login/", {}),
    ("/accounts/saml/city/acs/", {}),
    ("/accounts/2fa/passkeys/login/", {}),
    ("/accounts/2fa/authenticate/", {}),
    ("/api/v2/pages/", {}),
    ("/", {"HTTP_REMOTE_USER": "hanako"}),
    ("/", {"HTTP_X_REMOTE_USER": "hanako"}),
    ("/", {"HTTP_X_FORWARDED_USER": "hanako"}),
    ("/", {"HTTP_X_USER_ID": "1"}),
    ("/", {"REMOTE_USER": "hanako"}),
    ("/", {"HTTP_AUTHORIZATION": "Basic aGFuYWtvOmNvcnJlY3QtaG9yc2UtYmF0dGVyeQ=="}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    ["hanako", "HANAKO", " hanako ", "ｈａｎａｋｏ", "hanako@example.jp", "Hanako@Example.JP"],
)
def test_a_name_means_the_same_person_in_other_letters(client, typed):
    a_staff_member("hanako", email="hanako@example.jp")

    type_password(client, typed)

    assert is_signed_in(client)


@pytest.mark.django_db
def test_a_wrong_name_and_a_wrong_password_get_the_same_words(client):
    a_staff_member("hanako")

    answers = [type_password(client, name, "wrong") for name in ("hanako", "nobody")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.context["form"].non_field_errors() for answer in answers] == [[WRONG], [WRONG]]


@pytest.mark.django_db
def test_five_wrong_passwords_stop_every_spelling_of_the_name(client):
    a_staff_member("taro", email="taro@example.jp")
    spellings = ["taro", "TARO", "ｔａｒｏ", "taro ", "taro@example.jp"]

    answers = [type_password(client, name, "wrong") for name in spellings]
    after = [type_password(client, name) for name in [*spellings, "táro"]]

    assert [answer.context["form"].non_field_errors() for answer in answers] == [[WRONG]] * 5
    errors = [str(answer.context["form"].non_field_errors()) for answer in after]
    assert [LIMITED in error for error in errors] == [True] * 6
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_the_owner_comes_in_again_after_five_minutes(client):
    a_staff_member("taro")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(20):
            type_password(client, "taro", "wrong")
        clock.shift(timedelta(minutes=5, seconds=1))

        type_password(client, "taro")

        assert is_signed_in(client)


@pytest.mark.django_db
def test_others_at_the_same_address_still_come_in(client):
    a_staff_member("taro")
    a_staff_member("hanako")
    for _ in range(20):
        type_password(client, "taro", "wrong")

    type_password(client, "hanako")

    assert is_signed_in(client)


@pytest.mark.django_db
def test_right_passwords_are_not_counted(client):
    a_staff_member("taro")

    for _ in range(8):
        type_password(client, "taro")
        assert is_signed_in(client)
        client.post("/accounts/logout/")


@pytest.mark.django_db
def test_a_machine_is_stopped_at_its_address_whatever_address_it_claims(client):
    a_staff_member("hanako")
    for number in range(120):
        claimed = {"HTTP_X_FORWARDED_FOR": f"10.9.8.{number}", "HTTP_X_REAL_IP": "10.0.0.1"}
        type_password(client, f"nobody{number}", "wrong", **claimed)

    answer = type_password(client, "hanako", HTTP_X_FORWARDED_FOR="10.9.9.9")

    assert LIMITED in str(answer.context["form"].non_field_errors())


@pytest.mark.django_db
def test_behind_a_proxy_its_address_of_the_client_counts(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    a_staff_member("hanako")
    for number in range(120):
        type_password(client, f"nobody{number}", "wrong", HTTP_X_FORWARDED_FOR="10.9.8.1")

    type_password(client, "hanako", HTTP_X_FORWARDED_FOR="10.9.8.2")

    assert is_signed_in(client)


@pytest.mark.django_db
def test_an_open_browser_is_no_place_to_guess_the_password(client):
    staff = a_staff_member()
    client.force_login(staff)
    change = {"oldpassword": "wrong", "password1": "a-new-long-phrase-1"}
    change["password2"] = change["password1"]

    answers = [client.post("/accounts/password/change/", change) for _ in range(6)]
    right = client.post("/accounts/password/change/", {**change, "oldpassword": PASSWORD})

    errors = [answer.context["form"].errors["oldpassword"] for answer in answers]
    assert errors[:5] == [["いまのパスワードが違います。"]] * 5
    assert LIMITED in errors[5][0]
    assert LIMITED in right.context["form"].errors["oldpassword"][0]


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_five_are_counted():
    """Threads here; tests/chaos/guess_passwords.py asks real server processes."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory knows no waiting for a lock; a file does")
    now = timezone.now()
    counted = []

    def guess():
        for _ in range(5):
            with contextlib.suppress(TooManyTries):
                counted.append(count_try(ACCOUNT, "taro", now=now))
        connections.close_all()

    threads = [Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(counted) == 5


@pytest.mark.django_db
def test_a_try_given_back_leaves_room_for_one(now):
    counted = [count_try(ACCOUNT, "taro", now=now + timedelta(seconds=n)) for n in range(5)]

    give_back(counted[2])
    count_try(ACCOUNT, "taro", now=now + timedelta(seconds=9))

    with pytest.raises(TooManyTries) as refusal:
        count_try(ACCOUNT, "taro", now=now + timedelta(seconds=10))
    assert refusal.value.free_at == now + timedelta(minutes=5)


@pytest.mark.django_db
def test_tries_of_yesterday_are_forgotten(now):
    count_try(ACCOUNT, "taro", now=now - timedelta(days=2))
    count_try(ACCOUNT, "hanako", now=now)

    forget_old_tries(now)

    assert RecentTries.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "headers"), SECOND_DOORS)
def test_no_second_door_leads_to_a_session(client, path, headers):
    a_staff_member("hanako")
    form = {"username": "hanako", "login": "hanako", "email": "hanako", "password": PASSWORD}

    opened = client.get(path, **headers)
    sent = client.post(path, form, **headers)

    assert opened.status_code in (302, 404, 405)
    assert sent.status_code in (302, 404, 405)
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_a_session_key_brought_along_is_not_kept():
    a_staff_member("hanako")
    client = Client()
    client.cookies["session"] = "a" * 32

    type_password(client, "hanako")

    assert is_signed_in(client)
    assert client.cookies["session"].value != "a" * 32


@pytest.mark.django_db
def test_looking_does_not_sign_out(client):
    a_staff_member("hanako")
    type_password(client, "hanako")

    client.get("/accounts/logout/")

    assert is_signed_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_entrance_leads_nowhere_else(client, target):
    a_staff_member("hanako")

    answer = client.post(LOGIN, {"login": "hanako", "password": PASSWORD, "next": target})

    assert answer["Location"] == "/"
