"""Roles are given and taken by hand by those whom the table names, and by nobody for themselves."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.authority.models import AccountRequest
from portal.authority.role_desk import (
    EndsBeforeItStarts,
    NotInThePast,
    NotYoursToGive,
    give_role,
    roles_to_give,
    take_role,
)
from portal.staff.account_desk import NotOneself
from portal.staff.models import Role, RoleGrant
from portal.staff.roles import RoleAlreadyHeld, grant_role, roles_of
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db
SMALL = [Role.LEADER, Role.TRAINER]
MAY_GIVE = {
    None: [],
    Role.LEADER: [],
    Role.TRAINER: [],
    Role.EDITOR: [],
    Role.AUDITOR: [],
    Role.OFFICER: SMALL,
    Role.ADMINISTRATOR: list(Role),
}
DAY = timedelta(days=1)


def give(person, role, by, *, on=None, until=None):
    on = on or timezone.localdate()
    return give_role(person, role, by=by, on=on, until=until, now=timezone.now())


@pytest.mark.parametrize("giver", MAY_GIVE)
@pytest.mark.parametrize("role", Role)
def test_who_gives_which_role(giver, role):
    by, person = a_staff_member("giver", role=giver), a_staff_member("hanako")

    if role not in MAY_GIVE[giver]:
        with pytest.raises(NotYoursToGive):
            give(person, role, by)
        assert not person.role_grants.exists()
        return
    asked = give(person, role, by)

    assert isinstance(asked, AccountRequest) == (role == Role.ADMINISTRATOR)
    assert person.role_grants.exists() == (role != Role.ADMINISTRATOR)
    assert roles_to_give(by) == MAY_GIVE[giver]


def test_nobody_changes_their_own_roles():
    administrator = a_staff_member(role=Role.ADMINISTRATOR)

    with pytest.raises(NotOneself):
        give(administrator, Role.EDITOR, administrator)
    with pytest.raises(NotOneself):
        take_role(RoleGrant.objects.get(), by=administrator, now=timezone.now())
    assert roles_of(administrator) == {Role.ADMINISTRATOR}


def test_a_role_lasts_from_its_first_to_its_last_day():
    administrator, hanako = a_staff_member(role=Role.ADMINISTRATOR), a_staff_member("hanako")
    today = timezone.localdate()

    give(hanako, Role.LEADER, administrator, on=today + DAY, until=today + 3 * DAY)

    days = [n for n in range(6) if hanako.role_grants.on(today + n * DAY).exists()]
    assert days == [1, 2, 3]


def test_periods_of_one_role_do_not_overlap():
    administrator, hanako = a_staff_member(role=Role.ADMINISTRATOR), a_staff_member("hanako")
    today = timezone.localdate()
    give(hanako, Role.LEADER, administrator, on=today + 10 * DAY)

    with pytest.raises(RoleAlreadyHeld):
        give(hanako, Role.LEADER, administrator, on=today, until=today + 10 * DAY)
    give(hanako, Role.LEADER, administrator, on=today, until=today + 9 * DAY)

    assert hanako.role_grants.count() == 2


def test_the_days_must_make_sense():
    administrator, hanako = a_staff_member(role=Role.ADMINISTRATOR), a_staff_member("hanako")
    today = timezone.localdate()

    with pytest.raises(NotInThePast):
        give(hanako, Role.LEADER, administrator, on=today - DAY)
    with pytest.raises(EndsBeforeItStarts):
        give(hanako, Role.LEADER, administrator, on=today, until=today - DAY)
    assert not hanako.role_grants.exists()


def test_a_role_that_ended_shuts_the_cms_though_the_group_is_still_there(client):
    editor = a_staff_member("editor", role=Role.EDITOR)
    client.force_login(editor)
    assert client.get("/cms/").status_code == 200

    yesterday = timezone.localdate() - DAY
    RoleGrant.objects.update(starts_on=yesterday, ends_on=yesterday)

    assert editor.groups.exists()
    assert client.get("/cms/", follow=True).status_code == 403
    assert client.get("/cms/images/", follow=True).status_code == 403


def test_an_administrators_role_is_taken_by_two():
    first, second = (a_staff_member(role=Role.ADMINISTRATOR) for _number in (1, 2))
    grant = RoleGrant.objects.get(staff=second)

    asked = take_role(grant, by=first, now=timezone.now())

    assert asked.kind == AccountRequest.Kind.TAKE_ADMINISTRATOR
    assert Role.ADMINISTRATOR in roles_of(second)


def test_the_page_gives_and_takes(client):
    officer, hanako = a_staff_member(role=Role.OFFICER), a_staff_member("hanako")
    client.force_login(officer)
    page = reverse("authority:role_change", args=[hanako.pk])
    form = {"submit_key": "k1", "role": "LD", "starts_on": timezone.localdate().isoformat()}

    assert client.post(page, form).status_code == 302
    assert client.post(page, form).status_code == 302
    assert [grant.granted_by for grant in hanako.role_grants.all()] == [officer]
    client.post(reverse("authority:role_take", args=[hanako.role_grants.get().pk]))

    assert not hanako.role_grants.exists()


def test_a_role_outside_of_ones_choice_is_refused_also_by_direct_post(client):
    officer, hanako = a_staff_member(role=Role.OFFICER), a_staff_member("hanako")
    grant_role(hanako, Role.EDITOR, by=None, on=timezone.localdate())
    client.force_login(officer)
    form = {"submit_key": "k1", "role": "AD", "starts_on": timezone.localdate().isoformat()}

    answer = client.post(reverse("authority:role_change", args=[hanako.pk]), form)
    client.post(reverse("authority:role_take", args=[hanako.role_grants.get().pk]))

    assert answer.context["form"].errors.keys() == {"role"}
    assert [grant.role for grant in hanako.role_grants.all()] == [Role.EDITOR]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_length(client, django_assert_num_queries, count):
    client.force_login(a_staff_member(role=Role.AUDITOR))
    for _number in range(count):
        grant_role(a_staff_member(), Role.LEADER, by=None, on=timezone.localdate())

    with django_assert_num_queries(6):
        answer = client.get(reverse("authority:role_list"))

    assert len(answer.context["page"].object_list) == count + 1
