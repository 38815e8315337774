"""The pages of figures: who sees what, what is typed stays, and nothing costs more with more."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal.kpi.models import Actual, ActualEntry, Definition, Indicator, Kind, Span
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.kpi.builders import NOW, a_section, an_indicator, filled, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(time_machine):
    """Every page of these tests is opened on 20 November 2026."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def section():
    return a_section("見本課")


@pytest.fixture
def hanako(client, section):
    staff = a_staff_member("hanako", name="花子", department=section)
    client.force_login(staff)
    return staff


@pytest.fixture
def officer(client):
    staff = a_staff_member("officer", role=Role.OFFICER, department=a_section("DX課"))
    client.force_login(staff)
    return staff


def entry_address(section, time="2026-10"):
    return f"{reverse('kpi:section_entry', args=[section.pk])}?time={time}"


def test_a_section_types_its_month_and_the_board_moves(client, hanako, section):
    paper = an_indicator("paper", name="再生紙の購入枚数", label="ペーパレス")
    chat = an_indicator("chat", name="庁内チャットの利用件数")
    assert "未入力" in client.get(reverse("kpi:city")).content.decode()

    answer = client.post(
        entry_address(section), {f"value_{paper.pk}": "1200", "evidence": "購入伝票"}
    )

    assert answer.url == reverse("kpi:section", args=[section.pk])
    entry = ActualEntry.objects.get()
    assert (entry.value, entry.by, entry.evidence) == (1200, hanako, "購入伝票")
    assert not Actual.objects.filter(indicator=chat).exists()
    board = client.get(reverse("kpi:city")).content.decode()
    assert "1,200枚" in board
    assert "1か月分" in board


def test_what_was_typed_stays_when_something_is_wrong(client, hanako, section):
    paper, chat = an_indicator(name="紙"), an_indicator(name="チャット")

    answer = client.post(
        entry_address(section),
        {f"value_{paper.pk}": "-1", f"value_{chat.pk}": "30", "evidence": "伝票"},
    )

    page = answer.content.decode()
    assert 'value="30"' in page
    assert 'value="伝票"' in page
    assert "エラー" in page
    assert not Actual.objects.exists()


def test_nothing_new_is_no_entry_and_says_so(client, hanako, section):
    an_indicator()

    answer = client.post(entry_address(section), {"evidence": "伝票"})

    assert "変わった値がありません" in answer.content.decode()


def test_two_people_who_open_the_same_month_see_each_others_value(client, hanako, section):
    paper = an_indicator(name="紙")
    typed(paper, "2026-10", 500, section)

    stale = {f"value_{paper.pk}": "700", f"seen_value_{paper.pk}": "", "reason": "合計の誤り"}
    answer = client.post(entry_address(section), stale)

    page = answer.content.decode()
    assert "ほかの人が値を入れました" in page
    assert f'name="seen_value_{paper.pk}" value="500"' in page
    assert Actual.objects.get().value == 500

    again = client.post(entry_address(section), stale | {f"seen_value_{paper.pk}": "500"})
    assert again.status_code == 302
    assert Actual.objects.get().value == 700


def test_a_correction_asks_why(client, hanako, section):
    paper = an_indicator(name="紙")
    typed(paper, "2026-10", 500, section)
    values = {f"value_{paper.pk}": "700", f"seen_value_{paper.pk}": "500"}

    assert "訂正の理由" in client.post(entry_address(section), values).content.decode()
    client.post(entry_address(section), values | {"reason": "合計の誤り"})

    page = client.get(reverse("kpi:section", args=[section.pk])).content.decode()
    assert "合計の誤り" in page
    assert [each.value for each in ActualEntry.objects.order_by("pk")] == [500, 700]


@pytest.mark.parametrize("time", ["2026-12", "x", "2026-13", "2027"])
def test_a_month_that_has_not_begun_or_is_none_is_not_there(client, hanako, section, time):
    assert client.get(entry_address(section, time)).status_code == 404


def test_others_sections_are_not_there(client, hanako):
    other = a_section()

    for name in ("section", "section_entry", "section_import", "section_template"):
        assert client.get(reverse(f"kpi:{name}", args=[other.pk])).status_code == 404


