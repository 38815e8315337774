"""Words that mean the same: entered by editors, at once in force, never overwritten."""

import pytest
from django.core.exceptions import ValidationError

from portal.search.models import SynonymGroup
from portal.search.synonyms import current_synonyms, load_synonyms, starting_lines
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member

NUMBER_OF_WORDS = "言葉を読点（、）で区切り、2〜12個入力してください。"


@pytest.fixture
def cases(db):
    a_case("甲", slug="raise", summary="手挙げ方式で募集した。")
    a_case("乙", slug="apply", summary="自薦で募集した。")


def test_a_group_is_in_force_as_soon_as_it_is_saved(cases, strict_slugs):
    before = strict_slugs("手上げ")
    group = SynonymGroup.objects.create(words="手挙げ、手上げ、自薦")
    during = strict_slugs("手上げ")
    group.delete()

    assert (before, during, strict_slugs("手上げ")) == (set(), {"raise", "apply"}, set())


def test_a_changed_group_is_in_force_as_soon_as_it_is_saved(cases, strict_slugs):
    group = SynonymGroup.objects.create(words="手上げ、挙手")
    before = strict_slugs("手上げ")
    group.words = "手上げ、自薦"
    group.save()

    assert (before, strict_slugs("手上げ")) == (set(), {"apply"})


def test_the_list_is_read_anew_only_after_a_change(db, django_assert_num_queries):
    SynonymGroup.objects.create(words="手挙げ、手上げ")
    current_synonyms()

    with django_assert_num_queries(1):
        current_synonyms()


def test_what_was_typed_comes_before_its_synonyms(cases, slugs):
    SynonymGroup.objects.create(words="手挙げ、自薦")

    assert slugs("手挙げ") == ["raise", "apply"]
    assert slugs("自薦") == ["apply", "raise"]


def test_a_synonym_stands_for_a_part_of_what_was_typed(cases, strict_slugs):
    SynonymGroup.objects.create(words="手上げ、自薦")

    assert strict_slugs("手上げで募集") == {"apply"}
    assert strict_slugs("手上げ 募集") == {"apply"}


def test_words_in_quotation_marks_have_no_synonyms(cases, strict_slugs):
    SynonymGroup.objects.create(words="手上げ、自薦")

    assert strict_slugs('"手上げ"') == set()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("手挙げ", "言葉を読点（、）で区切り、2〜12個入力してください。"),
        ("手挙げ、手挙げ", "言葉を読点（、）で区切り、2〜12個入力してください。"),
        (
            "、".join(f"言葉{n}" for n in range(13)),
            "言葉を読点（、）で区切り、2〜12個入力してください。",
        ),
        ("手挙げ、！？", "「！？」には検索できる文字がありません。"),
        (f"手挙げ、{'長' * 31}", "1つの言葉は30字までにしてください。"),
        ("在宅、テレワーク", "「テレワーク」は「テレワーク、在宅勤務」にもう入っています。"),
    ],
)
def test_a_line_that_is_no_group_is_refused_with_its_reason(db, words, complaint):
    SynonymGroup.objects.create(words="テレワーク、在宅勤務")

    with pytest.raises(ValidationError) as refusal:
        SynonymGroup(words=words).full_clean()

    assert refusal.value.message_dict == {"words": [complaint]}


def test_a_line_is_kept_tidy(db):
    group = SynonymGroup(words=" 手挙げ ,手上げ，、自薦\n手挙げ")
    group.full_clean()

    assert group.words == "手挙げ、手上げ、自薦"


def test_an_editor_enters_synonyms_in_the_cms(db, client, cases, strict_slugs):
    client.force_login(a_staff_member(role=Role.EDITOR))

    client.post("/cms/snippets/portal_search/synonymgroup/add/", {"words": "手上げ、自薦"})

    assert strict_slugs("手上げ") == {"apply"}


def test_the_starting_list_is_loaded_once_and_holds_no_word_twice(db):
    first, second = load_synonyms(), load_synonyms()
    for group in SynonymGroup.objects.all():
        group.full_clean()

    assert (first, second) == (len(starting_lines()), 0)


def test_loading_again_leaves_editors_changes_alone(db):
    load_synonyms()
    changed, deleted = SynonymGroup.objects.all()[:2]
    changed.words = "まったく、ちがう"
    changed.save()
    deleted.delete()

    added = load_synonyms()

    assert added == 0
    assert SynonymGroup.objects.count() == len(starting_lines()) - 1
    assert SynonymGroup.objects.filter(words="まったく、ちがう").exists()


def test_a_line_that_shares_a_word_with_an_editors_group_is_not_added(db):
    word = starting_lines()[0].split("、")[0]
    SynonymGroup.objects.create(words=f"{word}、編集者の言葉")

    assert load_synonyms() == len(starting_lines()) - 1
