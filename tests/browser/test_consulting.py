"""One question from the case to the FAQ, and the next person who need not ask."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser
DESK_PAGES = [
    "/consultations/desk/",
    "/consultations/2/",
    "/consultations/2/facts/",
    "/consultations/2/packet/",
    "/consultations/2/hide/",
    "/consultations/desk/hand-over/",
    "/consultations/desk/closed-days/",
    "/consultations/desk/figures/",
    "/consultations/desk/templates/",
    "/consultations/hearings/",
    "/consultations/procedures/import/",
    "/faq/new/",
]


def test_a_question_is_answered_and_the_next_person_need_not_ask(as_person, site):
    staff, officer, reader, next_one = map(as_person, ["staff", "officer", "officer2", "staff2"])

    path = ask_from_a_case(staff, site)
    answer(officer, site + path)
    ask_again_and_rate(staff, officer, site + path)
    faq = make_a_faq(officer, reader, site + path)
    begin_a_case(officer, site + path)
    expect(next_one_looks(next_one, faq)).to_contain_text("この回答で済んだ相談 0件")
    is_shown_it_and_leaves(next_one, site)

    expect(next_one_looks(next_one, faq)).to_contain_text("この回答で済んだ相談 1件")


def ask_from_a_case(page, site) -> str:
    page.goto(f"{site}/consultations/new/?case=awara-shi")
    page.get_by_label("どの仕事で").fill("庁舎の会議室の予約")
    page.get_by_label("何に困っていますか").fill("会議室の鍵の貸出簿が紙で、返却が分からない。")
    page.get_by_label("業務改善").check()
    page.get_by_role("button", name="似た答えを確かめる").click()
    page.get_by_role("button", name="この内容で相談する").click()
    page.wait_for_url("**/consultations/*/")
    expect(page.get_by_text("最初の返事：")).to_be_visible()
    return page.url.removeprefix(site)


def answer(page, address):
    page.goto(address)
    page.get_by_role("button", name="自分が担当する").click()
    write(page, "内部メモ：去年の様式がある。", "note")
    expect(page.locator(".dx-note")).to_contain_text("相談者には見えません")
    write(page, "共有の予定表で、鍵の貸出しも残せます。", "public")


def write(page, words, to):
    page.locator(f"input[name=write-to][value={to}]").check()
    page.locator("textarea[name=write-body]").fill(words)
    if to == "public":
        page.get_by_label("返事のあとの状態").select_option("answered")
        page.get_by_label("相談者に見えることを確かめました").check()
    page.get_by_role("button", name="書き込む").click()
    page.wait_for_load_state()


def ask_again_and_rate(staff, officer, address):
    staff.goto(address)
    expect(staff.locator("body")).not_to_contain_text("去年の様式がある")
    staff.get_by_label("まだ困っていること").fill("予定表の開き方が分かりません。")
    staff.get_by_role("button", name="もう一度相談する").click()
    officer.goto(address)
    write(officer, "画面の上の「予定」を開きます。", "public")
    staff.goto(address)
    staff.get_by_label("とても満足").check()
    staff.get_by_role("button", name="評価を伝える").click()
    expect(staff.get_by_text("いまの評価：")).to_contain_text("とても満足")


def make_a_faq(writer, reader, address) -> str:
    writer.goto(address)
    writer.get_by_role("link", name="FAQの下書きを作る").click()
    writer.get_by_label("質問").fill("会議室の鍵の貸出簿を紙でなくせますか")
    writer.get_by_label("名前、課、番号など").check()
    writer.get_by_role("button", name="下書きを作る").click()
    writer.get_by_role("button", name="確認を頼む").click()
    reader.goto(writer.url)
    reader.get_by_role("button", name="確かめて公開する").click()
    expect(reader.get_by_text("状態を変えました。")).to_be_visible()
    return writer.url


def begin_a_case(officer, address):
    officer.goto(address)
    officer.get_by_role("link", name="この回答から事例の下書きを作る").click()
    officer.get_by_label("題（何をしたかが分かる一文）").fill("会議室の鍵を予定表で貸し出す")
    officer.get_by_label("名前、課、番号など").check()
    assert violations(officer) == []
    officer.get_by_role("button", name="下書きを作る").click()
    expect(officer.get_by_text("事例の下書きを作り、編集担当に知らせました。")).to_be_visible()
    expect(officer.get_by_role("link", name="事例の下書きになりました")).to_be_visible()


def next_one_looks(page, address):
    page.goto(address)
    return page.locator("article")


def is_shown_it_and_leaves(page, site):
    page.goto(f"{site}/consultations/new/")
    page.get_by_label("何に困っていますか").press_sequentially("会議室の鍵の貸出簿が面倒です")
    shown = page.locator(".dx-similar li", has_text="会議室の鍵の貸出簿を紙でなくせますか")
    shown.get_by_role("button", name="これで解決した").click()
    expect(page.get_by_text("解決してよかったです。")).to_be_visible()


def test_axe_finds_nothing_at_the_desk(page, site):
    sign_in(page, site, "officer")
    found = {}
    for path in DESK_PAGES:
        page.goto(site + path)
        found[path] = violations(page)

    assert {path: rules for path, rules in found.items() if rules} == {}
