"""A programme to try out: a decided call with two leaders, and an open one with a raised hand."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from leaders.meetings import Gathering, agree_on, call_meeting
from leaders.models import Appointment, LeaderProfile, Pause, Programme, RecruitmentWindow
from leaders.models.programme import THE_ONLY_ROW
from leaders.nominating import Hand, nominate
from leaders.recruitment import WindowPlan, finish_window, plan_window
from leaders.reporting import Told, note_finding, report
from leaders.selecting import appoint
from leaders.terms import Rest, pause
from portal.staff.models import StaffMember

MARK = "（デモ）"
PAST, OPEN = f"前回の募集{MARK}", f"今回の募集{MARK}"


@transaction.atomic
def make_demo_programme(now: datetime) -> str:
    """What was made, in words. Nothing when it is there already or the demo people are not."""
    people = {person.username: person for person in StaffMember.objects.filter(is_active=True)}
    if not {"leader", "staff", "staff2", "officer", "trainer"} <= people.keys():
        return "デモの職員がいないため、作りませんでした"
    if RecruitmentWindow.objects.filter(title__endswith=MARK).exists():
        return "作成済み"
    # What heads see of it can be tried, too.
    asked = {"heads": Programme.Heads.CONSULTED}
    Programme.objects.update_or_create(pk=THE_ONLY_ROW, defaults=asked)
    _past_call(people, now - timedelta(days=40))
    _open_call(people, now)
    _life(people, now)
    return "募集2回、任命2人、申出1件（デモ）"


def _past_call(people, opened: datetime) -> None:
    window = plan_window(_plan(PAST, opened, days=20), by=people["officer"], now=opened)
    hands = [
        nominate(
            window, people["leader"], Hand("デモ：手続きを短くしたい", "表計算", ""), now=opened
        ),
        nominate(window, people["trainer"], Hand("デモ：教え合いたい", "", ""), now=opened),
    ]
    decided = window.closes_at + timedelta(days=2)
    for hand in hands:
        appoint(hand, by=people["officer"], now=decided)
    finish_window(window, by=people["officer"], now=decided)
    LeaderProfile.objects.create(
        staff=people["leader"],
        skills="表計算、電子申請の画面づくり（デモ）",
        asks="くり返しの入力を減らしたいとき",
        reach="まずはチャットで",
    )
    _rest(people["trainer"], opened + timedelta(days=40))


def _rest(staff: StaffMember, now: datetime) -> None:
    today = timezone.localdate(now)
    term = Appointment.objects.get(staff=staff)
    rest = Rest(today, today + timedelta(days=14), Pause.Reason.COUNCIL)
    pause(term, rest, by=staff, now=now)


def _open_call(people, now: datetime) -> None:
    opened = now - timedelta(days=1)
    window = plan_window(_plan(OPEN, opened, days=14), by=people["officer"], now=opened)
    nominate(window, people["staff2"], Hand("デモ：窓口の待ち時間を減らしたい", "", ""), now=now)


def _life(people, now: datetime) -> None:
    leader, officer, today = people["leader"], people["officer"], timezone.localdate(now)
    what = "デモ：記入台で書く代わりに、窓口で聞き取って入力しました。"
    told = Told("記入台をなくしてみました（デモ）", today, what, "待つ人が減りました。", None, True)
    report(told, by=leader, now=now)
    note_finding("デモ：決裁の前に一度チャットで聞くと、直しが減りました。", by=leader, now=now)
    starts_at = _at_hour(now + timedelta(days=7), 14)
    agenda = "- デモ：最近の取り組み\n- 困っていること"
    gathering = Gathering(
        "リーダーの定例会（デモ）", starts_at, starts_at + timedelta(hours=1), "", True, agenda
    )
    meeting = call_meeting(gathering, by=officer, now=now)
    due_on = today + timedelta(days=14)
    agree_on(meeting, "デモ：申請の一覧をつくる", owner=leader, due_on=due_on, by=officer, now=now)


def _at_hour(moment: datetime, hour: int, minute: int = 0) -> datetime:
    """On the same day, within working hours, whenever the trial was begun."""
    return timezone.localtime(moment).replace(hour=hour, minute=minute, second=0, microsecond=0)


def _plan(title: str, opened: datetime, *, days: int) -> WindowPlan:
    closes = _at_hour(opened + timedelta(days=days), 17, 15)
    starts_on = timezone.localdate(closes + timedelta(days=3))
    ends_on = max(Programme.objects.current().plan_ends_on, starts_on + timedelta(days=90))
    message = "やれることからやってみませんか。はじめての人も歓迎です。"
    announced = timezone.localdate(opened)
    return WindowPlan(title, message, announced, opened, closes, starts_on, ends_on)
