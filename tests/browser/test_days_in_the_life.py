"""Five days in the life of the city's people, each walked by clicks and typing from the home page.

A walk counts what the person does. At three seconds for each act it takes under three minutes.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser
MOST_ACTS = 60
CALL = "今回の募集（デモ）"
IDEA = "住所を1度だけ書く窓口"
GOAL = "3月までに、転入届の入力を自動にする"
NEWCOMER = "大野 さくら"
MAKE_NEWCOMER = f"""
from portal.staff.models import Department, StaffMember
section = Department.objects.get(code="1010")
who = dict(name="{NEWCOMER}", reading="おおの さくら", department=section)
StaffMember.objects.create_user("newcomer", password="{PASSWORD}", **who)
"""
PATIENCE = 30_000
MOMENT, DAY = "%Y-%m-%dT%H:%M", "%Y-%m-%d"


class Walk:
    """One person at the screen: every act is a click or one field filled in."""

    def __init__(self, page):
        self.page, self.acts = page, 0

    def click(self, name, role="link", within="body", exact=True):
        found = self.page.locator(within).get_by_role(role, name=name, exact=exact)
        self._act(found.first.click)

    def press(self, name, says=""):
        self.click(name, "button")
        self.sees(says)

    def fill(self, label, words):
        self._act(self.page.get_by_label(label).first.fill, words)

    def choose(self, label):
        self._act(self.page.get_by_label(label).first.check)

    def go(self, label):
        """By the main menu, which stands on every page."""
        self.click(label, within=".dx-nav")

    def open_own(self, label):
        """By one's own menu, where the work of one's roles stands."""
        self._act(self.page.locator(".dx-header summary").first.click)
        self.click(label, within=".dx-menu")

    def read_notice(self, words):
        self._act(self.page.locator(".dx-bell").click)
        self.click(words, exact=False, within="main")

    def open_first(self, selector):
        self._act(self.page.locator(selector).first.click)

    def sees(self, words):
        expect(self.page.get_by_role("main")).to_contain_text(words, timeout=PATIENCE)

    def answer(self, group, number):
        self._act(group.get_by_role("radio").nth(number).check)

    def mark(self, choice, value):
        self._act(choice.select_option, value)

    def show(self, picture, name, at):
        """For a manual: what a person has before them from ``at`` on."""
        self.page.locator(at).first.evaluate("it => it.scrollIntoView()")
        picture(self.page, name, full_page=False)

    def _act(self, act, *values):
        act(*values)
        self.acts += 1
        assert self.acts <= MOST_ACTS


@pytest.fixture
def newcomer(manage):
    """Somebody of the section of the demo who has never been anything but staff."""
    manage("shell", "-v", "0", "-c", MAKE_NEWCOMER)
    return "newcomer"


@pytest.fixture
def person(as_person):
    """The walk of somebody who has signed in, in a browser of their own."""
    return lambda username: Walk(as_person(username))


def today(days=0):
    return datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(days=days)


def open_a_class(trainer, course, *, title, day):
    """A meeting that lasts all of ``day``, so that no hour of the clock is after it."""
    trainer.go("研修")
    trainer.click(course, within="main")
    trainer.click("この科目の回を作る")
    trainer.fill("1日目の日", f"{day:{DAY}}")
    trainer.fill("1日目の開始", "00:00")
    trainer.fill("1日目の終了", "23:59")
    trainer.fill("回の名前", title)
    trainer.fill("会場", "研修室")
    trainer.fill("定員", "10")
    closes = day.replace(hour=0, minute=0) - timedelta(days=1)
    trainer.fill("受付開始", f"{min(today(-1), closes - timedelta(days=1)):{MOMENT}}")
    trainer.fill("受付終了", f"{closes:{MOMENT}}")
    trainer.fill("本人が取り消せる期限", f"{closes:{MOMENT}}")
    trainer.press("保存する", says=title)
    trainer.press("この回を公開する", says="会場の画面にコードを出す")


def test_a_complaint_at_the_counter_becomes_a_story_told_to_everybody(person, picture):
    staff, officer = person("staff"), person("officer")
    _write_the_sheet(staff, picture)
    staff.press("アイデアのメモに写す")
    staff.fill("題", IDEA)
    staff.fill("年に何回ありますか", "2400")
    staff.fill("時間（分）：いま", "12")
    staff.fill("時間（分）：変えたあと", "7")
    staff.press("メモに残す", says="提出するまで、ほかの人には見えません。")
    _ask_around(staff)
    staff.press("DX課に提出する", says="提出しました。")

    officer.page.reload()
    officer.click("返事を待つアイデア", within="main")
    officer.click(IDEA, within="main")
    officer.choose("採用する")
    officer.fill("お礼と理由", "窓口の声から生まれた気づきです。1つの係で試しましょう。")
    officer.press("決めて、考えた人に知らせる", says="考えた人に知らせました。")

    staff.read_notice(IDEA)
    staff.fill("やってみた効果", "1件あたり5分短くなり、書き間違いも減りました。")
    staff.press("実施済みにする", says="おつかれさまでした。")
    staff.sees("12,000")
    officer.go("みんなの動き")
    officer.click(IDEA, within="main")
    officer.sees("1件あたり5分短くなり")
    officer.click("参考になった", "button", exact=False)


def _write_the_sheet(staff, picture):
    staff.go("デジ順")
    staff.click("改善ワークシートに書いてみる")
    staff.fill("困っていること", "引っ越しの窓口で、同じ住所を何度も書かせている")
    staff.fill("それでも、何ができるか", "窓口で聞き取り、1度だけ入力する")
    staff.fill("今週やる、小さな一歩", "様式を並べて、同じ欄に印を付ける")
    staff.press("1枚にまとめる", says="1枚にまとまりました")
    staff.show(picture, "worksheet", at=".dx-notice")


def _ask_around(staff):
    """A like case of a city of about the same size, and the leader of one's own section."""
    staff.click("似た事例をさがす")
    staff.open_first(".dx-results article:not(:has-text('東大和市')) a")
    staff.sees("同じくらいの人口の自治体")
    staff.open_first("section[aria-labelledby=same-size] h3 a")
    staff.go("ホーム")
    staff.click("𠮷田 進", within="main")
    staff.sees("まずはチャットで")
    staff.open_own("改善のアイデア")
    staff.click(IDEA, within="main")