def test_an_officer_types_the_base_year_and_the_target_line_appears(client, officer):
    paper = an_indicator("paper", kind=Kind.CHANGE, name="再生紙の購入枚数")
    filled(paper, 2025, 700)
    page = client.get(reverse("kpi:indicator", args=["paper"])).content.decode()
    assert "基準値は未入力です" in page
    assert "dx-chart__rule--target" not in page

    address = reverse("kpi:city_entry", args=["paper"])
    client.post(f"{address}?time=2022", {f"value_{paper.pk}": "1000", "evidence": "決算"})

    page = client.get(reverse("kpi:indicator", args=["paper"])).content.decode()
    assert "dx-chart__rule--target" in page
    assert "令和8年度の目標 500枚" in page


def test_an_officer_defines_and_redefines(client, officer):
    values = {
        "submit_key": "k1", "name": "研修を受けた人", "kind": "count", "unit": "人",
        "slug": "trained", "group": "other", "span": "year", "counts_people": "on",
        "target_year": "2026",
    }  # fmt: skip
    for _ in range(2):
        assert client.post(reverse("kpi:indicator_new"), values).status_code == 302
    indicator = Indicator.objects.get(slug="trained")
    taken = client.post(reverse("kpi:indicator_new"), values | {"submit_key": "k2"})
    assert "この記号は使われています" in taken.content.decode()
    assert indicator.counts_people

    change = {
        "name": "研修を修了した人", "kind": "count", "unit": "人", "target_year": "2026",
        "number": "1", "reason": "数え方をそろえる", "applies_on": "2026-10-01",
    }  # fmt: skip
    client.post(reverse("kpi:indicator_redefine", args=["trained"]), change)

    assert Definition.objects.filter(indicator=indicator).count() == 2
    page = client.get(reverse("kpi:indicator", args=["trained"])).content.decode()
    assert "研修を受けた人" in page
    assert "数え方をそろえる" in page


def test_people_are_counted_by_year_alone(client, officer):
    values = {
        "submit_key": "k1", "name": "人", "kind": "count", "slug": "people", "group": "other",
        "span": "month", "counts_people": "on",
    }  # fmt: skip

    page = client.post(reverse("kpi:indicator_new"), values).content.decode()

    assert "年度ごとにしてください" in page
    assert not Indicator.objects.exists()


def test_a_small_group_stands_on_no_page_and_in_no_file(client, officer, section):
    people = an_indicator("people", counts_people=True, span=Span.YEAR, unit="人", name="受講者")
    filled(people, 2025, 3, section)
    addresses = [
        reverse("kpi:city"), reverse("kpi:indicator", args=["people"]),
        reverse("kpi:section", args=[section.pk]), reverse("kpi:city_csv"),
        reverse("kpi:indicator_csv", args=["people"]),
    ]  # fmt: skip

    for address in addresses:
        words = client.get(address).content.decode()
        assert "5未満" in words
        assert "3人" not in words


def test_the_files_hold_numbers_and_are_for_some_only(client, officer, section):
    paper = an_indicator("paper", name="紙", target_value=2000)
    typed(paper, "2026", 1200, section)

    book = load_workbook(BytesIO(client.get(reverse("kpi:city_xlsx")).content))

    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows[0][7:12] == ["令和4年度", "令和5年度", "令和6年度", "令和7年度", "令和8年度"]
    assert rows[1][:7] == ["5つのレス", "紙", "枚", "なし", "なし", "令和8年度", "2,000"]
    assert rows[1][7:12] == ["未入力", "未入力", "未入力", "未入力", 1200]
    client.force_login(a_staff_member())
    assert client.get(reverse("kpi:city_xlsx")).status_code == 404


def test_pictures_have_a_table_a_japanese_axis_and_say_what_is_open(client, hanako, section):
    paper = an_indicator("paper", name="紙")
    typed(paper, "2026-10", 5, section)

    page = client.get(reverse("kpi:indicator", args=["paper"])).content.decode()

    assert "令和8途中" in page
    assert 'role="img"' in page
    assert "表で見る" in page


@pytest.mark.parametrize("count", [3, 30])
def test_the_board_costs_the_same_with_more_indicators(
    client, hanako, section, django_assert_num_queries, count
):
    for _ in range(count):
        filled(an_indicator(), 2025, 7, section)
    client.get(reverse("kpi:city"))

    with django_assert_num_queries(BOARD_QUERIES):
        client.get(reverse("kpi:city"))


@pytest.mark.parametrize("count", [3, 30])
def test_a_section_costs_the_same_with_more_indicators(
    client, hanako, section, django_assert_num_queries, count
):
    for _ in range(count):
        typed(an_indicator(), "2026-10", 7, section)

    with django_assert_num_queries(SECTION_QUERIES):
        client.get(reverse("kpi:section", args=[section.pk]))


BOARD_QUERIES, SECTION_QUERIES = 11, 14
