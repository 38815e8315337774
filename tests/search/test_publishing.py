"""A published change is found at once; what staff may not read is neither found nor counted."""

import pytest
from django.core.management import call_command

from casebook.loading import casebook_page
from casebook.models import Case, CasebookPage
from tests.builders import a_case


@pytest.fixture
def case(db):
    return a_case("窓口の話", slug="desk", summary="窓口を変えた。")


def test_a_published_change_is_found_at_once(case, slugs):
    case.summary = "電話を減らした。"
    case.save_revision().publish()

    assert slugs("電話") == ["desk"]
    assert slugs("窓口を変えた") == ["desk"]


def test_a_draft_is_not_found(case, slugs):
    case.summary = "電話を減らした。"
    case.save_revision()

    assert slugs("電話") == []


def test_a_page_never_published_is_not_found(db, slugs):
    a_case("下書きの窓口", live=False)

    assert slugs("窓口") == []


def test_an_unpublished_page_is_neither_found_nor_counted(case, slugs):
    case.unpublish()

    assert slugs("窓口") == []
    assert Case.objects.live().search("窓口").count() == 0


def test_a_deleted_page_is_not_found(case, slugs):
    case.delete()

    assert slugs("窓口") == []
    assert Case.objects.search("窓口").count() == 0


def test_a_moved_page_is_found_only_below_its_new_parent(case):
    old = casebook_page()
    new = old.add_sibling("right", instance=CasebookPage(title="別の場所", slug="elsewhere"))

    case.move(new, pos="last-child")

    assert Case.objects.child_of(CasebookPage.objects.get(pk=old.pk)).search("窓口").count() == 0
    assert Case.objects.child_of(CasebookPage.objects.get(pk=new.pk)).search("窓口").count() == 1


def test_an_endless_text_is_saved_and_found_by_its_beginning(db, slugs):
    noise = "".join(chr(0x4E00 + n * 7 % 20_000) for n in range(200_000))

    a_case("長い話", slug="long", summary=f"窓口を変えた。{noise}")

    assert slugs("窓口を変えた") == ["long"]


def test_the_whole_index_can_be_built_anew(case, slugs, capsys):
    call_command("rebuild_search")

    assert slugs("窓口") == ["desk"]
    assert "検索の索引を作り直しました" in capsys.readouterr().out
