"""The index belongs to one version of the analysis; whoever changes it is told to rebuild."""

import pytest
from django.core.management import call_command

from portal.search.checks import check_index_version
from portal.search.models import IndexBuild, SpelledWords
from portal.search.upkeep import needs_rebuild
from tests.builders import a_case

pytestmark = pytest.mark.django_db


def warnings() -> list[str]:
    return [warning.id for warning in check_index_version(None, databases=["default"])]


def test_an_index_that_was_never_built_as_a_whole_wants_to_be():
    assert needs_rebuild()


def test_a_rebuilt_index_is_up_to_date():
    call_command("rebuild_search", verbosity=0)

    assert not needs_rebuild()
    assert warnings() == []


def test_an_index_of_another_dictionary_is_reported():
    call_command("rebuild_search", verbosity=0)
    IndexBuild.objects.update(version="1/0.6.0/20240101")

    assert needs_rebuild()
    assert warnings() == ["portal_search.W001"]


def test_the_check_asks_no_database_it_was_not_given():
    assert check_index_version(None, databases=None) == []


def test_rebuilding_only_if_needed_leaves_a_current_index_alone(capsys):
    call_command("rebuild_search")
    call_command("rebuild_search", "--if-needed")

    assert IndexBuild.objects.count() == 1
    assert "作り直しません" in capsys.readouterr().out


def test_rebuilding_forgets_pages_that_are_gone(capsys):
    a_case("見本")
    SpelledWords.objects.create(page_id=999_999, words="ナイページ")

    call_command("rebuild_search")

    assert not SpelledWords.objects.filter(page_id=999_999).exists()
