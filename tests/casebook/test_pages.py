"""The list and the page of a case: complete, cheap, and closed to what is not published."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from casebook.loading import case_rows, load_cases, load_municipalities
from casebook.models import Case, Municipality
from casebook.vocabulary import (
    CityHall,
    CostKind,
    FiveLess,
    QuestionKind,
    ResultKind,
    Selection,
    Talent,
    Timing,
)
from tests.builders import a_case, a_municipality, a_staff_member

ODD_WORDS = [
    '"',
    'a"b',
    "'",
    "NEAR(a b)",
    "* OR *",
    "title:x",
    "a <-> b",
    ":*",
    "%s%d",
    "\0",
    "\u3000",
    " ",
    "-",
    "--",
    "(",
    "「」",
    "語 " * 5000,
    "鬱" * 5000,
    "😀👩‍👩‍👧",
    "\ud800",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "AND",
    "{{ 7 }}",
    "\\",
    "か\u3099",
]
CODES = {
    "questions": {"kind": QuestionKind},
    "costs": {"kind": CostKind, "timing": Timing},
    "results": {"kind": ResultKind},
}
LABELS = {"talent": Talent, "selection": Selection, "city_halls": CityHall, "five_less": FiveLess}
NOT_SHOWN = {
    "slug",
    "municipality",
    "mic_group",
    "started_fiscal_year",
    "steps",
    "status",
    "verified_on",
    "amount_yen",
}


@pytest.fixture
def signed_in(client, db):
    client.force_login(a_staff_member())
    return client


def words_of(page: str) -> str:
    text = html.unescape(strip_tags(re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)))
    return re.sub(r"\s+", "", text)


def leaves(value, key="", codes=None):
    """Every text of the data as the page should show it, codes turned into their words."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, name, codes)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, key, CODES.get(key, codes))
    elif key in LABELS:
        yield LABELS[key](value).label
    elif codes and key in codes:
        yield codes[key](value).label
    elif isinstance(value, str) and value:
        parts = value.split(" ／ ") if key == "source" else value.splitlines()
        yield from (part.removeprefix("・") for part in parts if part)


@pytest.mark.django_db
def test_every_word_figure_and_link_of_the_data_is_on_its_page(signed_in):
    load_municipalities()
    load_cases()
    missing = {}
    for row in case_rows():
        answer = signed_in.get(f"/casebook/{row['slug']}/").content.decode()
        shown, links = words_of(answer), html.unescape(answer)
        wanted = [
            text
            for name, value in row.items()
            if name not in NOT_SHOWN
            for text in leaves(value, name)
        ]
        # A kind of cost is said in words only where there is no amount.
        amounts = [
            f"{cost['amount_yen']:,}円" for cost in row["costs"] if cost["amount_yen"] is not None
        ]
        gone = [
            text
            for text in wanted + amounts
            if re.sub(r"\s+", "", text) not in shown and text != CostKind.AMOUNT.label
        ]
        gone += [link["url"] for link in row["links"] if f'href="{link["url"]}"' not in links]
        missing[row["slug"]] = gone

    assert {slug: gone for slug, gone in missing.items() if gone} == {}


@pytest.mark.django_db
def test_what_nobody_knows_is_said_to_be_unknown(signed_in):
    load_municipalities()
    load_cases()

    awara = words_of(signed_in.get("/casebook/awara-shi/").content.decode())
    tsuru = words_of(signed_in.get("/casebook/tsuru-shi/").content.decode())
    own = Municipality.objects.get(code="132209")

    assert "未確認（参考27,524人）" in awara
    assert "費用は資料に記載がありません" in awara
    assert "一部のみ確認・情報募集中" in tsuru
    assert own.population_words == "未確認"


def found_pks(client, words: str) -> list[int]:
    return client.get("/casebook/", {"q": words}).context["found"].pks