def test_a_raised_hand_learns_meets_looks_back_and_rests(person, newcomer, picture):
    trainer, staff = person("trainer"), person(newcomer)
    open_a_class(trainer, "RPA入門", title="実習の回", day=today(50))
    staff.click(CALL, within="main")
    staff.click("この募集に手を挙げる")
    staff.fill("申し出た理由", "窓口のくり返しの入力を減らしたい")
    staff.choose("約束を読み、守ります")
    staff.press("手を挙げる", says="申し出ました。")
    head = person("manager")
    head.read_notice(f"{NEWCOMER}さんのDXリーダーの申出")
    officer = person("officer")
    _appoint(officer)

    _set_a_goal(staff)
    staff.show(picture, "term", at="#goals")
    _check_and_book(staff)
    staff.go("DXリーダー")
    staff.click("会議", within="main", exact=False)
    staff.click("リーダーの定例会（デモ）", within="main")
    staff.choose("出席")
    staff.press("出欠を届ける", says="出席")
    _look_back_and_rest(staff)
    staff.sees("お休み中")
    _keep_the_call_open(officer)


def _appoint(officer):
    officer.open_own("リーダーの募集と任期")
    officer.click(CALL, within="main")
    officer.click("募集を直す")
    officer.fill("任期の初日", f"{today():{DAY}}")
    officer.press("募集を保存する", says="募集を直しました。")
    officer.press("いま締め切る", says="受付を締め切りました。")
    officer.choose(f"{NEWCOMER}さんを任命する")
    officer.press("選んだ人を任命する", says="1人を任命し、本人と所属長に知らせました。")


def _keep_the_call_open(officer):
    """Others of the demo raise their hands in the same call."""
    officer.click("募集を直す")
    officer.fill("受付の締切", f"{today(14):{MOMENT}}")
    officer.press("募集を保存する", says="募集を直しました。")


def _set_a_goal(staff):
    staff.go("DXリーダー")
    staff.click("任期の画面を開く")
    staff.click("目標を決める")
    staff.fill("目標", GOAL)
    staff.fill("ふり返る日", f"{today(90):{DAY}}")
    staff.press("目標を決める", says=GOAL)


