"""What is erased, and who is moved, every night."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.operations.housekeeping import follow_prepared_departments, forget_old_entries
from portal.search.models import SearchQuery
from portal.search.querylog import forget_old_searches
from portal.staff.models import Department
from tests.builders import a_staff_member

TODAY = date(2026, 11, 20)


def a_search(asked_on: date) -> SearchQuery:
    return SearchQuery.objects.create(
        asked_on=asked_on, words="窓口", strict_count=1, shown_count=1, where="casebook"
    )


@pytest.mark.django_db
def test_searches_are_kept_for_90_days():
    a_search(TODAY - timedelta(days=91))
    kept = a_search(TODAY - timedelta(days=90))

    assert forget_old_searches(TODAY) == 1
    assert list(SearchQuery.objects.all()) == [kept]


@pytest.mark.django_db
def test_the_night_erases_old_searches():
    a_search(timezone.localdate() - timedelta(days=365))

    assert forget_old_entries().startswith("検索の言葉1件")
    assert not SearchQuery.objects.exists()


@pytest.mark.django_db
def test_people_follow_a_reorganisation_that_was_prepared():
    today = timezone.localdate()
    old = Department.objects.create(
        code="1",
        name="デジタル政策課",
        starts_on=date(2020, 4, 1),
        ends_on=today - timedelta(days=1),
    )
    new = Department.objects.create(code="1", name="DX課", starts_on=today)
    Department.objects.filter(pk=old.pk).update(successor=new)
    hanako = a_staff_member(department=old)

    words = follow_prepared_departments()

    hanako.refresh_from_db()
    assert words == "1人の所属を移しました"
    assert hanako.department == new
