"""A question whose SQL was written once answers each time for the values it is given."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.prepared import Prepared
from portal.staff.models import Role, RoleGrant, StaffMember
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def named():
    return Prepared(
        lambda name, number: (
            StaffMember.objects.filter(name=name, is_active=True)
            .exclude(pk=number)
            .order_by("pk")
            .values_list("username")
        )
    )


def test_each_value_stands_in_its_own_place(named):
    one, two = a_staff_member("one", name="同じ名前"), a_staff_member("two", name="同じ名前")
    a_staff_member("gone", name="同じ名前", is_active=False)

    assert named.rows("同じ名前", one.pk) == [("two",)]
    assert named.rows("同じ名前", two.pk) == [("one",)]
    assert named.rows("別の名前", two.pk) == []


@pytest.mark.parametrize("name", ["'", "100%", "%s", "' OR ''='", "\ue0000", "2014030001"])
def test_a_value_is_never_read_as_sql_or_as_a_place(named, name):
    made = a_staff_member("odd", name=name)

    assert named.rows(name, 0) == [("odd",)]
    assert named.rows(name, made.pk) == []


def test_a_day_is_a_day():
    held = Prepared(
        lambda staff, day: RoleGrant.objects.filter(staff=staff).on(day).values_list("role")
    )
    staff = a_staff_member()
    RoleGrant.objects.create(
        staff=staff, role=Role.TRAINER, starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31)
    )

    days = [date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1)]
    assert [len(held.rows(staff.pk, day)) for day in days] == [0, 1, 1, 0]


def test_it_is_one_query(named):
    with CaptureQueriesContext(connection) as captured:
        named.rows("誰", 1)
        named.rows("誰", 2)

    assert len(captured) == 2
