"""Sections side by side: for those who may open all of them, and nobody small to be found."""

import random
import re

import pytest
from django.urls import reverse

from portal.kpi.models import Kind, Span
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.kpi.builders import NOW, a_section, an_indicator, filled, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def auditor(client):
    client.force_login(a_staff_member(role=Role.AUDITOR))


def asked(client, indicator, chosen=(), year=2025):
    address = reverse("kpi:indicator_sections", args=[indicator.slug])
    return client.get(address, {"year": year, "section": [each.pk for each in chosen]})


def test_sections_stand_side_by_side_with_their_sum(client, auditor):
    indicator = an_indicator(name="紙")
    first, second = a_section("一課"), a_section("二課")
    filled(indicator, 2025, 10, first)
    filled(indicator, 2025, 30, second)

    every, one = asked(client, indicator), asked(client, indicator, [second])

    assert every.context["drawing"].rows == [("一課", ["10枚"]), ("二課", ["30枚"])]
    assert (every.context["total"], one.context["total"]) == ("40枚", "30枚")
    assert one.context["drawing"].rows == [("二課", ["30枚"])]


def test_a_share_of_some_sections_is_that_of_their_parts(client, auditor):
    indicator = an_indicator(kind=Kind.RATIO, unit="")
    sections = [a_section() for _ in range(3)]
    for part, section in zip((10, 30, 80), sections, strict=True):
        typed(indicator, "2026-04", part, section, out_of=100)

    assert asked(client, indicator, sections[:2], 2026).context["total"] == "20％"


def test_it_is_there_for_those_who_see_every_section(client):
    indicator = an_indicator()
    for role, status in ((None, 404), (Role.LEADER, 404), (Role.OFFICER, 200), (Role.AUDITOR, 200)):
        client.force_login(a_staff_member(role=role))
        assert asked(client, indicator).status_code == status


@pytest.mark.parametrize("query", ["?year=1900", "?year=x", "?section=x", "?section=999999"])
def test_a_filter_that_is_none_is_left_out(client, auditor, query):
    indicator = an_indicator()

    answer = client.get(reverse("kpi:indicator_sections", args=[indicator.slug]) + query)

    assert (answer.status_code, answer.context["chosen"]) == (200, set())


def test_fifty_pairs_of_random_filters_give_nobody_away(client, auditor):
    """What two pages show, and the difference of their sums where one holds the other."""
    chance = random.Random(8)
    indicator = an_indicator(counts_people=True, span=Span.YEAR, unit="人")
    sections = [a_section() for _ in range(12)]
    for section, people in zip(sections, [0, 1, 3, 4, 4, 5, 6, 7, 9, 20, 33, 60], strict=True):
        filled(indicator, 2025, people, section)

    for _ in range(50):
        large = chance.sample(sections, chance.randint(2, 12))
        small = chance.sample(large, chance.randint(1, len(large) - 1))
        sums = []
        for chosen in (large, small):
            answer = asked(client, indicator, chosen)
            values = [words for _name, [words] in answer.context["drawing"].rows]
            sums.append(people_in(answer.context["total"]))
            assert all(people_in(words) == 0 or people_in(words) >= 5 for words in values)
        assert all(each == 0 or each >= 5 for each in (*sums, sums[0] - sums[1]))
    whole = people_in(asked(client, indicator).context["total"])
    rest = whole - people_in(asked(client, indicator, sections).context["total"])
    assert whole == 152
    assert rest >= 5


def people_in(words):
    """The number in 「12人」; 0 for words that stand in its place."""
    found = re.fullmatch(r"([\d,]+)人", words)
    return int(found[1].replace(",", "")) if found else 0


@pytest.mark.parametrize("count", [3, 30])
def test_more_sections_cost_no_more(client, auditor, django_assert_num_queries, count):
    indicator = an_indicator()
    for _ in range(count):
        filled(indicator, 2025, 7, a_section())

    with django_assert_num_queries(8):
        asked(client, indicator)


def test_the_list_of_sections_says_who_entered_last_month(client, auditor):
    paper, fax = an_indicator(), an_indicator()
    done, half, none = a_section("済んだ課"), a_section("途中の課"), a_section("まだの課")
    for indicator, section in ((paper, done), (fax, done), (paper, half)):
        typed(indicator, "2026-10", 1, section)
    typed(paper, "2026-09", 1, none)

    page = client.get(reverse("kpi:section_list")).context["page"]

    assert [(row.name, row.entered) for row in page] == [
        ("済んだ課", 2), ("途中の課", 1), ("まだの課", 0),
    ]  # fmt: skip
