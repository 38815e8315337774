"""A draft needs nothing; a publication names every field that is missing."""

import html
import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from casebook.loading import casebook_page
from casebook.models import STREAM_FIELDS, Case
from casebook.publishing import NEEDED, NotReadyToPublish, check_ready, missing_for_publication
from portal.staff.models import Role
from tests.builders import a_case, a_municipality, a_staff_member

SOURCE = {
    "document": "資料",
    "publisher": "",
    "published": "",
    "published_label": "",
    "page": "",
    "url": "",
    "note": "",
}


def form_of_a_case(title, **fields):
    streams = {name: streamfield(fields.pop(name, [])) for name in STREAM_FIELDS}
    return nested_form_data(
        {"title": title, "slug": "", "tags": "", "coverage": "checked", **streams, **fields}
    )


def add_address():
    return reverse("wagtailadmin_pages:add", args=["casebook", "case", casebook_page().pk])


@pytest.fixture
def editor(client, db):
    client.force_login(a_staff_member(role=Role.EDITOR))
    return client


def test_a_draft_is_saved_with_a_title_alone(editor):
    answer = editor.post(add_address(), form_of_a_case("書きかけ"))

    assert answer.status_code == 302
    case = Case.objects.get()
    assert (case.title, case.live) == ("書きかけ", False)
    assert case.slug.startswith("case-")


def test_publishing_names_every_missing_field_and_keeps_what_was_typed(editor):
    answer = editor.post(add_address(), {**form_of_a_case("足りない事例"), "action-publish": "1"})

    page = answer.content.decode()
    assert answer.status_code == 200
    # A StreamField carries its messages as JSON for the editor's script.
    told = [
        m for m in NEEDED.values() if m in page or json.dumps(m).strip('"') in html.unescape(page)
    ]
    assert told == list(NEEDED.values())
    assert "足りない事例" in page
    assert not Case.objects.exists()


def test_a_complete_case_is_published(editor):
    form = form_of_a_case(
        "そろった事例",
        municipality=a_municipality().pk,
        summary="要約です。",
        points=[("text", "要点です。")],
        sources=[("source", SOURCE)],
        verified_on="2026-11-20",
        verified_by="DX課",
    )

    answer = editor.post(add_address(), {**form, "action-publish": "1"})

    assert answer.status_code == 302
    assert Case.objects.get().live


@pytest.mark.parametrize("name", NEEDED)
def test_each_needed_field_is_needed(name):
    values = dict.fromkeys(NEEDED, "あり")

    assert list(missing_for_publication({**values, name: None})) == [name]


def test_a_case_does_not_take_the_address_of_another_page():
    values = {**dict.fromkeys(NEEDED, "あり"), "slug": "compare"}

    assert list(missing_for_publication(values)) == ["slug"]


def test_publishing_from_a_list_obeys_the_same_rule(editor):
    case = a_case("要約だけの事例", live=False)
    case.save_revision()

    answer = editor.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={case.pk}"
    )

    case.refresh_from_db()
    assert answer.status_code == 302
    assert not case.live


def test_a_refusal_says_what_to_enter(db):
    with pytest.raises(NotReadyToPublish) as refusal:
        check_ready(a_case(live=False))

    assert str(refusal.value).startswith("公開できません。要点を1つ以上入力してください。")


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([], "unknown"),
        (["not_stated"], "unknown"),
        (["none"], "none"),
        (["not_stated", "none"], "none"),
        (["none", "amount"], "known"),
    ],
)
def test_no_cost_is_kept_apart_from_no_statement(db, kinds, state):
    costs = [
        {"item": "費目", "kind": kind, "amount_yen": None, "timing": "unknown", "note": ""}
        for kind in kinds
    ]

    assert a_case(costs=costs).cost_state == state


def test_staff_without_cms_rights_meet_a_refusal_not_a_loop(client, db):
    client.force_login(a_staff_member())

    answer = client.get("/cms/", follow=True)

    assert answer.status_code == 403


def test_block_ids_are_kept_between_two_saves(db):
    case = a_case(points=["一つめ"])
    ids = [block.id for block in case.points]

    case.save()

    assert [block.id for block in Case.objects.get().points] == ids or json.dumps(ids) == "[null]"