def queries_of(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.django_db
def test_a_list_costs_the_same_for_1_3_and_50_cases(signed_in):
    place = a_municipality()
    paths = ["/casebook/", "/casebook/?q=手挙げ", "/casebook/?tag=手挙げ&sort=newest", "/"]
    costs, made = {path: [] for path in paths}, 0
    for total in (1, 3, 50):
        for _ in range(total - made):
            a_case("手挙げの事例", tags=["手挙げ", "研修"], municipality=place, points=["要点"])
        made = total
        for path in paths:
            queries_of(signed_in, path)
            costs[path].append(queries_of(signed_in, path))

    # Where ten are found, the search does not ask for related cases: fewer queries, never more.
    assert [path for path, (one, three, fifty) in costs.items() if not one == three >= fifty] == []


@pytest.mark.django_db
def test_a_case_page_costs_at_most_15_queries(signed_in):
    load_municipalities()
    load_cases()

    costs = {
        slug: queries_of(signed_in, f"/casebook/{slug}/")
        for slug in ("awara-shi", "aizuwakamatsu-shi")
    }

    assert max(costs.values()) <= 15


@pytest.mark.django_db
@pytest.mark.parametrize("words", ODD_WORDS, ids=range(len(ODD_WORDS)))
@pytest.mark.parametrize("address", ["/casebook/", "/casebook/suggest/"])
def test_odd_words_get_a_sensible_page(signed_in, address, words):
    a_case("手挙げの事例")

    answer = signed_in.get(address, {"q": words.encode(errors="surrogatepass")})

    assert answer.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["0", "-1", "abc", "999999", "１", "\0"])
def test_an_odd_page_number_shows_a_page(signed_in, number):
    a_case()

    assert signed_in.get("/casebook/", {"page": number}).status_code == 200


@pytest.mark.django_db
def test_a_draft_answers_like_a_missing_page(signed_in):
    case = a_case("下書きの事例", live=False)

    draft, missing = signed_in.get(f"/casebook/{case.slug}/"), signed_in.get("/casebook/none/")

    assert (draft.status_code, missing.status_code) == (404, 404)
    assert "下書きの事例" not in draft.content.decode()


@pytest.mark.django_db
def test_an_unpublished_case_is_neither_listed_found_nor_opened(signed_in):
    case = a_case("取り下げた事例", tags=["秘密のテーマ"])
    case.unpublish()

    listed = signed_in.get("/casebook/").content.decode()
    found = signed_in.get("/casebook/", {"q": "取り下げた"}).content.decode()

    assert "取り下げた事例" not in listed + found
    assert "秘密のテーマ" not in listed + found
    assert signed_in.get(f"/casebook/{case.slug}/").status_code == 404


@pytest.mark.django_db
def test_a_published_change_is_found_at_once(signed_in):
    case = a_case("ふつうの事例")
    assert found_pks(signed_in, "湯沸かし器") == []

    case.summary = "給湯室の湯沸かし器を共同で使います。"
    case.save_revision().publish()

    assert found_pks(signed_in, "湯沸かし器") == [case.pk]


@pytest.mark.django_db
def test_similar_cases_say_why(signed_in):
    first = a_case("甲の事例", tags=["手挙げ"], mic_group=2)
    a_case("乙の事例", tags=["手挙げ"], mic_group=2)
    a_case("丙の事例", tags=["研修"])

    page = words_of(signed_in.get(f"/casebook/{first.slug}/").content.decode())

    assert "乙の事例" in page
    assert "同じテーマ：手挙げ／同じ体制の型：②若手や現場の声" in page
    assert "丙の事例" not in page


@pytest.mark.django_db
def test_a_case_restricted_by_an_editor_is_shown_to_nobody_here(signed_in):
    case = a_case("限られた事例")
    case.view_restrictions.create(restriction_type="login")

    assert Case.objects.visible_to(None).count() == 0
    assert signed_in.get(f"/casebook/{case.slug}/").status_code == 404


@pytest.mark.django_db
def test_what_is_typed_is_completed_from_published_cases(signed_in):
    a_case("テレワークの始め方")
    a_case("テレビ会議の下書き", live=False)

    found = signed_in.get("/casebook/suggest/", {"q": "テレ"}).json()["suggestions"]

    assert [entry["text"] for entry in found] == ["テレワーク", "テレワークの始め方"]
