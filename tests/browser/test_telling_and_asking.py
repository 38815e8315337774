"""An article from draft to reader, and a question from theme to answer, as done on the screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser


def test_an_article_is_read_and_a_question_about_it_answered(as_person, site, picture):
    leader, officer, staff = map(as_person, ["leader", "officer", "staff"])

    address = write_and_publish(leader, site)
    open_a_theme(officer, site)
    question = read_and_ask(staff, address)
    picture(staff, "topic")
    answer(leader, question)
    staff.goto(question)
    staff.get_by_role("button", name="解決済みにする").click()
    staff.get_by_text("解決済みにしました。").wait_for()
    take_back(officer, address)

    assert staff.goto(address).status == 404


def write_and_publish(page, site) -> str:
    page.goto(f"{site}/community/articles/")
    page.get_by_role("link", name="記事を書く").click()
    page.get_by_label("件名").fill("番号札の色を分けた")
    page.get_by_label("ひとことで言うと").fill("用件ごとに色を分けました。")
    page.get_by_label("本文").fill("**3色**に分けました。")
    assert violations(page) == []
    page.get_by_role("button", name="下書きに残して確かめる").click()
    expect(page.get_by_text("書いた人とDX課だけが読めます。")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="公開する").click()
    page.get_by_text("公開しました。").wait_for()
    return page.url


def open_a_theme(page, site) -> None:
    page.goto(f"{site}/community/board/")
    page.get_by_role("link", name="テーマを開く").click()
    page.get_by_label("テーマ").fill("番号札")
    page.get_by_label("話すこと").fill("待つ場所のこと。")
    assert violations(page) == []
    page.get_by_role("button", name="テーマを開く").click()
    page.get_by_text("テーマを開きました。").wait_for()
    assert violations(page) == []


def read_and_ask(page, address) -> str:
    page.goto(address)
    expect(page.locator("strong", has_text="3色")).to_be_visible()
    page.get_by_role("link", name="意見交換で聞く").click()
    page.get_by_label("テーマ").select_option("番号札")
    page.get_by_label("件名").fill("色はどう選びましたか")
    page.get_by_label("本文").fill("見分けにくい色を避けたいです。")
    page.get_by_role("button", name="話題を出す").click()
    expect(page.get_by_role("link", name="番号札の色を分けた")).to_be_visible()
    assert violations(page) == []
    return page.url


def answer(page, question) -> None:
    page.goto(question)
    page.get_by_label("コメント").fill("濃さの違う3色にしました。")
    page.get_by_role("button", name="コメントする").click()
    page.get_by_text("コメントしました。").wait_for()


def take_back(page, address) -> None:
    page.goto(address)
    page.get_by_role("link", name="取り下げる").click()
    page.get_by_label("理由").fill("数を確かめ直すため")
    page.get_by_role("button", name="取り下げる").click()
    page.get_by_text("下書きに戻っています。").wait_for()
