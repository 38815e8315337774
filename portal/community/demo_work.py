"""A group, a theme and a poll to look at in the demo. Made once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.community.grouping import Activity, Plan, join, start_group, write_log
from portal.community.models import Group
from portal.community.polling import Asked, make_poll
from portal.community.thinking import Call, bring_idea, set_theme
from portal.staff.models import StaffMember

NEEDED = {"leader", "staff", "staff2", "officer", "trainer"}
MISSION = "（デモ）窓口で待つ時間を**半分**にします。\n\n- まず数える\n- 次に動線を変える"


@transaction.atomic
def make_demo_work(*, now: datetime) -> int:
    """Returns how many groups are new. Without the demo people nothing is made."""
    people = StaffMember.objects.in_bulk(field_name="username")
    if Group.objects.exists() or not people.keys() >= NEEDED:
        return 0
    today = timezone.localdate(now)
    plan = Plan("（デモ）窓口の待ち時間を減らす会", MISSION, today, None)
    group = start_group(plan, by=people["leader"], now=now)
    join(group, by=people["staff"], now=now)
    activity = Activity(today, "（デモ）待ち時間を1日測った", "番号札の時刻を書き写しました。")
    write_log(group, activity, by=people["leader"], now=now)
    call = Call(
        "（デモ）電話の取り次ぎを半分にするには",
        "電話のたびに手が止まります。どうすれば減らせるでしょうか。",
        today + timedelta(days=7),
        today + timedelta(days=14),
    )
    theme = set_theme(call, by=people["officer"], now=now)
    bring_idea(theme, "（デモ）担当表を1枚にする", "", by=people["staff2"], now=now)
    asked = Asked(
        "（デモ）昼休みの学習会は、何曜日がよいですか",
        ["月曜", "水曜", "金曜"],
        True,
        now + timedelta(days=14),
    )
    make_poll(asked, by=people["trainer"], now=now)
    return 1