def _check_and_book(staff):
    """Somebody who knows nothing of RPA yet is shown the class, and takes a seat."""
    staff.go("研修")
    staff.click("スキルチェック", within="main")
    staff.click("スキルチェックを始める")
    for group in staff.page.locator("main fieldset").all():
        staff.answer(group, 1 if "RPAがどんな仕事に" in group.inner_text() else 4)
    staff.press("結果を見る", says="おすすめの研修")
    staff.click("研修室", within="main", exact=False)
    staff.press("この回に申し込む", says="申込済みです。")


def _look_back_and_rest(staff):
    staff.go("DXリーダー")
    staff.click("任期の画面を開く")
    staff.click(f"「{GOAL}」をふり返る")
    staff.choose("一部できた")
    staff.press("ふり返りを残す", says="一部できた")
    staff.click("しばらく休む")
    staff.fill("休み始める日", f"{today():{DAY}}")
    staff.fill("戻る日", f"{today(14):{DAY}}")
    staff.choose("決算や予算の時期")
    staff.press("この期間を休む", says="お休みを受け付けました。")


def test_the_officer_opens_the_day_and_has_a_page_for_the_board(person, picture):
    officer = person("officer")
    officer.show(picture, "duties", at="#duties")
    officer.click("担当なし", within="main")
    officer.click("デモ：転入届の入力", within="main", exact=False)
    officer.sees("手書きの届を1件ずつ打ち直しています。")

    officer.go("ホーム")
    officer.click("確認を待つ事例の提案", within="main")
    officer.sees("1件")

    officer.go("ホーム")
    officer.click("リーダーのいない課", within="main")
    officer.sees("募集しています")

    officer.go("ホーム")
    officer.click("年度を過ぎた環境整備", within="main")
    officer.sees("予定の年度を過ぎています")
    officer.go("ホーム")
    officer.click("年度を過ぎたプロジェクト", within="main")
    officer.sees("要確認")

    officer.go("数字で見る")
    officer.click("本部会議の資料", within="main", exact=False)
    officer.sees("再生紙の購入枚数")
    paper = officer.page.pdf(format="A4", prefer_css_page_size=True)
    # One sheet, printed on both sides.
    assert paper.count(b"/Type /Page\n") in (1, 2)


def test_the_trainer_runs_a_class_from_the_plan_to_its_use(person, picture):
    trainer = person("trainer")
    trainer.go("研修")
    trainer.click("計画", within="main")
    trainer.sees("DXリーダー向けハンズオン型の研修")
    trainer.open_own("研修の運営")
    trainer.click("スキルチェックの集計")
    trainer.sees("1人の結果は、だれにも分かりません。")

    open_a_class(trainer, "表計算の関数と集計", title="今日の回", day=today())
    for name in ("𠮷田 進", "田中 文"):
        trainer.click("人を加える")
        trainer.fill("だれを加えるか", name)
        trainer.fill("加える理由", "窓口で急に申し出がありました")
        trainer.press("参加者に加える", says=name)
    trainer.click("出欠を入力する")
    for row in trainer.page.locator("main tbody tr").all():
        trainer.mark(row.get_by_role("combobox"), "attended")
    trainer.press("出欠を保存する", says="出席（佐藤 実）")
    trainer.show(picture, "attendance", at="h1")

    trainer.open_own("研修の運営")
    trainer.click("今日の回", within="main", exact=False)
    trainer.click("アンケートの結果")
    trainer.sees("終了から14日たち、5人以上が答えると出ます。")
    trainer.open_own("研修の運営")
    trainer.click("研修の数字", within="main", exact=False)
    trainer.sees("3か月後、何に使えたか")


def test_the_head_sees_how_the_section_stands_and_gives_a_volunteer_time(person, picture):
    head = person("manager")
    head.show(picture, "section", at="#duties")
    head.click("髙﨑 太郎さんの申出", within="main")
    head.choose("業務の調整が要ります")
    head.fill("調整の内容", "毎週水曜の午後を、活動の時間にします。")
    head.press("意見をDX課に届ける", says="意見をDX課に届けました。")

    head.go("ホーム")
    head.click("課の数字", within="main")
    for measure in ("再生紙の購入枚数", "FAXの送受信件数"):
        head.sees(measure)
    head.go("数字で見る")
    for measure in ("ペーパレス", "FAXレス", "はんこレス", "キャッシュレス", "電話レス"):
        head.sees(measure)
    head.go("ホーム")
    head.click("課のDXリーダー", within="main")
    head.sees("デモ市民課")
