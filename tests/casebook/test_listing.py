"""Conditions, counts beside every choice, chips, and the order of cases."""

import pytest
from django.http import QueryDict

from casebook.listing import Conditions, find_cases, nearest_to_nothing
from portal.ui.storable import typed_words
from tests.builders import a_case, a_municipality


def asked(address: str) -> Conditions:
    return Conditions.from_address(QueryDict(address))


def found(address: str):
    return find_cases(asked(address), None)


def counts(result, name: str) -> dict[str, int]:
    group = next(group for group in result.facets if group.facet.name == name)
    return {choice.code: choice.count for choice in group.choices if choice.count}


@pytest.fixture
def three_cases(db):
    town = a_municipality("小さな町", prefecture="18", kind="town", population=9_000)
    city = a_municipality("大きな市", prefecture="13", kind="city", population=200_000)
    return (
        a_case("甲", municipality=town, tags=["手挙げ"], mic_group=2),
        a_case("乙", municipality=town, tags=["手挙げ", "研修"], five_less=["paper"]),
        a_case(
            "丙",
            municipality=city,
            tags=["研修"],
            costs=[
                {"item": "委託", "kind": "amount", "amount_yen": 5, "timing": "unknown", "note": ""}
            ],
        ),
    )


def test_every_choice_says_how_many_cases_it_would_leave(three_cases):
    result = found("")

    assert counts(result, "prefecture") == {"18": 2, "13": 1}
    assert counts(result, "kind") == {"town": 2, "city": 1}
    assert counts(result, "population") == {"0": 2, "10": 1}
    assert counts(result, "tag") == {"手挙げ": 2, "研修": 2}
    assert counts(result, "cost") == {"unknown": 2, "known": 1}
    assert counts(result, "group") == {"2": 1, "unknown": 2}


def test_the_cases_of_our_own_city_are_counted_and_shown_alone(three_cases, settings):
    settings.OWN_MUNICIPALITY = three_cases[2].municipality.code
    result = found("city=own")

    assert result.pks == [three_cases[2].pk]
    assert counts(result, "city") == {"own": 1, "other": 2}
    assert counts(result, "kind") == {"city": 1}


def test_conditions_of_one_kind_add_up_and_of_two_kinds_narrow(three_cases):
    first, second, third = three_cases

    assert set(found("prefecture=18&prefecture=13").pks) == {first.pk, second.pk, third.pk}
    assert found("prefecture=18&tag=研修").pks == [second.pk]


def test_a_chosen_kind_still_counts_its_other_choices(three_cases):
    result = found("prefecture=18")

    assert counts(result, "prefecture") == {"18": 2, "13": 1}
    assert counts(result, "tag") == {"手挙げ": 2, "研修": 1}


def test_nothing_found_says_which_condition_to_drop(three_cases):
    result = found("prefecture=13&tag=手挙げ")

    assert result.pks == []
    assert [(drop.label, drop.count) for drop in result.droppings] == [
        ("都道府県", 2),
        ("テーマ", 1),
    ]


def test_words_that_find_nothing_are_a_condition_to_drop_too(three_cases):
    first, _second, _third = three_cases
    conditions = asked("q=ぬぬぬ&prefecture=18&group=2")

    offered, droppings = nearest_to_nothing(conditions, None)

    assert offered == [first.pk]
    assert [(drop.label, drop.count) for drop in droppings] == [("言葉", 1)]
    assert asked(droppings[0].address.removeprefix("?")) == conditions._replace(words="")


def test_the_newest_cases_are_offered_where_no_condition_helps(three_cases):
    offered, droppings = nearest_to_nothing(asked("q=ぬぬぬ&prefecture=47"), None)

    assert offered == found("").pks
    assert droppings == []


def test_drafts_and_unpublished_cases_are_neither_found_nor_counted(db):
    a_case("公開", tags=["研修"])
    a_case("下書き", tags=["研修"], live=False)

    result = found("")

    assert len(result.pks) == 1
    assert counts(result, "tag") == {"研修": 1}


def test_cases_come_nearest_to_our_own_size_first(three_cases, settings):
    first, second, third = three_cases
    unknown = a_case("丁")
    settings.OWN_MUNICIPALITY = a_municipality(population=150_000).code

    assert found("sort=population").pks == [third.pk, first.pk, second.pk, unknown.pk]


def test_an_unknown_size_of_our_own_leaves_the_order_alone(three_cases, settings):
    settings.OWN_MUNICIPALITY = "000000"

    assert found("sort=population").pks == found("").pks


@pytest.mark.parametrize(
    "address",
    [
        "prefecture=99",
        "kind=x",
        "group=9",
        "sort=DROP",
        "year=abc",
        "less=",
        "prefecture=18%00",
        "page=1",
    ],
)
def test_what_the_address_does_not_know_is_left_out(address):
    assert asked(address) == Conditions("", {}, "")


def test_the_whole_state_is_in_the_address():
    conditions = asked("q=手挙げ&prefecture=18&prefecture=13&sort=newest")

    assert asked(conditions.address().removeprefix("?")) == conditions
    assert asked(conditions.without("prefecture", "18").removeprefix("?")).chosen == {
        "prefecture": ["13"]
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("　手上げ　推進員　", "手上げ 推進員"),
        ("a\0b", "ab"),
        ("\ud800", ""),
        ("　", ""),
        ("あ" * 500, "あ" * 200),
    ],
)
def test_words_lose_only_what_no_database_takes(typed, kept):
    assert typed_words(typed) == kept
