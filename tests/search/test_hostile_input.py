"""Whatever is typed, wherever: an answer, never an error."""

import pytest
from modelsearch.query import Fuzzy, Phrase, PlainText
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from casebook.models import Case
from portal.search.highlight import mark, snippet
from portal.search.querylog import record_search
from portal.search.suggestions import completions, did_you_mean
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member

HOSTILE = [
    "",
    " ",
    "　　",
    '"',
    "'",
    '"""',
    'a"b',
    '"窓口',
    "「窓口",
    "」「",
    "\\",
    "\0",
    "窓\0口",
    "\ud800",
    "窓口\udfff",
    "NEAR(",
    "NEAR(a b, 5)",
    "a AND",
    "OR OR OR",
    "NOT",
    "-",
    "--窓口",
    "-窓口 -手続",
    "*",
    "窓*",
    "^窓口",
    "title:窓口",
    "{title body}: 窓口",
    "a:*",
    "a & | !",
    "<->",
    "'a':*A",
    "$$a$$",
    "%s %(a)s %%",
    "{} {0} {x}",
    "'; DROP TABLE wagtailcore_page; --",
    "<script>alert(1)</script>",
    "(((((((((((",
    "🎉",
    "👨‍👩‍👧‍👦 窓口",
    "𠮷野家",
    "か\u3099く\u3099",
    "\u200b\u200e\ufeff窓口",
    "ㄱ窓ㄴ口",
    "‹窓›",
    "ー",
    "ーーーー",
    "。、・！？",
    "1,2,3,,4,",
    "窓口 " * 5_000,
    "窓" * 5_000,
    "".join(chr(0x4E00 + n % 20_000) for n in range(200_000)),
    "a" * 100_000,
    "1" * 100_000,
    "\r\n\t窓口\x0b\x1f",
    "none",
    "it",
]


@pytest.fixture
def case(db):
    return a_case("窓口の話", slug="desk", summary="窓口を変えた。")


ENTRIES = {
    "search": lambda text: Case.objects.live().search(text),
    "search all pages": lambda text: Page.objects.live().search(text),
    "search by title": lambda text: Case.objects.live().search(text, fields=["title"]),
    "search with or": lambda text: Case.objects.live().search(text, operator="or"),
    "autocomplete": lambda text: Case.objects.autocomplete(text),
    "phrase": lambda text: Case.objects.search(Phrase(text)),
    "fuzzy": lambda text: Case.objects.search(Fuzzy(text)),
    "without": lambda text: Case.objects.search(~PlainText(text)),
    "images": lambda text: get_image_model().objects.search(text),
    "documents": lambda text: get_document_model().objects.autocomplete(text),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_search_answers_whatever_is_typed(case, entry):
    answers = [ENTRIES[entry](text) for text in HOSTILE]

    assert [len(list(answer[:10])) for answer in answers] == [
        min(10, answer.count()) for answer in answers
    ]


def test_everything_around_the_search_answers_whatever_is_typed(case):
    for text in HOSTILE:
        did_you_mean(text)
        record_search(text, strict=0, shown=0, where="test")

    assert [len(completions(text)) <= 8 for text in HOSTILE] == [True] * len(HOSTILE)
    assert {mark("<b>窓口</b>", text).count("<b>") for text in HOSTILE} == {0}
    assert {snippet("<b>窓口</b>" * 50, text, 60).count("<b>") for text in HOSTILE} == {0}


CMS_SCREENS = [
    "/cms/pages/search/",
    "/cms/pages/search/results/",
    "/cms/pages/1/",
    "/cms/choose-page/search/",
    "/cms/images/",
    "/cms/images/chooser/results/",
    "/cms/documents/",
    "/cms/documents/chooser/results/",
    "/cms/snippets/casebook/municipality/",
    "/cms/snippets/choose/casebook/municipality/results/",
]
SCREENS = ["/casebook/", "/casebook/suggest/", *CMS_SCREENS]
# A lone surrogate cannot stand in an address; these would only repeat long ones, slowly.
TYPED = [text[:2_000] for text in HOSTILE if not any("\ud800" <= c <= "\udfff" for c in text)]


@pytest.mark.parametrize("screen", [SCREENS[0], CMS_SCREENS[0]])
def test_a_search_box_answers_some_of_what_is_typed(case, client, screen):
    client.force_login(a_staff_member(role=Role.EDITOR))

    answers = [client.get(screen, {"q": text}).status_code for text in TYPED[::6]]

    assert set(answers) == {200}


@pytest.mark.thorough
@pytest.mark.parametrize("screen", SCREENS)
def test_every_search_box_answers_whatever_is_typed(case, client, screen):
    client.force_login(a_staff_member(role=Role.EDITOR))

    answers = {text: client.get(screen, {"q": text}).status_code for text in TYPED}

    assert {text: status for text, status in answers.items() if status != 200} == {}


@pytest.mark.thorough
def test_the_list_of_a_kind_of_page_answers_whatever_is_typed(case, client):
    client.force_login(a_staff_member(role=Role.OFFICER))
    screen = "/cms/pages/usage/casebook/case/"

    answers = {text: client.get(screen, {"q": text}).status_code for text in TYPED}

    assert {text: status for text, status in answers.items() if status != 200} == {}
