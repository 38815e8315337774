"""Numbers for other pages."""

from datetime import date

import pytest

from portal.guidance import figures
from portal.guidance.loading import load_guidance
from portal.guidance.models import EnvironmentItem, LeadingProject
from tests.guidance.builders import a_guide

pytestmark = pytest.mark.django_db


def test_what_asks_to_be_confirmed(now):
    load_guidance(now)

    for rows, day, overdue in [
        (LeadingProject.objects, date(2026, 11, 20), 4),
        (LeadingProject.objects, date(2025, 4, 1), 3),
        (EnvironmentItem.objects, date(2026, 11, 20), 3),
    ]:
        # The database and the row itself say the same.
        assert rows.overdue(day).count() == overdue
        assert sum(row.is_overdue(day) for row in rows.all()) == overdue
    assert str(figures.plan_in_force()) == "2.0版"


def test_without_any_content_there_is_nothing_and_no_fault():
    assert figures.plan_in_force() is None
    assert EnvironmentItem.objects.count() == 0


def test_a_review_is_late_from_the_day_after():
    a_guide(review_on=date(2026, 11, 20))

    assert [figures.late_reviews(date(2026, 11, day)) for day in (20, 21)] == [0, 1]
