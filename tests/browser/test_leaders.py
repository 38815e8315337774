"""A leader's whole way: a call, a hand, an appointment, a report, a rest, and thanks at the end."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser
CALL = "今回の募集（デモ）"
PAGES = [
    "/leaders/",
    "/leaders/directory/",
    "/leaders/past/",
    "/leaders/coverage/",
    "/leaders/reports/",
    "/leaders/findings/",
    "/leaders/meetings/",
    "/leaders/guide/",
    "/leaders/managers/",
]
DESK_PAGES = [
    "/leaders/manage/",
    "/leaders/manage/programme/",
    "/leaders/manage/windows/new/?month=2027-04-01",
    "/leaders/manage/terms/",
    "/leaders/manage/reasons/",
    "/leaders/manage/next-plan/",
    "/leaders/manage/load/",
    "/leaders/manage/open-work/",
    "/leaders/meetings/new/",
    "/leaders/board/",
]


def press(page, name, *, says):
    page.get_by_role("button", name=name, exact=True).click()
    page.get_by_text(says).first.wait_for()


def in_tokyo(days=0):
    return (datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(days=days)).date().isoformat()


def test_axe_finds_nothing_on_the_pages_of_the_leaders(as_person, site, picture):
    found = {}
    walks = [("staff", PAGES), ("officer", DESK_PAGES), ("leader", ["/leaders/hours/"])]
    for username, paths in walks:
        page = as_person(username)
        for path in paths:
            page.goto(site + path)
            picture(page, f"leaders_{path.strip('/').replace('/', '_').partition('?')[0]}")
            found[path] = violations(page)

    assert {path: rules for path, rules in found.items() if rules} == {}


def test_a_leader_from_the_raised_hand_to_the_thanks(as_person, site, picture):
    staff, late, officer = as_person("staff"), as_person("editor"), as_person("officer")
    _raise_a_hand(staff, site, picture)
    late.goto(f"{site}/leaders/")
    late.get_by_role("link", name=CALL).click()
    late.get_by_role("link", name="この募集に手を挙げる").click()
    late.get_by_label("申し出た理由").fill("締切のあとに届く申出")
    late.get_by_label("約束を読み、守ります").check()

    _close_and_appoint(officer, site, picture)
    # The page was opened before; what it sends now meets the closed call.
    press(late, "手を挙げる", says="受付は終わりました。次の募集をお待ちください。")
    assert late.get_by_label("申し出た理由").input_value() == "締切のあとに届く申出"

    _act(staff, site, picture)
    _editor_finds_the_draft(late, site)
    shared = _reads_along(as_person("staff2"), officer, staff, site)
    _rest_and_return(staff, site)
    _leave(staff, site, picture)
    assert staff.goto(site + shared).status == 404
    officer.goto(f"{site}/leaders/directory/")
    assert officer.get_by_role("link", name="山田 花子").count() == 0
    officer.goto(f"{site}/leaders/reports/")
    assert officer.get_by_role("link", name="記入台をなくしました").is_visible()


def _raise_a_hand(page, site, picture):
    page.goto(f"{site}/leaders/")
    page.get_by_role("link", name=CALL).click()
    page.get_by_role("link", name="この募集に手を挙げる").click()
    page.get_by_label("申し出た理由").fill("窓口の待ち時間を減らしたい")
    page.get_by_label("約束を読み、守ります").check()
    picture(page, "leaders_apply")
    press(page, "手を挙げる", says="申し出ました。締切までは、いつでも直せます。")
    assert violations(page) == []


def _close_and_appoint(page, site, picture):
    page.goto(f"{site}/leaders/manage/")
    page.get_by_role("link", name=CALL).click()
    page.get_by_role("link", name="募集を直す").click()
    page.get_by_label("任期の初日").fill(in_tokyo())
    press(page, "募集を保存する", says="募集を直しました。")
    press(page, "いま締め切る", says="受付を締め切りました。")
    page.get_by_label("山田 花子さんを任命する").check()
    picture(page, "leaders_window_desk")
    assert violations(page) == []
    press(page, "選んだ人を任命する", says="1人を任命し、本人と所属長に知らせました。")


def _act(page, site, picture):
    page.goto(f"{site}/leaders/reports/new/")
    page.get_by_label("件名").fill("記入台をなくしました")
    page.get_by_label("したこと").fill("窓口で聞き取って入力します。")
    press(page, "全職員に報告する", says="報告しました。全職員が読めます。")
    picture(page, "leaders_report")
    assert violations(page) == []
    press(page, "事例の下書きを作る", says="事例の下書きになりました（編集担当が確認中）")
    assert page.get_by_role("button", name="事例の下書きを作る").count() == 0


def _editor_finds_the_draft(page, site):
    page.goto(f"{site}/notifications/")
    page.get_by_role("link", name="事例の下書き「記入台をなくしました」ができました").click()
    page.wait_for_url("**/cms/pages/*/edit/")
    texts = "Array.from(document.querySelectorAll('textarea, input')).map(each => each.value)"
    page.wait_for_function(f"{texts}.includes('窓口で聞き取って入力します。')")


def _reads_along(asker, officer, leader, site) -> str:
    """A consultation that its asker shares with the leader. Returns its path."""
    asker.goto(f"{site}/consultations/new/")
    asker.get_by_label("どの仕事で").fill("窓口の案内")
    asker.get_by_label("何に困っていますか").fill("案内の紙が毎月変わります。")
    asker.get_by_label("業務改善").check()
    asker.get_by_role("button", name="似た答えを確かめる").click()
    asker.get_by_role("button", name="この内容で相談する").click()
    asker.wait_for_url("**/consultations/*/")
    path = asker.url.removeprefix(site)
    officer.goto(site + path)
    officer.get_by_text("課のDXリーダーと共有する").click()
    officer.get_by_label("DXリーダー").select_option(label="山田 花子")
    press(officer, "相談者に尋ねる", says="相談者に、共有してよいか尋ねました。")
    asker.reload()
    press(asker, "共有してよい", says="共有しました。")
    assert leader.goto(site + path).status == 200
    return path


def _rest_and_return(page, site):
    _open_term(page, site)
    page.get_by_role("link", name="しばらく休む").click()
    page.get_by_label("休み始める日").fill(in_tokyo())
    page.get_by_label("戻る日").fill(in_tokyo(7))
    page.get_by_label("決算や予算の時期").check()
    press(page, "この期間を休む", says="お休みを受け付けました。")
    assert page.get_by_text("お休み中").first.is_visible()
    press(page, "お休みを終えて今日から戻る", says="お帰りなさい。今日から活動中です。")


def _leave(page, site, picture):
    _open_term(page, site)
    page.get_by_role("link", name="退任を申し出る").click()
    page.get_by_role("link", name="相談「窓口の案内：案内の紙が毎月変わります。」").wait_for()
    page.get_by_label("途中の仕事を引き継ぐ人").select_option(index=1)
    page.get_by_label("やりたいことをやりきった").check()
    picture(page, "leaders_resign")
    assert violations(page) == []
    press(page, "退任する", says="これまでの活動、ありがとうございました。")
    picture(page, "leaders_term_ended")
    assert violations(page) == []


def _open_term(page, site):
    page.goto(f"{site}/leaders/")
    page.get_by_role("link", name="任期の画面を開く").click()
