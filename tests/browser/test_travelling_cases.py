"""Cases leave as a file, come back changed, and come signed from another municipality."""

import json

import pytest

from casebook.travelling.signing import fingerprint
from tests.browser.conftest import sign_in
from tests.browser.test_every_page import violations
from tests.casebook.test_exchange import Hand, a_record
from tests.casebook.travel_files import another_key

pytestmark = pytest.mark.browser


def test_an_officer_corrects_a_case_in_a_file_and_takes_it_back(page, site, picture):
    sign_in(page, site, "officer")
    page.goto(f"{site}/casebook/travel/")
    page.get_by_role("radio", name="JSON Lines（文だけ").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="書き出す").click()
    records = map(json.loads, download.value.path().read_text().splitlines())
    # One that no other story edits.
    record = next(record for record in records if record["slug"] == "kamisato-machi")
    record["summary"] += "届いた追記です。"

    page.get_by_role("link", name="取り込むファイルを選ぶ").click()
    send(page, json.dumps(record, ensure_ascii=False).encode(), "cases.jsonl")
    page.get_by_role("button", name="読み込んで確かめる").click()
    page.get_by_text("確認待ち").wait_for()
    assert violations(page) == []
    page.get_by_role("link", name=record["title"]).click()
    page.get_by_text("届いた追記です。").wait_for()
    assert violations(page) == []
    picture(page, "case_differences")
    page.get_by_role("link", name="届いた事例の一覧").click()
    page.get_by_role("button", name="すべて取り込む").click()
    page.get_by_text("取り込みました。").wait_for()
    picture(page, "case_import")
    page.get_by_role("button", name="取り込みを取り消す").click()
    page.get_by_text("取り込みを取り消し、元の内容に戻しました。").wait_for()
    assert violations(page) == []


def test_a_strangers_file_leads_to_the_telephone_and_then_to_a_draft(page, site, picture):
    sakata = Hand(*another_key(), {"code": "062049", "name": "山形県酒田市"})
    file = sakata.file(a_record(title="交換で届いた事例"))
    sign_in(page, site, "officer")
    page.goto(f"{site}/casebook/exchange/receive/")
    send(page, file, "sakata.zip")
    page.get_by_role("button", name="署名を確かめて比べる").click()
    page.get_by_role("heading", name="登録していない自治体のファイルです").wait_for()
    assert violations(page) == []
    picture(page, "exchange_unknown")

    page.get_by_role("button", name="この自治体を登録する").click()
    page.get_by_label("電話で聞いた指紋").fill(fingerprint(sakata.public_key))
    page.get_by_role("button", name="指紋を確かめて登録する").click()
    page.get_by_text("登録しました。").wait_for()
    assert violations(page) == []
    picture(page, "exchange")

    page.get_by_role("link", name="交換ファイルを受け取る").click()
    send(page, file, "sakata.zip")
    page.get_by_role("button", name="署名を確かめて比べる").click()
    page.get_by_role("link", name="交換で届いた事例").click()
    assert violations(page) == []
    page.get_by_role("button", name="この事例を受け取る").click()
    page.get_by_text("受け取りました。公開するには").wait_for()


def send(page, content, name):
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
