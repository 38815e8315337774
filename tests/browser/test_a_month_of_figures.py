"""A department sends a month with three mistakes, corrects them, and sees the board move."""

from io import BytesIO

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

HEADER = ["指標", "期間", "値", "分母", "根拠", "訂正の理由"]
WITH_MISTAKES = [
    ["再生紙の購入枚数", "令和8年10月", "1,200枚", "", "購入伝票"],
    ["FAXの送受信", "令和8年10月", 30, "", "通信記録"],
    ["庁内文書への押印", "10月", 4, "", "台帳"],
    ["庁内チャットの利用件数", "令和8年10月", 5600, "", "利用記録"],
]
CORRECTED = [
    ["再生紙の購入枚数", "令和8年10月", 1200, "", "購入伝票"],
    ["FAXの送受信件数", "令和8年10月", 30, "", "通信記録"],
    ["庁内文書への押印", "令和8年10月", 4, "", "台帳"],
    ["庁内チャットの利用件数", "令和8年10月", 5600, "", "利用記録"],
]


def a_file(rows):
    book = Workbook()
    book.active.title = "実績"
    for row in [HEADER, *rows]:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "10月.xlsx", "mimeType": kind, "buffer": content.getvalue()}


def test_a_month_with_three_mistakes_is_corrected_and_the_board_moves(page, site, picture):
    sign_in(page, site, "staff")
    page.goto(f"{site}/kpi/")
    paper = page.get_by_role("article", name="ペーパレス")
    expect(paper).to_contain_text("基準値は未入力です")
    expect(paper).not_to_contain_text("1,200枚")

    page.goto(f"{site}/kpi/departments/")
    page.get_by_role("main").get_by_role("link", name="デモ市民課").click()
    page.get_by_role("link", name="ファイルから取り込む").click()
    page.get_by_label("ファイル").set_input_files(a_file(WITH_MISTAKES))
    page.get_by_role("button", name="読み込んで確かめる").click()
    problems = page.get_by_role("table", name="問題のあるセル")
    expect(problems.locator("tbody tr")).to_have_count(3)
    expect(problems).to_contain_text("1,200枚")
    picture(page, "kpi_import_problems")

    page.get_by_label("ファイル").set_input_files(a_file(CORRECTED))
    page.get_by_role("button", name="読み込んで確かめる").click()
    expect(page.get_by_role("main")).to_contain_text("新しく入る値と変わる値は4件です")
    picture(page, "kpi_import_check")
    page.get_by_role("button", name="この値を取り込む").click()
    expect(page.locator(".dx-messages")).to_contain_text("4件の値を取り込みました")

    page.goto(f"{site}/kpi/")
    expect(paper).to_contain_text("1,200枚")
    expect(paper).to_contain_text("基準値は未入力です")
    picture(page, "kpi_board")


def test_the_officer_prints_the_page_for_the_board(page, site, picture):
    sign_in(page, site, "officer")
    page.goto(f"{site}/kpi/report/")

    expect(page.get_by_role("main")).to_contain_text("再生紙の購入枚数")
    expect(page.get_by_role("main")).to_contain_text("未入力")
    # Nobody typed a base value, so none is shown; the demo's own indicator says that it is one.
    rows = page.locator("main table tbody tr").filter(has=page.locator("td"))
    for row in rows.all():
        name, base = row.locator("th").inner_text(), row.locator("td").nth(1).inner_text()
        assert base in ("未入力", "なし") or name.startswith("デモ："), name
    expect(page.get_by_role("heading", name="活動の数")).to_be_visible()
    picture(page, "kpi_report")
    page.emulate_media(media="print")
    paper = page.pdf(format="A4")
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page/") <= 2
    answer = page.request.get(f"{site}/kpi/report.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


def test_the_board_is_read_without_javascript_and_without_colour(browser, site, picture):
    context = browser.new_context(locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, "officer")
    page.goto(f"{site}/kpi/indicators/demo-meeting-paper/")

    page.get_by_text("表で見る").click()
    expect(page.locator("figure table")).to_be_visible()
    expect(page.get_by_role("img", name="デモ：会議で配った紙の枚数")).to_be_visible()
    assert page.locator(".dx-chart__text--target").count() == 1
    picture(page, "kpi_without_javascript")
    context.close()


def test_the_officer_begins_a_logic_model_with_the_example(page, site, picture):
    sign_in(page, site, "officer")
    page.goto(f"{site}/kpi/plans/")
    page.get_by_role("main").get_by_role("link", name="会津若松市").click()
    page.get_by_role("link", name="この見本を写して自分の市のものを作る").click()
    page.get_by_label("名前").fill("うちの市の窓口")
    page.get_by_role("button", name="この内容で登録する").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("うちの市の窓口")
    expect(page.get_by_role("main")).to_contain_text("見本の写し")
    expect(page.get_by_role("main")).to_contain_text("行政手続きオンライン化")
    expect(page.get_by_role("main")).not_to_contain_text("32,071千円")
    picture(page, "kpi_plan_copied")
