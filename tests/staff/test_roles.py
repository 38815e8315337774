"""Roles are given from a day and taken on a day, and the CMS follows."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.staff.models import Department, Role
from portal.staff.roles import (
    RoleAlreadyHeld,
    RoleNotHeld,
    grant_role,
    may_edit_pages,
    roles_of,
    withdraw_role,
)
from tests.builders import a_staff_member

TODAY = date(2026, 11, 20)


@pytest.mark.django_db
def test_a_role_is_held_from_its_first_day_to_its_last():
    staff = a_staff_member()
    grant_role(staff, Role.LEADER, by=None, on=date(2026, 4, 1))
    withdraw_role(staff, Role.LEADER, on=date(2027, 4, 1))

    held = [
        day
        for day in (date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1))
        if staff.role_grants.on(day).exists()
    ]

    assert held == [date(2026, 4, 1), date(2027, 3, 31)]


@pytest.mark.django_db
def test_a_role_is_not_given_twice():
    staff = a_staff_member()
    grant_role(staff, Role.LEADER, by=None, on=TODAY)

    with pytest.raises(RoleAlreadyHeld):
        grant_role(staff, Role.LEADER, by=None, on=TODAY)
    assert staff.role_grants.count() == 1


@pytest.mark.django_db
def test_a_role_that_is_not_held_cannot_be_taken():
    staff = a_staff_member()

    with pytest.raises(RoleNotHeld):
        withdraw_role(staff, Role.LEADER, on=TODAY)


@pytest.mark.django_db
def test_a_role_taken_on_its_first_day_was_never_held():
    staff = a_staff_member()
    grant_role(staff, Role.LEADER, by=None, on=TODAY)

    withdraw_role(staff, Role.LEADER, on=TODAY)

    assert staff.role_grants.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "edits"), [(role, role in (Role.OFFICER, Role.EDITOR)) for role in Role]
)
def test_only_officers_and_editors_work_in_the_cms(client, role, edits):
    client.force_login(a_staff_member(role=role))

    assert client.get("/cms/").status_code == (200 if edits else 302)


@pytest.mark.django_db
def test_a_manager_has_no_cms_by_rank(client):
    manager = a_staff_member(is_manager=True)

    assert not may_edit_pages(manager)


@pytest.mark.django_db
def test_taking_the_role_closes_the_cms_on_the_next_request(client):
    editor = a_staff_member(role=Role.EDITOR)
    client.force_login(editor)
    assert client.get("/cms/").status_code == 200

    withdraw_role(editor, Role.EDITOR, on=timezone.localdate())

    assert client.get("/cms/", follow=True).status_code == 403


@pytest.mark.django_db
def test_roles_are_those_of_today():
    staff = a_staff_member()
    today = timezone.localdate()
    grant_role(staff, Role.LEADER, by=None, on=today + timedelta(days=1))
    grant_role(staff, Role.TRAINER, by=None, on=today)

    assert roles_of(staff) == {Role.TRAINER}


@pytest.mark.django_db
def test_a_renamed_department_keeps_its_old_name_for_its_old_days():
    Department.objects.create(
        code="1", name="デジタル政策課", starts_on=date(2020, 4, 1), ends_on=date(2025, 3, 31)
    )
    Department.objects.create(code="1", name="DX課", starts_on=date(2025, 4, 1))

    assert [
        Department.objects.on(day).get().name for day in (date(2025, 3, 31), date(2025, 4, 1))
    ] == ["デジタル政策課", "DX課"]
