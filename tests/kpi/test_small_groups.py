"""A figure that counts people never shows, and never lets anybody derive, a group under five."""

import itertools
import random

import pytest

from portal.kpi.small_groups import LEAST, SMALL, WITHHELD, publish


def test_groups_of_five_are_shown_and_smaller_ones_are_not():
    published = publish({"a": 12, "b": 5, "c": 3, "d": 2, "e": 0})

    assert published.cells == {"a": 12, "b": 5, "c": SMALL, "d": SMALL, "e": SMALL}
    assert published.total == 22


def test_one_small_group_takes_the_next_along_because_the_total_would_give_it_away():
    published = publish({"a": 12, "b": 6, "c": 3})

    assert published.cells == {"a": 12, "b": WITHHELD, "c": SMALL}
    assert published.total == 21


def test_small_groups_that_are_all_as_large_as_can_be_are_not_given_away():
    """Two groups under five with eight people would both be four."""
    published = publish({"a": 20, "b": 9, "c": 4, "d": 4})

    assert published.cells["b"] == WITHHELD
    assert published.total == 37


def test_nothing_but_small_groups_has_no_total_that_gives_them_away():
    assert publish({"a": 3}).total == SMALL
    assert publish({"a": 1, "b": 2}).total == SMALL
    assert publish({"a": 4, "b": 4}).total == WITHHELD
    assert publish({}).total == SMALL


def test_a_sum_of_some_adds_what_is_shown_and_says_that_something_is_left_out():
    published = publish({"a": 12, "b": 5, "c": 3, "d": 2, "e": 9})

    assert published.sum_of(["a", "c"]) == 12
    assert published.sum_of(["c", "d"]) == SMALL
    assert published.hides(["a", "c"])
    assert not published.hides(["a", "e"])


def possible(counts, published):
    """All that each small group could be, for somebody who knows everything that is shown.

    Whoever reads knows which groups are under five, which are withheld, and the total.
    """
    small = [key for key, cell in published.cells.items() if cell == SMALL]
    withheld = [key for key, cell in published.cells.items() if cell == WITHHELD]
    if isinstance(published.total, str):
        return {key: set(range(LEAST)) for key in small}
    hidden = published.total - sum(c for c in published.cells.values() if isinstance(c, int))
    found = {}
    for key in small:
        least_of_others, most_of_others = LEAST * len(withheld), 4 * (len(small) - 1)
        found[key] = {
            size
            for size in range(LEAST)
            if hidden - size >= least_of_others and (withheld or hidden - size <= most_of_others)
        }
    return found


def parts(one, other, sections):
    """What two filters can show: each alone, together, what both have, what one has alone."""
    return {
        frozenset(each) for each in (one, other, one & other, one | other, one - other, sections)
    }


def number(value):
    return 0 if value == SMALL else value


@pytest.mark.parametrize("seed", range(50))
def test_a_pair_of_random_filters_gives_no_small_group_away(seed):
    """Two filters over random sections: neither they, nor their difference, show one to four."""
    chance = random.Random(seed)
    sections = [f"section{number}" for number in range(chance.randint(2, 14))]
    counts = {key: chance.choice([0, 1, 2, 3, 4, 5, 6, 8, 20, 60]) for key in sections}
    published = publish(counts)
    one, other = (set(chance.sample(sections, chance.randint(1, len(sections)))) for _ in range(2))

    numbers = {part: number(published.sum_of(part)) for part in parts(one, other, sections)}
    if not isinstance(published.total, str):
        numbers[frozenset([*sections, "city"])] = published.total
    differences = [
        numbers[larger] - numbers[smaller]
        for larger, smaller in itertools.permutations(numbers, 2)
        if larger > smaller
    ]

    assert all(each == 0 or each >= LEAST for each in [*numbers.values(), *differences])
    assert all(not isinstance(c, int) or c >= LEAST for c in published.cells.values())
    for key, sizes in possible(counts, published).items():
        assert counts[key] in sizes
        assert sizes == set(range(LEAST)), (counts, published)


@pytest.mark.parametrize("seed", range(50))
def test_the_rest_of_the_citys_own_total_is_no_small_group(seed):
    """The city's figure may be larger than the sum of the sections that entered theirs."""
    chance = random.Random(1000 + seed)
    counts = {n: chance.choice([0, 2, 4, 5, 7, 30]) for n in range(chance.randint(1, 9))}
    whole = sum(counts.values()) + chance.choice([0, 1, 3, 5, 40])
    published = publish(counts, whole)
    if isinstance(published.total, str):
        return

    rest = (
        whole - published.sum_of(counts)
        if any(isinstance(cell, int) for cell in published.cells.values())
        else whole
    )

    assert rest == 0 or rest >= LEAST
