"""From a skill check to a seat, and what came of it: five people, one class."""

import re
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.test_every_page import violations
from tests.training.builders import mp4

pytestmark = pytest.mark.browser
TOKYO = ZoneInfo("Asia/Tokyo")
# Two seconds of one colour.
FILM = Path(__file__).parent / "films" / "two_seconds.webm"
MOMENT = "%Y-%m-%dT%H:%M"


def moment_of_day():
    """Now in Tokyo, away from midnight: a meeting lies within one day."""
    while (now := datetime.now(TOKYO)).hour * 60 + now.minute in (0, 1, 1438, 1439):
        time.sleep(10)
    return now


def move(page, site, pk, starts, ends):
    """The trainer puts the meeting to another time of today."""
    day = timedelta(days=1)
    page.goto(f"{site}/training/manage/sessions/{pk}/edit/")
    values = {
        "day_1": f"{starts:%Y-%m-%d}",
        "from_1": f"{starts:%H:%M}",
        "to_1": f"{ends:%H:%M}",
        "booking_opens_at": f"{starts - 3 * day:{MOMENT}}",
        "booking_closes_at": f"{starts - 2 * day:{MOMENT}}",
        "cancel_until": f"{starts - 2 * day:{MOMENT}}",
    }
    for name, value in values.items():
        page.locator(f'[name="{name}"]').fill(value)
    page.get_by_role("button", name="保存する").click()
    page.wait_for_url(f"{site}/training/manage/sessions/{pk}/")


def feed_of(page, site):
    page.goto(f"{site}/training/mine/")
    page.get_by_role("button", name="アドレスを作る").click()
    return page.locator("code").inner_text()


def statuses(address):
    return re.findall(r"STATUS:(\w+)", requests.get(address, timeout=30).text)


def take_the_check(page, site):
    page.goto(f"{site}/training/skills/check/")
    for group in page.locator("main fieldset").all():
        weak = "RPAがどんな仕事に" in group.inner_text()
        group.get_by_role("radio").nth(1 if weak else 4).check()
    page.get_by_role("button", name="結果を見る").click()
    page.wait_for_url(f"{site}/training/skills/")


def test_from_the_skill_check_to_a_verified_certificate(as_person, site, picture):
    staff, second, trainer = as_person("staff"), as_person("staff2"), as_person("trainer")
    take_the_check(staff, site)
    picture(staff, "training_skills")

    pk = book_what_is_recommended(staff)
    picture(staff, "training_session")
    join_the_waitlist(second, site, pk)
    first_feed, second_feed = feed_of(staff, site), feed_of(second, site)
    assert (statuses(first_feed), statuses(second_feed)) == (["CONFIRMED"], [])

    give_the_seat_back(staff, site, pk)
    second.goto(f"{site}/notifications/")
    assert "補欠から繰り上がりました" in second.locator("main").inner_text()
    assert (statuses(first_feed), statuses(second_feed)) == (["CANCELLED"], ["CONFIRMED"])

    enter_the_room(second, trainer, site, pk)
    picture(trainer, "training_room")
    answer_the_survey(second, trainer, site, pk)
    number = re.search(r"\w{4}-\w{4}-\w{4}", second.locator("main").inner_text())[0]

    said = verify(as_person("leader"), site, number)
    assert "この修了証は有効です" in said
    assert "髙﨑 太郎" in said


def book_what_is_recommended(page):
    """Returns the number of the session."""
    recommended = page.get_by_role("article").filter(has_text="RPA入門")
    assert "RPAの基礎 2/5 → この科目で扱います" in recommended.inner_text()
    recommended.get_by_role("link").nth(1).click()
    page.get_by_role("button", name="この回に申し込む").click()
    assert "申込済みです。" in page.locator("main").inner_text()
    return re.search(r"/sessions/(\d+)/", page.url)[1]


def join_the_waitlist(page, site, pk):
    page.goto(f"{site}/training/sessions/{pk}/")
    page.get_by_role("button", name="補欠として申し込む").click()
    assert "補欠 1番目です。" in page.locator("main").inner_text()


def give_the_seat_back(page, site, pk):
    page.goto(f"{site}/training/sessions/{pk}/")
    page.get_by_role("link", name="申込みを取り消す").click()
    page.get_by_label("業務の都合").check()
    page.get_by_role("button", name="この申込みを取り消す").click()
    page.wait_for_url(f"{site}/training/sessions/{pk}/")


def enter_the_room(page, trainer, site, pk):
    now = moment_of_day()
    begins = max(now.replace(hour=0, minute=0), now - timedelta(minutes=10))
    move(trainer, site, pk, begins, now.replace(hour=23, minute=59))
    trainer.get_by_role("link", name="会場の画面にコードを出す").click()
    code = trainer.locator("[data-code]").inner_text()
    page.goto(f"{site}/training/check-in/")
    page.get_by_label("会場の画面に出ているコード").fill(code)
    page.get_by_role("button", name="出席を登録する").click()
    assert "として登録しました" in page.locator("main").inner_text()


