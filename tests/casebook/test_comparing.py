"""Side by side: what differs, what is the same, and what nobody knows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casebook.comparing import columns_of, lines_of
from casebook.models import OwnCitySheet
from tests.builders import a_case, a_municipality, a_staff_member
from tests.casebook.builders import an_officer

pytestmark = pytest.mark.django_db
COMPARE = "/casebook/compare/"


def marks(*cases, sheet=None):
    return {line.row.code: line.mark for line in lines_of(columns_of(list(cases), sheet))}


def cells(code, *cases, sheet=None):
    for line in lines_of(columns_of(list(cases), sheet)):
        if line.row.code == code:
            return [cell.lines or cell.words for cell in line.cells]
    raise AssertionError(code)


def test_a_row_says_whether_the_answers_differ():
    volunteers = a_case(selection=["volunteer"], mic_group=2, started_fiscal_year=2021)
    sections = a_case(selection=["each_section"], mic_group=2)

    found = marks(volunteers, sections)

    assert found["selection"] == "ちがう"
    assert found["group"] == "同じ"
    assert found["started"] == "一部は不明"
    assert found["ingenuity"] == ""


def test_unknown_is_a_word_of_its_own():
    known = a_case(
        municipality=a_municipality(population=27000, population_source="国勢調査"),
        costs=[
            {
                "item": "委託料",
                "kind": "amount",
                "amount_yen": 1000,
                "timing": "yearly",
                "note": "",
            }
        ],
    )
    not_stated = {"item": "委託料", "kind": "not_stated", "timing": "unknown", "note": ""}
    unknown = a_case(costs=[{**not_stated, "amount_yen": None}])

    assert cells("population", known, unknown) == [["27,000人"], "未確認"]
    assert cells("cost", known, unknown) == [["委託料：1,000円（毎年）"], "記載なし"]


def test_our_own_city_stands_beside_with_what_was_typed(now, settings):
    settings.OWN_MUNICIPALITY = a_municipality("わが市").code
    sheet = OwnCitySheet.objects.create(
        theme="選び方", selection=["volunteer"], updated_by=an_officer(), updated_at=now
    )
    case = a_case(selection=["volunteer"])

    assert marks(case, sheet=sheet)["selection"] == "同じ"
    assert cells("difficulties", case, sheet=sheet) == ["記載なし", "未入力"]
    assert columns_of([case], sheet)[1].is_own


def test_ticked_cases_become_an_address_of_at_most_four(client):
    cases = [a_case() for _ in range(5)]
    client.force_login(a_staff_member())
    slugs = [case.slug for case in cases]

    answer = client.get(COMPARE, {"case": slugs, "q": "x"})
    page = client.get(answer.url)

    assert answer.url == f"{COMPARE}?cases={','.join(slugs[:4])}"
    assert [column.case for column in page.context["columns"]] == cases[:4]
    assert "4件を並べています。" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?cases=",
        "?cases=no-such,case",
        "?cases=%00&own=x",
        "?own=99999999999",
        "?cases=a&q=%00",
    ],
)
def test_an_address_that_says_nothing_offers_cases(client, query):
    client.force_login(a_staff_member())

    page = client.get(f"{COMPARE}{query}")

    assert page.status_code == 200
    assert page.context["lines"] == []


def test_a_draft_does_not_stand_beside_others(client):
    shown, draft = a_case(), a_case("まだ秘密の事例", live=False)
    client.force_login(an_officer())

    page = client.get(f"{COMPARE}?cases={shown.slug},{draft.slug}&q=秘密")

    assert "まだ秘密の事例" not in page.content.decode()


def test_four_cases_cost_no_more_queries_than_two(client):
    cases = [a_case(selection=["volunteer"]) for _ in range(4)]
    client.force_login(a_staff_member())
    client.get(f"{COMPARE}?cases={cases[0].slug},{cases[1].slug}&q=ない")
    with CaptureQueriesContext(connection) as two:
        client.get(f"{COMPARE}?cases={cases[0].slug},{cases[1].slug}&q=ない")

    with CaptureQueriesContext(connection) as four:
        client.get(f"{COMPARE}?cases={','.join(case.slug for case in cases)}&q=ない")

    assert len(four) <= len(two)


def test_an_officer_types_in_our_own_city_and_nobody_else(client):
    typed = {
        "submit_key": "k1",
        "theme": "選び方",
        "source": "計画 12ページ",
        "selection": ["volunteer"],
        "results": "1行目\n2行目",
    }
    address = reverse("casebook:own_city_new")
    client.force_login(a_staff_member())
    refused = client.post(address, typed)
    client.force_login(an_officer())
    typed["row_version"] = client.get(address).context["form"].initial["row_version"]
    client.post(address, typed)
    twice = client.post(address, {**typed, "submit_key": "k2"})

    sheet = OwnCitySheet.objects.get()
    edit = reverse("casebook:own_city_edit", args=[sheet.pk])
    version = client.get(edit).context["form"].initial["row_version"]
    client.post(edit, {**typed, "row_version": version, "started_fiscal_year": "2024"})

    sheet.refresh_from_db()
    assert refused.status_code == 404
    assert "このテーマの表はもうあります" in twice.content.decode()
    assert (sheet.selection, sheet.started_fiscal_year) == (["volunteer"], 2024)


def test_our_own_case_is_marked_in_a_word_on_list_and_page(client, settings):
    own = a_municipality("わが市")
    settings.OWN_MUNICIPALITY = own.code
    case, other = a_case("わが市の話", municipality=own), a_case("よその話")
    client.force_login(a_staff_member())

    pages = [
        client.get(reverse("casebook:case_page", args=[each.slug])).content.decode()
        for each in (case, other)
    ]

    assert ["わたしたちの市" in page for page in pages] == [True, False]
    assert client.get("/casebook/").content.decode().count("わたしたちの市") == 1
