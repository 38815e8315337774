"""Reading in an emergency: with a reason, a second person, for eight hours; the owner hears."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.authority.breaking_glass import (
    AlreadyAsked,
    AlreadyDecided,
    AskedTooLongAgo,
    MayNotBreakGlass,
    NeedsSecondPerson,
    approve,
    ask,
    end,
    end_what_is_over,
    has_broken_glass,
    may_ask,
    opened_to,
    record_reading,
    refuse,
)
from portal.authority.models import BreakGlassGrant
from portal.notifications.following import tell_what_happened
from portal.notifications.models import Notification
from portal.staff.models import Role
from portal.staff.roles import withdraw_role
from tests.authority.builders import a_secret
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db
WHY = "本人と連絡がつかず、期限が今日までのため。"
FORM = {"submit_key": "k1", "kind": "notifications.notification", "reason": WHY}
HOURS = timedelta(hours=1)
LIST = reverse("authority:glass_list")


@pytest.fixture
def owner():
    return a_staff_member("owner")


@pytest.fixture
def officer():
    return a_staff_member("officer", role=Role.OFFICER)


@pytest.fixture
def administrator():
    return a_staff_member("administrator", role=Role.ADMINISTRATOR)


@pytest.fixture
def secret(owner):
    return a_secret(owner)


def titles_of(staff, now):
    tell_what_happened(now + timedelta(minutes=1))
    return list(
        Notification.objects.filter(recipient=staff, kind__startswith="glass")
        .order_by("pk")
        .values_list("title", flat=True)
    )


def test_the_glass_opens_for_the_asker_alone_for_eight_hours(secret, owner, officer, administrator):
    now = timezone.now()
    grant = ask(secret, by=officer, reason=WHY, now=now)
    assert not has_broken_glass(officer, secret, now)

    approve(grant, by=administrator, now=now)

    assert has_broken_glass(officer, secret, now)
    assert has_broken_glass(officer, secret, now + 8 * HOURS - timedelta(seconds=1))
    assert not has_broken_glass(officer, secret, now + 8 * HOURS)
    assert not has_broken_glass(administrator, secret, now)
    assert not has_broken_glass(officer, a_secret(owner), now)


def test_a_part_heeds_it_in_one_line(secret, officer, administrator):
    now = timezone.now()
    approve(ask(secret, by=officer, reason=WHY, now=now), by=administrator, now=now)

    visible = Notification.objects.filter(
        Q(recipient=officer) | Q(pk__in=opened_to(officer, Notification, now))
    )

    assert list(visible) == [secret]


def test_nobody_approves_their_own(secret, officer, administrator):
    grant = ask(secret, by=officer, reason=WHY, now=timezone.now())

    with pytest.raises(NeedsSecondPerson):
        approve(grant, by=officer, now=timezone.now())
    assert BreakGlassGrant.objects.get().state == "asked"


def test_the_database_holds_the_second_person_too(secret, officer):
    grant = ask(secret, by=officer, reason=WHY, now=timezone.now())

    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlassGrant.objects.filter(pk=grant.pk).update(decider=officer)


@pytest.mark.parametrize("role", [None, Role.LEADER, Role.TRAINER, Role.EDITOR])
def test_others_neither_ask_nor_approve(secret, officer, role):
    somebody = a_staff_member(role=role)
    grant = ask(secret, by=officer, reason=WHY, now=timezone.now())

    with pytest.raises(MayNotBreakGlass):
        ask(secret, by=somebody, reason=WHY, now=timezone.now())
    with pytest.raises(MayNotBreakGlass):
        approve(grant, by=somebody, now=timezone.now())
    assert not may_ask(somebody)


def test_an_auditor_asks_and_does_not_approve(secret, officer):
    auditor = a_staff_member(role=Role.AUDITOR)
    grant = ask(secret, by=officer, reason=WHY, now=timezone.now())
    ask(secret, by=auditor, reason=WHY, now=timezone.now())

    with pytest.raises(MayNotBreakGlass):
        approve(grant, by=auditor, now=timezone.now())


def test_the_same_is_not_asked_twice_while_it_waits(secret, officer):
    ask(secret, by=officer, reason=WHY, now=timezone.now())

    with pytest.raises(AlreadyAsked):
        ask(secret, by=officer, reason=WHY, now=timezone.now())
    assert BreakGlassGrant.objects.count() == 1


def test_what_was_asked_a_day_ago_is_not_approved(secret, officer, administrator):
    now = timezone.now()
    grant = ask(secret, by=officer, reason=WHY, now=now)

    with pytest.raises(AskedTooLongAgo):
        approve(grant, by=administrator, now=now + 24 * HOURS)
    assert end_what_is_over(now + 24 * HOURS) == 1
    assert BreakGlassGrant.objects.get().state == "lapsed"


@pytest.mark.parametrize("verb", [approve, refuse])
def test_what_is_decided_is_not_decided_again(secret, officer, administrator, verb):
    now = timezone.now()
    grant = ask(secret, by=officer, reason=WHY, now=now)
    refuse(grant, by=administrator, now=now)

    with pytest.raises(AlreadyDecided):
        verb(grant, by=administrator, now=now)
    assert not has_broken_glass(officer, secret, now)


def test_who_loses_the_role_reads_no_longer(secret, officer, administrator):
    now = timezone.now()
    approve(ask(secret, by=officer, reason=WHY, now=now), by=administrator, now=now)

    withdraw_role(officer, Role.OFFICER, on=timezone.localdate())
    del officer._roles_today

    assert not has_broken_glass(officer, secret, now)
    assert opened_to(officer, Notification, now) == []


def test_the_owner_is_told_when_it_is_over_and_not_before(secret, owner, officer, administrator):
    now = timezone.now()
    approve(ask(secret, by=officer, reason=WHY, now=now), by=administrator, now=now)
    assert titles_of(owner, now) == []

    assert end_what_is_over(now + 8 * HOURS) == 1

    assert titles_of(owner, now) == [f"お知らせ {secret.pk}番が、非常時の手続きで閲覧されました"]
    assert end_what_is_over(now + 9 * HOURS) == 0


def test_of_a_reading_that_was_never_approved_the_owner_hears_nothing(secret, owner, officer):
    grant = ask(secret, by=officer, reason=WHY, now=timezone.now())

    end(grant, by=officer, now=timezone.now())

    assert titles_of(owner, timezone.now()) == []


def test_approvers_and_asker_are_told(secret, officer, administrator):
    now = timezone.now()
    grant = ask(secret, by=officer, reason=WHY, now=now)
    assert len(titles_of(administrator, now)) == 1
    assert titles_of(officer, now) == []

    approve(grant, by=administrator, now=now)

    assert titles_of(officer, now)[0].startswith("非常時の閲覧が承認されました")


def test_every_step_and_every_reading_is_in_the_trail_without_the_reason(
    secret, officer, administrator
):
    now = timezone.now()
    grant = ask(secret, by=officer, reason=WHY, now=now)
    approve(grant, by=administrator, now=now)
    record_reading(officer, secret, now)
    record_reading(administrator, secret, now)
    end(grant, by=officer, now=now)

    events = AuditEvent.objects.filter(action__startswith="glass.").order_by("sequence")

    assert [(event.action, event.actor) for event in events] == [
        ("glass.asked", officer),
        ("glass.approved", administrator),
        ("glass.used", officer),
        ("glass.ended", officer),
    ]
    assert all("連絡" not in str(event.details) for event in events)


def test_the_pages_ask_approve_and_end(client, secret, officer, administrator):
    client.force_login(officer)
    form = {**FORM, "number": secret.pk}
    assert client.post(reverse("authority:glass_ask"), form).status_code == 302
    grant = BreakGlassGrant.objects.get()
    assert ">承認する<" not in client.get(LIST).content.decode()

    client.force_login(administrator)
    assert ">承認する<" in client.get(LIST).content.decode()
    client.post(reverse("authority:glass_approve", args=[grant.pk]))

    client.force_login(officer)
    page = client.get(LIST).content.decode()
    assert f'href="/notifications/{secret.pk}/"' in page
    client.post(reverse("authority:glass_end", args=[grant.pk]))
    assert BreakGlassGrant.objects.get().state == "ended"


@pytest.mark.parametrize("number", ["999999", "だめ", "9" * 40])
def test_a_number_that_is_not_there_is_a_field_error_and_nothing_is_lost(
    client, secret, officer, number
):
    client.force_login(officer)
    form = {**FORM, "number": number}

    answer = client.post(reverse("authority:glass_ask"), form)

    assert answer.context["form"].errors.keys() == {"number"}
    assert WHY in answer.content.decode()
    assert BreakGlassGrant.objects.count() == 0


def test_a_reason_too_short_is_refused(client, secret, officer):
    client.force_login(officer)
    form = {**FORM, "number": secret.pk, "reason": "必要"}

    answer = client.post(reverse("authority:glass_ask"), form)

    assert answer.context["form"].errors.keys() == {"reason"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_length(
    client, officer, owner, django_assert_num_queries, count
):
    client.force_login(officer)
    for _number in range(count):
        ask(a_secret(owner), by=officer, reason=WHY, now=timezone.now())

    with django_assert_num_queries(7):
        answer = client.get(LIST)

    assert len(answer.context["lines"]) == count
