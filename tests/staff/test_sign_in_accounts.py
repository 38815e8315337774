"""Own account page, and what an administrator does with another person's account."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.audit.models import AuditEvent
from portal.staff.account_desk import (
    AlreadySo,
    NotOneself,
    disable_account,
    enable_account,
    make_password_link,
    reset_second_factor,
)
from portal.staff.models import Role, StaffMember
from tests.builders import a_staff_member
from tests.staff.signing_in import an_app, is_signed_in, type_password

ACTS = ["disable", "enable", "end-sessions", "reset-second-factor", "password-link"]
NEW = "a-new-and-long-phrase"


@pytest.fixture
def administrator():
    return a_staff_member("chief", role=Role.ADMINISTRATOR)


@pytest.fixture
def desk(administrator):
    client = Client()
    client.force_login(administrator)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_only_administrators_see_or_change_another_account(client, role):
    other = a_staff_member("other")
    client.force_login(a_staff_member(role=role))
    allowed = role == Role.ADMINISTRATOR
    before = StaffMember.objects.values().get(pk=other.pk)

    page = client.get(f"/staff/accounts/{other.pk}/")
    acts = [client.post(f"/staff/accounts/{other.pk}/{act}/") for act in ACTS]

    assert page.status_code == (200 if allowed else 404)
    assert {act.status_code for act in acts} == ({200, 302} if allowed else {404})
    assert (StaffMember.objects.values().get(pk=other.pk) == before) != allowed


@pytest.mark.django_db
def test_disabling_signs_out_at_once_and_enabling_lets_in_again(desk):
    other = a_staff_member("other")
    browser = Client()
    type_password(browser, "other")

    desk.post(f"/staff/accounts/{other.pk}/disable/")
    out = is_signed_in(browser)
    type_password(browser, "other")
    refused = is_signed_in(browser)
    desk.post(f"/staff/accounts/{other.pk}/enable/")
    type_password(browser, "other")

    assert [out, refused, is_signed_in(browser)] == [False, False, True]


@pytest.mark.django_db
def test_nobody_shuts_or_resets_their_own_account(administrator):
    for act in (disable_account, enable_account, reset_second_factor, make_password_link):
        with pytest.raises(NotOneself):
            act(administrator, by=administrator)

    assert StaffMember.objects.get().is_active


@pytest.mark.django_db
def test_an_account_is_not_shut_twice(administrator):
    other = a_staff_member()
    disable_account(other, by=administrator)

    with pytest.raises(AlreadySo):
        disable_account(other, by=administrator)
    assert AuditEvent.objects.filter(action="staff.account.disabled").count() == 1


@pytest.mark.django_db
def test_resetting_the_second_factor_takes_all_and_signs_out(desk):
    other = a_staff_member("other")
    an_app(other)
    browser = Client()
    browser.force_login(other)

    desk.post(f"/staff/accounts/{other.pk}/reset-second-factor/")

    assert not Authenticator.objects.exists()
    assert not is_signed_in(browser)
    assert AuditEvent.objects.get(action="staff.factor.reset").object_id == str(other.pk)


@pytest.mark.django_db
def test_a_link_sets_a_password_once_and_signs_nobody_in(client, desk):
    other = a_staff_member("other")
    link = _link(desk, other)
    old_password = is_signed_in_with(client, "other")

    client.post(link, {"password1": NEW, "password2": NEW})
    by_link = is_signed_in(client)
    again = client.post(link, {"password1": NEW + "2", "password2": NEW + "2"})

    assert [old_password, by_link] == [False, False]
    assert again.status_code == 404
    assert is_signed_in_with(client, "other", NEW)


@pytest.mark.django_db
def test_a_link_does_not_skip_the_second_factor(client, desk):
    other = a_staff_member("other")
    an_app(other)

    client.post(_link(desk, other), {"password1": NEW, "password2": NEW})

    assert not is_signed_in_with(client, "other", NEW)


@pytest.mark.django_db
def test_a_link_ends_after_a_day_with_a_newer_one_and_with_the_account(client, desk):
    other = a_staff_member("other")
    first, second = _link(desk, other), _link(desk, other)
    codes = [client.get(first).status_code, client.get(second).status_code]
    with time_machine.travel(time.time() + 25 * 3600):
        codes.append(client.get(second).status_code)
    StaffMember.objects.filter(pk=other.pk).update(is_active=False)

    assert [*codes, client.get(second).status_code] == [404, 200, 404, 404]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password", ["short", "password1234", "other-other-other", "1234567890123"]
)
def test_a_weak_password_is_refused_and_the_link_lives_on(client, desk, password):
    other = a_staff_member("other-other-other")
    link = _link(desk, other)

    answer = client.post(link, {"password1": password, "password2": password})

    assert answer.context["form"].errors
    assert client.get(link).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["x/y", "MQ/x-y", "%F0/1-1", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5/1-1"]
)
def test_an_invented_link_leads_nowhere(client, path):
    a_staff_member()

    assert client.get(f"/accounts/first-password/{path}/").status_code == 404


@pytest.mark.django_db
def test_the_own_page_shows_my_entry_in_the_roster_and_nothing_to_change_there(client):
    staff = a_staff_member("hanako", staff_number="0012")
    client.force_login(staff)

    answer = client.get("/accounts/")
    client.post("/accounts/", {"name": "別の名前"})

    assert "0012" in answer.content.decode()
    assert StaffMember.objects.get(pk=staff.pk).name == staff.name


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "",
        "sessions/",
        "2fa/",
        "2fa/app/",
        "2fa/passkeys/add/",
        "password/change/",
        "reauthenticate/",
    ],
)
def test_the_pages_speak_our_words(client, path):
    type_password(client, a_staff_member("hanako").username)

    page = client.get(f"/accounts/{path}").content.decode()

    assert "DXポータル</title>" in page
    odd = ["マスターキー", "生態認証", "Sign", "Password", "Code"]
    assert [word for word in odd if word in page] == []


def is_signed_in_with(client, username, password=None):
    client.post("/accounts/logout/")
    type_password(client, username, *([password] if password else []))
    return is_signed_in(client)


def _link(desk, staff):
    page = desk.post(f"/staff/accounts/{staff.pk}/password-link/")
    return page.context["link"].removeprefix("http://testserver")
