"""The screens that editors work on are in Japanese, also where Wagtail's own are not."""

import gettext
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Page

from casebook.loading import name_top_pages
from portal.search.models import SynonymGroup
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member

CATALOGUES = Path(__file__).parent.parent / "portal" / "locale" / "ja" / "LC_MESSAGES"
ENTRY = re.compile(r'^msgid "(.+)"\n(?:msgid_plural ".*"\n)?msgstr(?:\[0\])? "(.*)"$', re.MULTILINE)


def entries(name):
    """The pairs of a catalogue as it is written."""
    text = (CATALOGUES / f"{name}.po").read_text()
    return [tuple(each.replace('\\"', '"') for each in pair) for pair in ENTRY.findall(text)]


def catalogue(compiled):
    return compiled._catalog.items()


def texts_of(html):
    """What a page shows, and what it says to people who listen to it."""
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", "", html, flags=re.DOTALL)
    labels = re.findall(r'(?:aria-label|title|placeholder)="([^"]+)"', html)
    return {each.strip() for each in [*re.findall(r">([^<]+)<", html), *labels]}


@pytest.fixture
def screens(client):
    client.force_login(a_staff_member(role=Role.OFFICER))
    case = a_case(summary="要約")
    case.save_revision()
    parent = case.get_parent()
    words = SynonymGroup.objects.create(words="見本、手本")
    document = get_document_model().objects.create(title="手引き", file=ContentFile(b"a", "a.txt"))
    case_edit, snippets = f"/cms/pages/{case.pk}", "/cms/snippets"
    return [
        "/cms/",
        "/cms/pages/",
        f"/cms/pages/{parent.pk}/",
        f"/cms/pages/{parent.pk}/?q=ぬぬぬ",
        f"/cms/pages/add/casebook/case/{parent.pk}/",
        *(f"{case_edit}/{act}/" for act in ("edit", "history", "unpublish", "copy", "delete")),
        f"{case_edit}/revisions/compare/earliest...latest/",
        f"/cms/bulk/wagtailcore/page/publish/?id={case.pk}",
        "/cms/images/",
        "/cms/images/add/",
        "/cms/documents/",
        "/cms/documents/add/",
        f"/cms/documents/edit/{document.pk}/",
        f"{snippets}/casebook/municipality/",
        f"{snippets}/casebook/municipality/add/",
        f"{snippets}/portal_search/synonymgroup/edit/{words.pk}/",
        "/cms/reports/site-history/",
        "/cms/reports/aging-pages/",
        "/cms/reports/page-types-usage/",
        "/cms/reports/locked/",
    ]


@pytest.mark.django_db
def test_no_screen_of_the_cms_shows_an_english_word_that_has_a_japanese_one(client, screens):
    english = {msgid.strip() for msgid, japanese in entries("django") if msgid != japanese}
    found = {}
    for path in screens:
        answer = client.get(path)
        assert answer.status_code == 200, path
        found[path] = english & texts_of(answer.content.decode())

    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_the_compiled_words_are_those_that_are_written(name):
    with (CATALOGUES / f"{name}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    known = {key[0] if isinstance(key, tuple) else key: words for key, words in catalogue(compiled)}
    assert {msgid: known.get(msgid) for msgid, _words in entries(name)} == dict(entries(name))
    assert len(known) == len(entries(name)) + 1


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_no_word_is_left_empty(name):
    assert [msgid for msgid, words in entries(name) if not words] == []


@pytest.mark.django_db
def test_the_top_pages_lose_the_names_that_wagtail_gave_them():
    top = Page.get_first_root_node()
    Page.objects.filter(pk=top.pk).update(title="Root", draft_title="Root")

    name_top_pages()

    top.refresh_from_db()
    assert (top.title, top.draft_title) == ("すべてのページ", "すべてのページ")
    Page.objects.filter(pk=top.pk).update(title="庁内", draft_title="庁内")
    name_top_pages()
    top.refresh_from_db()
    assert top.title == "庁内"
