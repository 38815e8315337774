"""Talk in the small town hall: about a case everybody reads, and about a draft nobody meets."""

from datetime import timedelta

from django.utils import timezone

from casebook.models import Case
from portal.community.announcing import announce
from portal.community.commenting import write_comment
from portal.community.discussing import Question, begin_topic, open_board
from portal.community.following import follow
from portal.community.grouping import Activity, Plan, join, start_group, write_log
from portal.community.keeping import keep, make_collection
from portal.community.models import Comment, NextStep
from portal.community.moderating import Concern, hide_comment, hide_topic, report
from portal.community.polling import Asked, answer, make_poll
from portal.community.publishing import Written, keep_article, publish
from portal.community.thinking import Call, bring_idea, set_theme


def community(people):
    now = timezone.now()
    published, draft = (
        Case.objects.filter(live=True).first(),
        Case.objects.filter(live=False).first(),
    )
    for number, case in enumerate([published, draft]):
        announce(case, by=None, now=now + timedelta(seconds=number))
    for staff in people.values():
        comment = write_comment(published, "うちでも試します。", by=staff, now=now)
        keep(published, by=staff, now=now)
        make_collection(staff, "あとで読む")
        follow(staff, tag="手挙げ", now=now)
    report(comment, Concern("wrong", ""), by=people["ST"], now=now)
    work_together(people, now)
    write_and_discuss(people, now)
    hidden = Comment.objects.filter(author=people["TR"]).get()
    hide_comment(hidden, "個人の名前があったため", by=people["OF"], now=now)


def work_together(people, now):
    """A group with two leads, a theme whose voting is over, and a poll."""
    today = timezone.localdate(now)
    group = start_group(Plan("窓口の会", "待ち時間を減らす", today, None), by=people["ST"], now=now)
    for code in ("manager", "LD", "OF"):
        join(group, by=people[code], now=now)
    group.memberships.filter(staff=people["LD"]).update(is_lead=True)
    write_log(group, Activity(today, "動線を測った", ""), by=people["LD"], now=now)
    call = Call("電話を減らすには", "取り次ぎが多い", today, today + timedelta(days=7))
    theme = set_theme(call, by=people["OF"], now=now)
    idea = bring_idea(theme, "担当表を作る", "", by=people["ST"], now=now)
    NextStep.objects.create(idea=idea, what="1課で試す", who="市民課", by=people["OF"], at=now)
    asked = Asked("在宅勤務をしたいですか", ["はい", "いいえ"], True, now + timedelta(days=7))
    poll = make_poll(asked, by=people["TR"], now=now)
    answer(poll, poll.choices.first(), by=people["ST"], now=now)


def write_and_discuss(people, now):
    """An article out, drafts of a leader and of the DX section; a topic seen, and one hidden."""
    texts = {"title": "11月号", "summary": "今月のこと", "body": "本文", "tags": "窓口"}
    out, *_drafts = [
        keep_article(Written(texts), by=people[code], now=now) for code in ("LD", "LD", "OF")
    ]
    publish(out, by=people["LD"], now=now)
    board = open_board("窓口", "窓口の工夫", by=people["OF"], now=now)
    asked = Question("案内の順", "どうしていますか", True)
    for code in ("ST", "LD"):
        begin_topic(board, asked, by=people[code], now=now)
    hidden = begin_topic(board, asked, by=people["TR"], now=now)
    hide_topic(hidden, "名前があったため", by=people["OF"], now=now)