def answer_the_survey(page, trainer, site, pk):
    now = moment_of_day()
    move(trainer, site, pk, now.replace(hour=0, minute=0), now - timedelta(minutes=1))
    page.goto(f"{site}/training/mine/")
    page.get_by_role("link", name="アンケートに答える").click()
    for group in page.locator("main fieldset").all():
        group.get_by_role("radio").first.check()
    page.get_by_role("button", name="回答する").click()
    assert "だれの回答かは、どこにも残りません" in page.locator("main").inner_text()


def verify(page, site, number):
    page.goto(f"{site}/training/certificates/check/")
    page.get_by_label("確認番号").fill(number)
    page.get_by_role("button", name="確かめる").click()
    return page.locator("main").inner_text()


def make_a_course_with_a_video(trainer, site, *, film=None):
    """Returns its address. Without ``film`` the video has the right shape and no pictures."""
    trainer.goto(f"{site}/training/courses/new/")
    for label, words in (("科目名", "動画の見本"), ("ねらい", "見て分かるようになる。")):
        trainer.get_by_label(label, exact=False).first.fill(words)
    trainer.locator('[name="topic"]').select_option("basics")
    trainer.locator('[name="form"]').select_option("video")
    trainer.locator('[name="for_everyone"]').check()
    trainer.get_by_role("button", name="科目を保存する").click()
    trainer.get_by_role("link", name="教材を置く").click()
    film = film or {"name": "第1章.mp4", "mimeType": "video/mp4", "buffer": mp4(2000)}
    trainer.get_by_label("動画").set_input_files(film)
    trainer.get_by_role("button", name="教材を置く").click()
    return trainer.url.removesuffix("material/")


def test_a_video_is_watched_without_javascript_and_the_trainer_sees_who_did(
    browser, as_person, site, picture
):
    trainer = as_person("trainer")
    course = make_a_course_with_a_video(trainer, site)
    context = browser.new_context(locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, "editor")
    page.goto(course)
    page.get_by_role("link", name="第1章.mp4を見る").click()
    source = page.locator("video").get_attribute("src")
    part = page.request.get(site + source, headers={"Range": "bytes=0-99"})
    assert (part.status, len(part.body())) == (206, 100)
    picture(page, "training_video")
    page.get_by_role("button", name="見終わりました").click()
    assert "見終わったことを記録しました。" in page.locator("body").inner_text()
    page.goto(f"{site}/training/mine/")
    assert "動画の見本" in page.locator("main").inner_text()
    context.close()

    trainer.goto(course)
    trainer.get_by_role("link", name="動画を見た人").click()
    assert violations(trainer) == []
    picture(trainer, "training_viewers")
    row = trainer.locator("main tbody tr")
    assert row.count() == 1
    assert "修了" in row.inner_text()


def test_the_player_itself_writes_that_the_video_was_watched(as_person, site):
    trainer = as_person("trainer")
    course = make_a_course_with_a_video(trainer, site, film=FILM)
    staff = as_person("staff")
    staff.goto(course)
    staff.get_by_role("link", name=f"{FILM.name}を見る").click()
    staff.locator("video").evaluate("video => { video.muted = true; return video.play(); }")
    state = staff.locator("[data-video-state]")
    expect(state).to_contain_text("記録しました。", timeout=30_000)
    expect(staff.get_by_role("button", name="見終わりました")).to_be_hidden()

    staff.reload()
    expect(state).to_contain_text("見終わりました", timeout=30_000)
    trainer.goto(course)
    trainer.get_by_role("link", name="動画を見た人").click()
    row = trainer.locator("main tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("山田 花子")
    expect(row).to_contain_text("修了")


def test_a_weekly_series_is_looked_at_first_and_a_busy_season_is_said(as_person, site, picture):
    trainer, staff = as_person("trainer"), as_person("staff2")
    trainer.goto(f"{site}/training/manage/seasons/new/")
    trainer.locator('[name="kind"]').select_option("council")
    today = datetime.now(TOKYO)
    for name, days in (("starts_on", 0), ("ends_on", 120)):
        trainer.locator(f'[name="{name}"]').fill(f"{today + timedelta(days=days):%Y-%m-%d}")
    trainer.get_by_role("button", name="保存する").click()
    assert violations(trainer) == []

    trainer.goto(f"{site}/training/manage/")
    trainer.get_by_role("link", name="デモ 午前の部").click()
    trainer.get_by_role("link", name="毎週の回をまとめて作る").click()
    trainer.get_by_label("いくつ作りますか").fill("3")
    trainer.get_by_label("作ってすぐ公開する").check()
    trainer.get_by_role("button", name="日程を確かめる").click()
    rows = trainer.locator("main tbody tr")
    assert rows.count() == 3
    assert "議会の時期" in rows.first.inner_text()
    assert violations(trainer) == []
    picture(trainer, "training_series")
    rows.first.get_by_role("checkbox").check()
    trainer.get_by_role("button", name="選んだ回を作る").click()
    assert "1回を作りました。" in trainer.locator("body").inner_text()

    staff.goto(f"{site}/training/sessions/")
    staff.get_by_role("link", name="デモ 午前の部").first.click()
    words = staff.locator("main").inner_text()
    assert "所属の議会の時期" in words
    assert "申し込むことはできます。" in words
    assert staff.get_by_role("button", name="この回に申し込む").is_visible()
