"""People's own data, and the April reorganisation, as they are done on the screen."""

import zipfile

import pytest

from tests.browser.conftest import sign_in
from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser


def test_a_person_takes_their_own_data_away_and_asks_for_a_correction(page, site, picture):
    sign_in(page, site, "staff")
    page.goto(f"{site}/accounts/")
    page.get_by_role("link", name="自分の情報を書き出す").click()
    page.get_by_role("button", name="自分の情報を書き出す").click()
    link = page.get_by_role("link", name="ファイルを受け取る")
    for _look in range(30):
        if link.count():
            break
        page.wait_for_timeout(1000)
        page.goto(f"{site}/privacy/own-data/")
    picture(page, "own_data_ready")
    assert violations(page) == []
    with page.expect_download() as coming:
        link.click()
    with zipfile.ZipFile(coming.value.path()) as package:
        assert sorted(package.namelist()) == ["data.json", "index.html"]

    page.goto(f"{site}/privacy/requests/new/")
    page.get_by_label("訂正").check()
    page.get_by_label("くわしい内容").fill("ふりがなが**「やまだ」**ではありません。𠮷")
    page.get_by_role("button", name="プレビュー").click()
    page.get_by_text("太字になっていないところがあります").wait_for()
    picture(page, "preview_open")
    assert violations(page) == []
    assert page.get_by_text("23 / 2,000文字").is_visible()
    page.get_by_role("button", name="DX課に申し出る").click()
    page.get_by_text("申し出ました。30日以内に回答します。").wait_for()
    picture(page, "data_request")
    assert violations(page) == []


def test_the_preview_works_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    sign_in(page, site, "staff")
    page.goto(f"{site}/privacy/requests/new/")
    page.get_by_label("くわしい内容").fill("**太字**です")

    with context.expect_page() as opened:
        page.get_by_role("button", name="プレビュー").click()

    shown = opened.value
    assert shown.locator("main strong").inner_text() == "太字"
    assert page.get_by_label("くわしい内容").input_value() == "**太字**です"
    context.close()


def test_an_administrator_prepares_a_merging_and_takes_it_back(page, site, picture):
    sign_in(page, site, "admin")
    page.goto(f"{site}/staff/departments/")
    page.get_by_role("link", name="デモ市民課").click()
    page.get_by_role("link", name="別の部署に統合する").click()
    page.get_by_label("統合先の部署").select_option(label="2010 デモDX課")
    page.get_by_role("button", name="何が変わるかを確かめる").click()
    page.get_by_role("heading", name="変わるもの").wait_for()
    picture(page, "merging_preview")
    assert violations(page) == []
    assert page.get_by_text("（デモ市民課 → デモDX課）").count() >= 1
    page.get_by_role("button", name="この部署に統合する").click()
    page.get_by_text("部署の統合を登録しました。").wait_for()
    picture(page, "department")
    assert violations(page) == []
    page.get_by_role("button", name="予定した改正を取り消す").click()
    page.get_by_text("予定していた改正を取り消しました。").wait_for()
    page.goto(f"{site}/staff/departments/?on=2099-04-01")
    assert page.get_by_role("link", name="デモ市民課").is_visible()
