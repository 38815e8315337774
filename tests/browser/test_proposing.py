"""A case from the ear of one of the staff to the casebook, with four eyes between."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser
REVIEWERS_PAGES = ["/casebook/freshness/?view=all", "/casebook/awara-shi/contacts/new/"]
TITLE = "申請の受付を、予約した時刻だけにする"


def test_a_proposal_is_returned_amended_adopted_and_published(as_person, site, picture):
    staff, editor = as_person("staff2"), as_person("editor")

    address = propose(staff, site)
    picture(staff, "proposal_sent")
    returned_by(editor, address, site)
    picture(editor, "proposal_review")
    amend(staff, address)
    adopted_by(editor, address)
    publish(editor, picture)

    staff.goto(address)
    expect(staff.locator("article .dx-status").first).to_have_text("公開")
    staff.get_by_role("link", name=TITLE).click()
    expect(staff.get_by_text("さんの提案")).to_be_visible()
    staff.goto(f"{site}/notifications/")
    expect(staff.get_by_role("link", name="「公開」になりました")).to_be_visible()


def propose(page, site) -> str:
    page.goto(f"{site}/casebook/")
    page.get_by_role("link", name="事例を提案する").click()
    page.get_by_role("link", name="事例を提案する").click()
    page.get_by_label("どの自治体ですか").fill("福井県あわら市")
    page.get_by_label("何をしましたか").fill(TITLE)
    page.get_by_label("くわしい内容").fill("待つ人が減ったと聞きました。")
    page.get_by_label("出典").fill("合同の研修会の資料")
    page.get_by_label("提案した人として課と名前を出す").check()
    page.get_by_role("button", name="この内容で提案する").click()
    page.wait_for_url("**/casebook/propose/*/")
    expect(page.get_by_text("提案を届けました。")).to_be_visible()
    return page.url


def returned_by(page, address, site):
    page.goto(f"{site}/casebook/review/")
    assert violations(page) == []
    for path in REVIEWERS_PAGES:
        page.goto(f"{site}{path}")
        assert violations(page) == []
    page.goto(f"{site}/casebook/review/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="わたしが確認する").click()
    assert violations(page) == []
    page.get_by_label("提案した人への返事").fill("資料のページを教えてください。")
    page.get_by_role("button", name="差し戻す").click()
    expect(page.get_by_text("差し戻しました。")).to_be_visible()
    assert page.url == address


def amend(page, address):
    page.goto(address)
    expect(page.get_by_text("資料のページを教えてください。").first).to_be_visible()
    page.get_by_role("link", name="直す").click()
    page.get_by_label("出典").fill("合同の研修会の資料 3ページ")
    page.get_by_role("button", name="この内容で提案する").click()
    expect(page.get_by_text("提案を届けました。")).to_be_visible()


def adopted_by(page, address):
    page.goto(address)
    expect(page.get_by_label("どの自治体の事例にするか")).to_contain_text("福井県あわら市")
    page.get_by_role("button", name="採用して下書きを作る").click()
    expect(page.get_by_text("採用し、CMSに下書きを作りました。")).to_be_visible()
    page.get_by_role("link", name="CMSで下書きを整える").click()
    page.wait_for_url("**/cms/pages/*/edit/")


def publish(page, picture):
    page.wait_for_load_state("networkidle")
    page.get_by_role("textbox", name="要約").fill("予約した時刻に受け付け、待つ人を減らしました。")
    page.get_by_role("button", name="ブロックを入れる").click()
    page.locator("[name=points-0-value]").fill("予約した時刻にだけ受け付けます。")
    page.get_by_role("tab", name="出典と確認").click()
    page.get_by_label("最後に確認した日").fill("2026-11-20")
    page.get_by_label("確認した人・部署").fill("DX課")
    picture(page, "cms_proposed_case")
    page.get_by_role("button", name="他のアクション").click()
    page.locator("[name=action-publish]").click()
    page.wait_for_url("**/cms/pages/*/")
