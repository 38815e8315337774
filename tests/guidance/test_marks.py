"""How many have read: never a number of people below five, on either side."""

import pytest

from portal.guidance.marks import few, mark_read, shares
from tests.builders import a_staff_member
from tests.guidance.builders import a_guide
from tests.staff.roster_files import a_department

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("people", "readers", "words"),
    [
        (4, 4, None),
        (5, 0, "5人未満"),
        (5, 4, "5人未満"),
        (5, 5, "ほぼ全員（残りは5人未満）"),
        (9, 5, "ほぼ全員（残りは5人未満）"),
        (10, 4, "5人未満"),
        (10, 5, "5人／10人（50％）"),
        (10, 6, "ほぼ全員（残りは5人未満）"),
        (12, 7, "7人／12人（58％）"),
    ],
)
def test_no_group_below_five_is_shown_or_can_be_derived(now, people, readers, words):
    edition = a_guide().editions.get()
    section = a_department("1010", "市民課")
    staff = [a_staff_member(department=section) for _number in range(people)]
    for person in staff[:readers]:
        mark_read(edition, person, shown="1.0", now=now)

    assert [share.words for share in shares(edition)] == ([words] if words else [])


def test_who_has_left_counts_no_more(now):
    edition = a_guide().editions.get()
    section = a_department("1010", "市民課")
    staff = [a_staff_member(department=section, is_active=number > 0) for number in range(5)]
    for person in staff:
        mark_read(edition, person, shown="1.0", now=now)

    assert shares(edition) == []


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0人"), (1, "5人未満"), (4, "5人未満"), (5, "5人")]
)
def test_opinions_are_counted_from_five(count, words):
    assert few(count) == words


def test_shares_cost_the_same_for_one_department_as_for_many(now, django_assert_num_queries):
    edition = a_guide().editions.get()
    for number in range(6):
        section = a_department(f"10{number}0", f"{number}課")
        for _person in range(5):
            a_staff_member(department=section)

    with django_assert_num_queries(2):
        rows = shares(edition)

    assert len(rows) == 6
