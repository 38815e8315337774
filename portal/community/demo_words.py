"""Articles and topics to look at in the demo, invented for our own city. Made once."""

from datetime import datetime, timedelta

from django.db import transaction

from portal.community.commenting import write_comment
from portal.community.discussing import Question, begin_topic, close_board, open_board, set_answered
from portal.community.models import Article, Board
from portal.community.publishing import Written, keep_article, publish
from portal.staff.models import StaffMember

NEEDED = {"leader", "staff", "staff2", "officer", "trainer"}
NEWS = """（デモ）今月のDX課からのお知らせです。

## 今月のこと

- 改善のアイデアは、出してから**2週間**のうちにお返事します。
- 窓口の待ち時間を測る会が、番号札の時刻を書き写しています。

## 来月のこと

研修の日程は、[研修](/training/)のページに出します。聞きたいことがあれば、[意見交換](/community/board/)に書いてください。
"""
NOTE = """（デモ）申請書の記入例を、窓口に1枚置きました。

1. よく書き直しになる欄に、色を付けました。
2. 1週間、書き直しの数を正の字で数えました。
3. 数が減らなかった欄は、例の言葉を変えました。

**分かったこと**：例は、多いほどよいのではなく、迷う欄だけにあるのが読みやすいようです。
"""
DRAFT = "（デモ）会議の資料を、紙から画面に変えた1か月のことを書きます。"
ARTICLES = [
    ("officer", "（デモ）DXだより 今月号", "今月のお知らせと、来月の予定です。", NEWS, 9),
    ("leader", "（デモ）記入例を1枚置いてみました", "書き直しの多い欄だけに示しました。", NOTE, 2),
]
ASKED = Question(
    "（デモ）申請書の書き方を、窓口でどう案内していますか",
    "口で説明すると、時間がかかります。記入例を置いている課があれば、**置き場所**を知りたいです。",
    True,
)
SOLVED = Question(
    "（デモ）会議の資料を画面で見るとき、書き込みはどうしていますか",
    "紙に書いていたメモを、どこに残すか迷っています。",
    True,
)
TALK = Question(
    "（デモ）朝礼で1つずつ、楽になったことを話しませんか",
    "1人1分で話すと、ほかの係の工夫が分かるかもしれません。やってみた課の考えを聞きたいです。",
    False,
)


@transaction.atomic
def make_demo_words(*, now: datetime) -> int:
    """Returns how many articles are new. Without the demo people nothing is made."""
    people = StaffMember.objects.in_bulk(field_name="username")
    if Article.objects.exists() or Board.objects.exists() or not people.keys() >= NEEDED:
        return 0
    for name, title, summary, body, days in ARTICLES:
        texts = {"title": title, "summary": summary, "body": body, "tags": "窓口"}
        at = now - timedelta(days=days)
        made = keep_article(Written(texts), by=people[name], now=at)
        publish(made, by=people[name], now=at)
    draft = {
        "title": "（デモ）会議の資料を画面に",
        "summary": "書きかけです。",
        "body": DRAFT,
        "tags": "",
    }
    keep_article(Written(draft), by=people["leader"], now=now)
    _discuss(people, now)
    return len(ARTICLES)


def _discuss(people: dict[str, StaffMember], now: datetime) -> None:
    desk = open_board(
        "（デモ）窓口の工夫", "待ち時間、案内、書類のこと。", by=people["officer"], now=now
    )
    desks = open_board(
        "（デモ）毎日の仕事", "会議、電話、資料のこと。", by=people["officer"], now=now
    )
    old = open_board(
        "（デモ）引っ越しの季節に", "3月と4月の窓口のこと。", by=people["officer"], now=now
    )
    asked = begin_topic(desk, ASKED, by=people["staff"], now=now - timedelta(days=3))
    solved = begin_topic(desks, SOLVED, by=people["staff2"], now=now - timedelta(days=5))
    begin_topic(desks, TALK, by=people["trainer"], now=now - timedelta(days=1))
    write_comment(asked, "（デモ）記載台の左上に置いています。", by=people["leader"], now=now)
    write_comment(solved, "（デモ）議題ごとにメモの欄を作りました。", by=people["leader"], now=now)
    set_answered(solved, True, by=people["staff2"], now=now)
    close_board(old, by=people["officer"], now=now)
