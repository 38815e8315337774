"""A case is drawn once and kept: what changes is seen at the next reading, whoever changed it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from casebook.models import Case, Municipality
from portal.community.commenting import write_comment
from portal.community.reacting import set_reaction
from tests.builders import a_case, a_municipality, a_staff_member
from tests.casebook.builders import an_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(a_staff_member())
    return client


def read(client, case) -> str:
    """The page as the second reading in a row shows it: from what was kept."""
    client.get(f"/casebook/{case.slug}/")
    return client.get(f"/casebook/{case.slug}/").content.decode()


def publish(case):
    case.summary = "公開し直した要約です。"
    case.save_revision().publish()


def update_past_everything(case):
    Case.objects.filter(pk=case.pk).update(summary="公開し直した要約です。")


@pytest.mark.parametrize("change", [publish, update_past_everything])
def test_a_changed_case_is_seen_at_once(reader, change):
    case = a_case()
    before = read(reader, case)

    change(case)

    assert "公開し直した要約です。" not in before
    assert "公開し直した要約です。" in reader.get(f"/casebook/{case.slug}/").content.decode()


def test_a_draft_of_a_published_case_is_seen_by_nobody(reader):
    case = a_case(summary="公開の要約です。")
    read(reader, case)

    case.summary = "下書きの要約です。"
    case.save_revision()

    page = read(reader, case)
    assert ("公開の要約です。" in page, "下書きの要約です。" in page) == (True, False)


def test_a_changed_municipality_and_theme_are_seen_at_once(reader):
    case = a_case(municipality=a_municipality("鵜足町"), tags=["はじめのテーマ"])
    assert "はじめのテーマ" in read(reader, case)

    Municipality.objects.filter(pk=case.municipality_id).update(name="新しい町")
    case.tags.set(["あとのテーマ"])
    case.save()

    page = reader.get(f"/casebook/{case.slug}/").content.decode()
    assert ("新しい町" in page, "あとのテーマ" in page) == (True, True)
    assert "はじめのテーマ" not in page


def unpublish(case):
    case.unpublish()


def restrict(case):
    case.view_restrictions.create(restriction_type="login")


def move_below_what_is_restricted(case):
    closed = Page.get_first_root_node().add_child(instance=Page(title="非公開", slug="closed"))
    closed.view_restrictions.create(restriction_type="login")
    # No screen offers it; the tree alone does it.
    Page.objects.get(pk=case.pk).move(Page.objects.get(pk=closed.pk), pos="last-child")


def delete(case):
    case.delete()


@pytest.mark.parametrize("end", [unpublish, restrict, move_below_what_is_restricted, delete])
def test_what_may_no_longer_be_read_is_gone_at_once_also_beside_others(reader, end):
    case = a_case("消える事例", tags=["手挙げ"])
    other = a_case("残る事例", tags=["手挙げ"])
    read(reader, case)
    assert "消える事例" in read(reader, other)

    end(case)

    assert reader.get(f"/casebook/{case.slug}/").status_code == 404
    assert "消える事例" not in reader.get(f"/casebook/{other.slug}/").content.decode()


def test_whoever_is_gone_makes_room_beside_a_case(reader):
    first, *others = [a_case(f"事例{number}号", tags=["手挙げ"]) for number in range(6)]
    shown = [case for case in others if case.title in read(reader, first)]
    (left_out,) = [case for case in others if case not in shown]

    shown[0].unpublish()

    assert left_out.title in reader.get(f"/casebook/{first.slug}/").content.decode()


def test_a_new_title_stands_beside_others_at_once(reader):
    case, other = a_case("まえの題", tags=["手挙げ"]), a_case(tags=["手挙げ"])
    assert "まえの題" in read(reader, other)

    case.title = "あとの題"
    case.save_revision().publish()

    page = reader.get(f"/casebook/{other.slug}/").content.decode()
    assert ("まえの題" in page, "あとの題" in page) == (False, True)


def test_what_belongs_to_a_reader_is_never_kept_for_another(client, now):
    case, editor, staff = a_case(), an_editor(name="編集の田中"), a_staff_member(name="読む鈴木")
    client.force_login(editor)
    set_reaction(case, "useful", by=editor, now=now)
    as_editor = read(client, case)

    client.force_login(staff)
    as_staff = read(client, case)

    edit = f"/cms/pages/{case.pk}/edit/"
    assert (edit in as_editor, edit in as_staff) == (True, False)
    assert ("編集の田中" in as_editor, "編集の田中" in as_staff) == (True, False)
    assert ('aria-pressed="true"' in as_editor, 'aria-pressed="true"' in as_staff) == (True, False)
    assert "読む鈴木" in as_staff


def test_talk_below_a_kept_case_is_live(reader, now):
    case = a_case()
    read(reader, case)

    write_comment(case, "いま書いた", by=a_staff_member(), now=now)

    assert "いま書いた" in reader.get(f"/casebook/{case.slug}/").content.decode()


def test_each_reading_has_a_submit_key_of_its_own(reader):
    case = a_case()

    def key():
        page = read(reader, case)
        return page.partition('name="submit_key" value="')[2][:32]

    assert key() != key()


def test_a_kept_case_costs_9_queries(reader):
    case = a_case(tags=["手挙げ"], points=["要点"])
    a_case(tags=["手挙げ"])
    read(reader, case)

    with CaptureQueriesContext(connection) as captured:
        reader.get(f"/casebook/{case.slug}/")

    assert len(captured) == 9
