"""What is kept of the cases for the counts: right at every moment, and read once."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction

from casebook import counted
from casebook.counted import CountedCases, counted_cases
from casebook.facets import FACETS, CaseFacts
from casebook.facts_changes import forget_old_changes, newest_change, note_change
from casebook.models import Case, FactsChange, Municipality
from tests.builders import a_case, a_municipality


def town_cases() -> int:
    """How many cases of towns the list counts."""
    cases = counted_cases()
    return cases.tally(cases.everything, {}).counts["kind"]["town"]


@pytest.fixture
def case(db):
    case = a_case("甲", municipality=a_municipality(kind="town"), tags=["研修"])
    assert town_cases() == 1
    return case


def test_facts_are_read_once_and_again_after_a_change(case, django_assert_num_queries):
    kept = counted_cases()

    with django_assert_num_queries(2):  # where readers are shut out, and the newest change
        assert counted_cases() is kept
    a_case("乙", municipality=case.municipality)
    assert town_cases() == 2


def unpublish(case):
    Case.objects.get(pk=case.pk).unpublish()


def unpublish_as_plain_page(case):
    Page.objects.get(pk=case.pk).unpublish()


def delete(case):
    Page.objects.get(pk=case.pk).delete()


def change_town(case):
    town = Municipality.objects.get(pk=case.municipality_id)
    town.kind = "village"
    town.save()


def publish_changed(case):
    draft = Case.objects.get(pk=case.pk)
    draft.municipality = a_municipality(kind="city")
    draft.save_revision().publish()


def shut_readers_out(case):
    PageViewRestriction.objects.create(page=Page.objects.get(pk=case.pk), restriction_type="login")


@pytest.mark.parametrize(
    "act",
    [
        unpublish,
        unpublish_as_plain_page,
        delete,
        change_town,
        publish_changed,
        shut_readers_out,
    ],
)
def test_what_is_done_to_a_case_counts_at_once(case, act):
    act(case)

    assert town_cases() == 0


def test_a_theme_with_another_name_is_counted_under_it(case):
    theme = Tag.objects.get(name="研修")
    theme.name = "学び"
    theme.save()
    cases = counted_cases()

    assert cases.tally(cases.everything, {}).counts["tag"] == {"学び": 1}


def test_what_was_taken_back_is_not_kept(case):
    with transaction.atomic():
        a_case("乙", municipality=case.municipality)
        assert town_cases() == 2
        transaction.set_rollback(True)
    assert town_cases() == 1

    change_town(case)
    assert town_cases() == 0


def test_what_is_changed_past_django_is_seen_when_told_or_old(case, monkeypatch):
    Case.objects.filter(pk=case.pk).update(live=False)
    assert town_cases() == 1
    later = counted.monotonic() + counted.SECONDS_KEPT
    monkeypatch.setattr(counted, "monotonic", lambda: later)
    assert town_cases() == 0

    Case.objects.filter(pk=case.pk).update(live=True)
    note_change()
    assert town_cases() == 1


def test_without_any_noticed_change_nothing_is_kept(case):
    FactsChange.objects.all().delete()
    assert town_cases() == 1

    Case.objects.filter(pk=case.pk).update(live=False)
    assert town_cases() == 0


def test_old_changes_are_forgotten_and_look_like_nothing_before(case):
    seen = {newest_change()}
    for _night in range(3):
        FactsChange.objects.update(at=timezone.now() - timedelta(days=2))
        forget_old_changes(timezone.now())
        assert FactsChange.objects.count() == 1
        assert newest_change() not in seen
        seen.add(newest_change())


def some_facts(number: int, draw: random.Random) -> CaseFacts:
    return CaseFacts(
        pk=number * 3,
        municipality=draw.choice([None, "132209", "182087"]),
        prefecture=draw.choice([None, "13", "18"]),
        kind=draw.choice([None, "town", "city"]),
        population=draw.choice([None, 900, 90_000, 900_000]),
        mic_group=draw.choice([None, 1, 2]),
        city_halls=draw.sample(["back", "front"], draw.randrange(3)),
        five_less=draw.sample(["paper", "seal", "cash"], draw.randrange(3)),
        talent=[],
        cost_state=draw.choice(["known", "none", "unknown"]),
        started_fiscal_year=draw.choice([None, 2020, 2021]),
        published_at=draw.choice([None, datetime(2024, 4, 1, tzinfo=UTC)]),
        tags=tuple(draw.sample(["研修", "手挙げ"], draw.randrange(3))),
    )


@pytest.mark.parametrize("seed", range(20))
def test_bits_count_what_a_walk_over_the_cases_counts(seed):
    draw = random.Random(seed)
    rows = [some_facts(number, draw) for number in range(draw.randrange(60))]
    found = [row for row in rows if draw.random() < 0.6]
    chosen = {"kind": ["town"], "tag": ["研修", "手挙げ"], "less": ["paper"], "year": ["1999"]}
    chosen = {name: chosen[name] for name in draw.sample(sorted(chosen), draw.randrange(4))}

    def meets(row, names) -> bool:
        codes = {facet.name: facet.values_of(row) for facet in FACETS}
        return all(set(codes[name]) & set(chosen[name]) for name in names)

    cases = CountedCases(rows)
    tally = cases.tally(cases.found(row.pk for row in found), chosen)
    flags = cases.flags(tally.passing)

    passing = {row.pk for row in found if meets(row, chosen)}
    assert {pk for pk, place in cases.place_of.items() if flags[place]} == passing
    for facet in FACETS:
        others = [name for name in chosen if name != facet.name]
        left = [row for row in found if meets(row, others)]
        assert sum(tally.counts[facet.name].values()) == sum(
            len(facet.values_of(row)) for row in left
        )
        for code, count in tally.counts[facet.name].items():
            assert count == sum(code in facet.values_of(row) for row in left)
        if facet.name in chosen:
            assert tally.without[facet.name] == len(left)


def test_an_empty_casebook_counts_nothing():
    cases = CountedCases([])

    assert cases.flags(cases.tally(cases.everything, {"kind": ["town"]}).passing) == b""
