"""Many presses of one button at the same moment make one thing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from portal.staff.models import Department
from portal.submitting.forms import SubmitOnce
from portal.submitting.once import submit_once
from tests.builders import a_staff_member

PRESSES = 8


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_make_one_thing(now):
    hanako = a_staff_member("hanako")

    def make():
        count = Department.objects.count()
        return Department.objects.create(code=str(count), name="課", starts_on="2026-04-01")

    def press(_number):
        form = SubmitOnce({"submit_key": "k1"})
        form.is_valid()
        try:
            return submit_once(form, make, by=hanako, now=now).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(PRESSES) as pool:
        results = list(pool.map(press, range(PRESSES)))

    assert len(results) == PRESSES
    assert len(set(results)) == 1
    assert Department.objects.count() == 1
