"""The initial content: complete, loaded once, never over an editor's work."""

import re

import pytest

from portal.guidance.loading import CONTENT, load_guidance
from portal.guidance.models import Edition, GlossaryTerm, Guide, TrendNote
from portal.guidance.reading_content import article_of, guides_of
from portal.guidance.vocabulary import Group, Sort
from portal.staff.models import Role
from portal.ui.sanitizing import MARKDOWN_LIMIT
from tests.guidance.builders import who_is

SLUGS = {
    "what-is-dx",
    "three-city-halls",
    "three-precepts",
    "why-now",
    "step-1",
    "step-2",
    "step-3",
    "five-less",
    "digital-divide",
    "organisation",
    "dx-leader",
    "govtech-tokyo",
    "managers",
    "ai-ocr-forms",
    "paper-route",
    "pdca-ooda",
    "security",
    "national-priorities",
    "form-leader-outline",
    "form-liaison",
    "form-promise",
    "form-hearing",
}


def articles():
    return guides_of(CONTENT / "guides")


def test_every_page_of_the_guidance_is_there():
    assert {article.head["slug"] for article in articles()} == SLUGS


@pytest.mark.parametrize("article", articles(), ids=lambda article: article.head["slug"])
def test_an_article_is_well_formed(article):
    keys = [piece.key for piece in article.pieces]

    assert len(keys) == len(set(keys)) > 0
    assert article.head["group"] in Group.values
    assert len(article.head["lead"]) <= 200
    assert all(
        len(body) < MARKDOWN_LIMIT for piece in article.pieces for body in piece.bodies.values()
    )


def test_the_plan_is_well_formed():
    article = article_of((CONTENT / "plan.md").read_text())
    keys = [piece.key for piece in article.pieces]

    assert len(keys) == len(set(keys))
    assert {piece.sort for piece in article.pieces} <= set(Sort.values)
    assert {code for piece in article.pieces for code in piece.bodies} == {"", "1.0-draft", "2.0"}


@pytest.mark.django_db
def test_no_place_holder_is_left_in_a_text(now):
    load_guidance(now)

    left = [
        (edition, passage["key"])
        for edition in Edition.objects.select_related("guide")
        for passage in edition.frozen
        if re.search(r"\{[^}]*\}|^@", passage["text"], re.MULTILINE)
    ]

    assert left == []


@pytest.mark.django_db
def test_every_address_in_the_content_answers(client, now):
    load_guidance(now)
    client.force_login(who_is(Role.OFFICER))
    texts = "".join(p["html"] for e in Edition.objects.all() for p in e.frozen)
    addresses = set(re.findall(r'href="(/[^"]+)"', texts))
    addresses |= {url for guide in Guide.objects.all() for _label, url in guide.tools}

    assert addresses
    assert {a: client.get(a).status_code for a in addresses} == dict.fromkeys(addresses, 200)


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_brings_nothing_back(now):
    first = load_guidance(now)
    GlossaryTerm.objects.filter(term="DX").delete()
    Guide.objects.filter(slug="why-now").update(title="編集者の題")

    again = load_guidance(now)

    assert (first, again) == (first, 0)
    assert not GlossaryTerm.objects.filter(term="DX").exists()
    assert Guide.objects.get(slug="why-now").title == "編集者の題"


@pytest.mark.django_db
def test_no_date_and_no_confirmation_is_invented(now):
    load_guidance(now)

    draft = Edition.objects.get(code="1.0-draft")
    assert (draft.dated_on, draft.applies_from, draft.history_number) == (None, None, None)
    assert set(TrendNote.objects.values_list("confirmed_on", flat=True)) == {None}
    assert set(Guide.objects.values_list("owner", "review_on")) == {(None, None)}
