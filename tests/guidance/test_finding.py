"""The search of the guides: in force only, marked, in few queries."""

import pytest

from portal.guidance.finding import find_guides
from portal.search.models import SearchQuery
from tests.builders import a_staff_member
from tests.guidance.builders import a_guide, a_new_edition, an_amendment, two_officers

pytestmark = pytest.mark.django_db


def titles(words):
    return [found.guide.slug for found in find_guides(words)]


def test_a_draft_is_not_found_and_the_edition_in_force_is(now):
    guide, (writer, _other) = a_guide(texts=["回覧の押印を見直す。"]), two_officers()

    an_amendment(guide, by=writer, now=now, text="窓口の混雑をならす。")

    assert (titles("押印"), titles("混雑")) == (["paper"], [])


def test_a_new_edition_is_found_at_once_and_its_old_words_no_more(now):
    guide = a_guide(texts=["回覧の押印を見直す。"])

    a_new_edition(guide, now=now, text="窓口の混雑をならす。")

    assert (titles("押印"), titles("混雑")) == ([], ["paper"])


def test_what_was_found_is_marked_and_the_asking_is_kept_without_a_name(client):
    a_guide(texts=["<b>回覧</b>の押印を見直す。"])
    client.force_login(a_staff_member())

    page = client.get("/guidance/?q=押印").content.decode()

    assert "<mark>押印</mark>" in page
    assert "<b>回覧" not in page
    assert list(SearchQuery.objects.values_list("words", "where")) == [("押印", "guidance")]


def test_nothing_found_says_what_to_do(client):
    client.force_login(a_staff_member())

    assert "別の言い方でさがして" in client.get("/guidance/?q=ぬぬぬ").content.decode()


def test_ten_hits_cost_as_many_queries_as_one(django_assert_max_num_queries):
    a_guide("one", texts=["りんごの話。"])
    for number in range(10):
        a_guide(f"many-{number}", texts=["みかんの話。"])
    find_guides("りんご")

    for words in ("りんご", "みかん"):
        with django_assert_max_num_queries(16):
            find_guides(words)
