"""A reader sees what changed, an editor and an officer make the next edition."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
EDITIONS = [
    "plan/", "history/", "editions/1.0-draft/", "editions/2.0/", "editions/2.1/",
    "editions/1.0-draft/changes/2.1/",
]  # fmt: skip


def words_of(page, site, path):
    answer = page.goto(f"{site}/guidance/{path}")
    assert answer.status == 200
    return page.get_by_role("main").inner_text()


def test_a_reader_finds_what_changed_and_opens_the_old_edition(staff_page, site, picture):
    page = staff_page
    page.goto(f"{site}/guidance/")
    picture(page, "guidance")
    page.get_by_role("link", name="1.0版（案）から変わったところ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1.0版（案）から2.0版へ")
    expect(page.get_by_role("row", name="スマート申請プロジェクト（目標時期）")).to_contain_text(
        "令和7年度"
    )
    # All 34 differences of the sources stand in these two lists; a unit test finds each of them.
    expect(page.get_by_role("table", name="変わったこと（43件）")).to_be_visible()
    expect(page.get_by_role("table", name="変わっていないこと（8件）")).to_be_visible()
    changed = page.get_by_role("table", name="変わったこと（43件）")
    for words in ("デジタル政策課", "教育長・部長・担当部長及び議会事務局長", "手続き"):
        expect(changed).to_contain_text(words)
    assert page.locator("main ins").count() > 0
    assert page.locator("main del").count() > 0
    picture(page, "guidance_changes")

    page.get_by_role("link", name="1.0版（案）を読む").click()
    expect(page.get_by_role("note")).to_contain_text("旧版です。")
    page.get_by_role("note").get_by_role("link", name="2.0版", exact=True).click()
    page.wait_for_url("**/guidance/plan/")


def test_a_term_opens_and_closes_by_keyboard(staff_page, site):
    page = staff_page
    page.goto(f"{site}/guidance/what-is-dx/")
    term = page.get_by_role("button", name="ゼロ・ベース")
    meaning = page.locator(f"#{term.get_attribute('popovertarget')}")
    expect(meaning).to_be_hidden()

    term.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_contain_text("白紙から考える")
    page.keyboard.press("Escape")

    expect(meaning).to_be_hidden()
    expect(term).to_be_focused()


def test_the_sheet_fits_on_one_page_of_paper(staff_page, site):
    staff_page.goto(f"{site}/guidance/")
    staff_page.get_by_role("main").get_by_role("link", name="1枚").first.click()
    staff_page.wait_for_url(f"{site}/guidance/one-page/")

    paper = staff_page.pdf(format="A4", prefer_css_page_size=True)

    assert paper.count(b"/Type /Page\n") == 1


def test_the_worksheet_works_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    sign_in(page, site)
    page.goto(f"{site}/guidance/worksheet/")
    page.get_by_label("困っていること").fill("同じことを2度入力している")
    page.get_by_label("それでも、何ができるか").fill("1度にまとめる")
    page.get_by_label("今週やる、小さな一歩").fill("様式を並べてみる")
    page.get_by_role("button", name="1枚にまとめる").click()

    expect(page.get_by_role("table")).to_contain_text("1度にまとめる")
    context.close()


def test_an_editor_and_an_officer_make_the_next_edition(browser, site, manage, picture):
    writing, approving = browser.new_context(locale="ja-JP"), browser.new_context(locale="ja-JP")
    editor, officer = writing.new_page(), approving.new_page()
    sign_in(editor, site, "editor")
    editor.goto(f"{site}/guidance/desk/plan/")
    editor.get_by_label("軽微修正").check()
    editor.get_by_role("button", name="改定を始める").click()
    editor.get_by_role("link", name="副題").click()
    editor.get_by_label("本文").fill("新しく目指す「3つの市役所」")
    editor.get_by_role("button", name="下書きに残す").click()
    picture(editor, "guidance_amendment")
    editor.get_by_label("公開理由").fill("副題を直しました。")
    today = editor.evaluate("new Date().toLocaleDateString('sv-SE', {timeZone: 'Asia/Tokyo'})")
    editor.get_by_label("適用日").fill(today)
    editor.get_by_role("button", name="別のDX課の人に承認を頼む").click()
    expect(editor.locator(".dx-messages")).to_contain_text("承認を頼みました。")

    sign_in(officer, site, "officer")
    officer.goto(editor.url)
    officer.get_by_role("button", name="内容を確かめて、承認する").click()
    officer.goto(f"{site}/guidance/history/")
    expect(officer.get_by_role("row", name="4 第2.1版")).to_contain_text("副題を直しました。")
    officer.goto(f"{site}/guidance/editions/2.0/")
    expect(officer.get_by_role("note")).to_contain_text("旧版です。")
    officer.goto(f"{site}/guidance/editions/2.0/changes/2.1/")
    expect(officer.locator("ins")).to_contain_text("しく")

    texts = {path: words_of(officer, site, path) for path in EDITIONS}
    manage("purge_revisions", "--days=0")
    assert {path: words_of(officer, site, path) for path in EDITIONS} == texts
    writing.close()
    approving.close()
