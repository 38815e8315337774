"""Commenting, reacting, reporting and moderating, as they are done on the screen."""

import pytest

from tests.browser.conftest import sign_in
from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser
CASE = "/casebook/awara-shi/"


def test_talk_about_a_case_from_the_first_word_to_the_moderator(browser, site, picture):
    hanako, editor = (
        browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo").new_page() for _ in range(2)
    )
    sign_in(hanako, site, "staff2")
    hanako.goto(site + CASE)
    talk = hanako.get_by_role("region", name="みんなの声")
    useful = talk.get_by_role("button", name="参考になった").first
    useful.click()
    hanako.wait_for_url("**/awara-shi/#talk")
    assert useful.get_attribute("aria-pressed") == "true"
    talk.get_by_role("button", name="保存する").click()
    hanako.get_by_text("保存しました。").wait_for()
    talk.get_by_label("コメント").fill("うちの課でも**試します**")
    talk.get_by_role("button", name="コメントする").click()
    hanako.get_by_text("コメントしました。").wait_for()
    mine = hanako.get_by_role("listitem").filter(has_text="うちの課でも試します")
    mine.get_by_role("link", name="直す").click()
    hanako.get_by_label("コメント").fill("うちの課でも来月から**試します**")
    hanako.get_by_role("button", name="この内容に直す").click()
    hanako.get_by_role("link", name="編集済み").click()
    assert violations(hanako) == []
    hanako.get_by_text("うちの課でも試します").wait_for()
    hanako.get_by_role("link", name="もとの場所を開く").click()
    assert violations(hanako) == []
    picture(hanako, "talk")

    sign_in(editor, site, "editor")
    editor.goto(site + CASE)
    said = editor.get_by_role("listitem").filter(has_text="来月から試します")
    said.get_by_role("link", name="気になることを知らせる").click()
    editor.get_by_label("事実とちがう").check()
    editor.get_by_role("button", name="確認してもらう").click()
    editor.get_by_text("DX課と編集者に知らせました。").wait_for()
    editor.goto(f"{site}/community/moderation/")
    assert violations(editor) == []
    editor.get_by_role("link", name="髙﨑 太郎さんのコメント").click()
    assert violations(editor) == []
    editor.get_by_label("非表示にする").check()
    editor.get_by_label("理由").last.fill("来月はまだ決まっていないため")
    editor.get_by_role("button", name="判断を残す").click()
    editor.get_by_text("判断を残し、").wait_for()

    hanako.goto(site + CASE)
    hanako.get_by_text("理由：来月はまだ決まっていないため").wait_for()
    hanako.context.close()
    editor.context.close()
