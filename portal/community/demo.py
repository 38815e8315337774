"""Talk to look at in the demo. Made once; what visitors change stays."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model

from portal.community.announcing import announce
from portal.community.commenting import write_comment
from portal.community.following import follow
from portal.community.models import Comment
from portal.community.moderating import Concern, report
from portal.community.reacting import set_reaction
from portal.staff.models import StaffMember

WORDS = [
    ("staff", "（デモ）窓口で同じ質問がよくあります。**うちの課でも**試してみたいです。"),
    (
        "leader",
        "（デモ）始めるときは、次の順が楽でした。\n\n- まず1つだけ\n- 1か月で見直す",
    ),
    ("manager", "（デモ）課の朝礼で紹介しました。"),
]
PRESSES = [("staff2", "useful"), ("leader", "useful"), ("staff", "we_too"), ("trainer", "useful")]


@transaction.atomic
def make_demo_talk(targets: list[Model], *, now: datetime) -> int:
    """Put ``targets`` into the feed and talk about the first. Returns how many comments are new.

    ``targets`` are open for talk, oldest first. Without the demo people nothing is made.
    """
    people = StaffMember.objects.in_bulk(field_name="username")
    if not targets or not people.keys() >= {name for name, _words in [*WORDS, *PRESSES]}:
        return 0
    for age, target in enumerate(reversed(targets)):
        announce(target, by=None, now=now - timedelta(hours=age))
    if Comment.objects.on(targets[-1]).exists():
        return 0
    comments = [
        write_comment(targets[-1], words, by=people[name], now=now + timedelta(minutes=number))
        for number, (name, words) in enumerate(WORDS)
    ]
    for name, sort in PRESSES:
        set_reaction(targets[-1], sort, by=people[name], now=now)
    follow(people["staff"], person=people["leader"], now=now)
    report(
        comments[-1],
        Concern("other", "（デモ）確認の流れの見本です。"),
        by=people["staff2"],
        now=now,
    )
    return len(comments)
