"""What one administrator may not do alone: the role itself, and a peer's password or factor."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.authority.account_requests import (
    AlreadyWaiting,
    NotTheSecond,
    NotWaiting,
    OnlyForAdministrators,
    ask_second,
    confirm,
    refuse,
)
from portal.authority.models import AccountRequest
from portal.notifications.following import tell_what_happened
from portal.notifications.models import Notification
from portal.staff.account_desk import NeedsSecondAdministrator, NotOneself, reset_second_factor
from portal.staff.models import Role, RoleGrant
from tests.builders import a_staff_member
from tests.staff.signing_in import an_app

pytestmark = pytest.mark.django_db
Kind = AccountRequest.Kind


@pytest.fixture
def administrators():
    return [a_staff_member(f"ad{number}", role=Role.ADMINISTRATOR) for number in (1, 2, 3)]


def today():
    return timezone.localdate()


def ask_for(kind, staff, by):
    return ask_second(kind, staff, by=by, now=timezone.now(), starts_on=today())


def test_a_second_administrator_makes_an_administrator(administrators):
    first, second, _third = administrators
    hanako = a_staff_member("hanako")
    request = ask_for(Kind.GRANT_ADMINISTRATOR, hanako, first)
    assert not hanako.role_grants.exists()

    confirm(request, by=second, now=timezone.now())

    grant = RoleGrant.objects.get(staff=hanako)
    assert (grant.role, grant.granted_by) == (Role.ADMINISTRATOR, first)


@pytest.mark.parametrize("who", ["asker", "target", "officer", "staff"])
def test_nobody_else_can_be_the_second(administrators, who):
    first, second, _third = administrators
    request = ask_for(Kind.RESET_SECOND_FACTOR, second, first)
    people = {
        "asker": first,
        "target": second,
        "officer": a_staff_member(role=Role.OFFICER),
        "staff": a_staff_member(),
    }

    with pytest.raises(NotTheSecond):
        confirm(request, by=people[who], now=timezone.now())
    assert AccountRequest.objects.get().state == "asked"


def test_the_database_holds_it_too(administrators):
    first, second, third = administrators
    request = ask_for(Kind.RESET_SECOND_FACTOR, second, first)
    waiting = AccountRequest.objects.filter(pk=request.pk)

    for forged in ({"decider": first}, {"decider": second}, {"staff": first}):
        with pytest.raises(IntegrityError), transaction.atomic():
            waiting.update(**forged)
    assert waiting.update(decider=third) == 1


def test_a_peers_factor_needs_two_and_others_need_one(administrators):
    first, second, third = administrators
    an_app(second)
    with pytest.raises(NeedsSecondAdministrator):
        reset_second_factor(second, by=first)
    with pytest.raises(NeedsSecondAdministrator):
        reset_second_factor(second, by=first, second=second)
    assert Authenticator.objects.filter(user=second).exists()

    request = ask_for(Kind.RESET_SECOND_FACTOR, second, first)
    confirm(request, by=third, now=timezone.now())

    assert not Authenticator.objects.filter(user=second).exists()
    reset_second_factor(a_staff_member(), by=first)


def test_a_request_is_used_once_waits_a_day_and_may_be_taken_back(administrators):
    first, second, third = administrators
    now = timezone.now()
    request = ask_for(Kind.MAKE_PASSWORD_LINK, second, first)
    with pytest.raises(AlreadyWaiting):
        ask_for(Kind.MAKE_PASSWORD_LINK, second, third)
    with pytest.raises(NotWaiting):
        confirm(request, by=third, now=now + timedelta(hours=25))

    refuse(request, by=first, now=now)

    with pytest.raises(NotWaiting):
        confirm(request, by=third, now=now)
    assert ask_for(Kind.MAKE_PASSWORD_LINK, second, third).state == "asked"


def test_nobody_asks_about_themselves_or_about_those_who_need_no_second(administrators):
    first = administrators[0]

    with pytest.raises(NotOneself):
        ask_for(Kind.RESET_SECOND_FACTOR, first, first)
    with pytest.raises(OnlyForAdministrators):
        ask_for(Kind.RESET_SECOND_FACTOR, a_staff_member(), first)


def test_the_other_administrators_are_told(administrators):
    first, second, third = administrators
    ask_for(Kind.RESET_SECOND_FACTOR, second, first)

    tell_what_happened(timezone.now())

    told = Notification.objects.filter(kind="second_asked")
    assert [notice.recipient for notice in told] == [third]


def test_the_pages_lead_from_the_account_to_the_link(client, administrators):
    first, second, third = administrators
    client.force_login(first)
    page = client.get(reverse("staff_accounts:account", args=[second.pk])).content.decode()
    assert "確認を頼む" in page
    client.post(reverse("staff_accounts:account_make_link", args=[second.pk]))
    second.refresh_from_db()
    assert second.has_usable_password()
    client.post(reverse("authority:request_ask", args=[second.pk, "make_link"]))
    request = AccountRequest.objects.get()
    assert "確認して実行する" not in client.get(reverse("authority:request_list")).content.decode()

    client.force_login(third)
    assert "確認して実行する" in client.get(reverse("authority:request_list")).content.decode()
    answer = client.post(reverse("authority:request_confirm", args=[request.pk]))

    assert "/accounts/first-password/" in answer.content.decode()
    second.refresh_from_db()
    assert not second.has_usable_password()


def test_a_role_is_not_asked_for_by_the_address_of_an_account(client, administrators):
    first, second, _third = administrators
    client.force_login(first)

    answer = client.post(reverse("authority:request_ask", args=[second.pk, "take_ad"]))

    assert answer.status_code == 404
    assert AccountRequest.objects.count() == 0
