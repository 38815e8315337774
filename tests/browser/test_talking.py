"""Commenting, reacting, reporting and moderating, as they are done on the screen."""

import pytest

from tests.browser.conftest import sign_in
from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser
CASE = "/casebook/awara-shi/"


def test_talk_about_a_case_from_the_first_word_to_the_moderator(browser, site, picture):
    writer, moderator = (
        browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo").new_page() for _ in range(2)
    )
    sign_in(writer, site, "staff2")
    sign_in(moderator, site, "editor")

    react_and_comment(writer, site)
    rewrite_and_read_the_history(writer)
    picture(writer, "talk")
    report_and_hide(moderator, site)

    writer.goto(site + CASE)
    writer.get_by_text("理由：来月はまだ決まっていないため").wait_for()
    writer.context.close()
    moderator.context.close()


def react_and_comment(page, site):
    page.goto(site + CASE)
    talk = page.get_by_role("region", name="みんなの声")
    useful = talk.get_by_role("button", name="参考になった").first
    useful.click()
    page.wait_for_url("**/awara-shi/#talk")
    assert useful.get_attribute("aria-pressed") == "true"
    talk.get_by_role("button", name="保存する").click()
    page.get_by_text("保存しました。").wait_for()
    talk.get_by_label("コメント").fill("うちの課でも**試します**")
    talk.get_by_role("button", name="コメントする").click()
    page.get_by_text("コメントしました。").wait_for()


def rewrite_and_read_the_history(page):
    mine = page.get_by_role("listitem").filter(has_text="うちの課でも試します")
    mine.get_by_role("link", name="直す").click()
    page.get_by_label("コメント").fill("うちの課でも来月から**試します**")
    page.get_by_role("button", name="この内容に直す").click()
    page.get_by_role("link", name="編集済み").click()
    assert violations(page) == []
    page.get_by_text("うちの課でも試します").wait_for()
    page.get_by_role("link", name="もとの場所を開く").click()
    assert violations(page) == []


def report_and_hide(page, site):
    page.goto(site + CASE)
    said = page.get_by_role("listitem").filter(has_text="来月から試します")
    said.get_by_role("link", name="気になることを知らせる").click()
    page.get_by_label("事実とちがう").check()
    page.get_by_role("button", name="確認してもらう").click()
    page.get_by_text("DX課と編集者に知らせました。").wait_for()
    page.goto(f"{site}/community/moderation/")
    assert violations(page) == []
    page.get_by_role("row").filter(has_text="事実とちがう").get_by_role("link").click()
    assert violations(page) == []
    page.get_by_label("非表示にする").check()
    page.get_by_label("理由").last.fill("来月はまだ決まっていないため")
    page.get_by_role("button", name="判断を残す").click()
    page.get_by_text("判断を残し、").wait_for()
