"""Five years, sixty sections, forty indicators: the board asks the database no more for it."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.kpi.models import Actual, Kind, Span
from tests.builders import a_staff_member
from tests.kpi.builders import NOW, a_section, an_indicator

YEARS, SECTIONS, INDICATORS = range(2022, 2027), 60, 40
MOST_QUERIES = 20


def a_large_city():
    sections = [a_section() for _ in range(SECTIONS)]
    indicators = [
        an_indicator(kind=Kind.CHANGE if number % 2 else Kind.COUNT, group="other")
        for number in range(INDICATORS)
    ]
    Actual.objects.bulk_create(
        Actual(
            indicator=indicator,
            department=section,
            span=Span.YEAR,
            starts_on=date(year, 4, 1),
            fiscal_year=year,
            value=year - 2000 + indicator.order,
        )
        for indicator in indicators
        for section in sections
        for year in YEARS
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["kpi:city", "kpi:report"])
def test_five_years_of_sixty_sections_and_forty_indicators(client, time_machine, name):
    time_machine.move_to(NOW, tick=False)
    a_large_city()
    client.force_login(a_staff_member())
    cache.clear()

    with CaptureQueriesContext(connection) as first:
        page = client.get(reverse(name)).content.decode()
    with CaptureQueriesContext(connection) as second:
        again = client.get(reverse(name)).content.decode()

    assert len(first) <= MOST_QUERIES
    assert len(second) < len(first)
    assert page.count("/kpi/indicators/") == again.count("/kpi/indicators/") == INDICATORS


@pytest.mark.django_db
def test_what_is_kept_follows_the_data_and_is_the_same_for_everybody(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    indicator, section = an_indicator("paper", unit="枚"), a_section()
    one, other = a_staff_member(), a_staff_member(department=section)
    client.force_login(one)
    assert "777枚" not in client.get(reverse("kpi:city")).content.decode()

    client.force_login(other)
    client.post(
        f"{reverse('kpi:section_entry', args=[section.pk])}?time=2026-10",
        {f"value_{indicator.pk}": "777"},
    )

    client.force_login(one)
    assert "777枚" in client.get(reverse("kpi:city")).content.decode()
