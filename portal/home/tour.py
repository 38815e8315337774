"""The first-visit tour: five pages, each one thing to try. It can be left at any step."""

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse_lazy

from portal.home.models import TourEnd
from portal.staff.models import StaffMember


class Stop(NamedTuple):
    """``picture`` names a picture of the manuals."""

    title: str
    text: str
    picture: str
    go: str
    url: str


STOPS = [
    Stop(
        "まずは、ほかのまちの事例をさがします",
        "画面の上の「さがす」に、困っていることを自分の言葉で入れます。"
        "書き方が少し違っても見つかります。費用や苦労、まだ分からないことまで読めます。",
        "search",
        "事例集を開く",
        reverse_lazy("casebook:case_list"),
    ),
    Stop(
        "デジ順で、次の一歩が分かります",
        "①知る、②やってみる、③変える。ホームの3つの扉に、あなたの次の一歩が1つずつ出ます。",
        "home",
        "デジ順を読む",
        reverse_lazy("guidance:index"),
    ),
    Stop(
        "困ったら、DX課に相談します",
        "「どの仕事で」「何に困り」「どうなるとよい」の3つを書くだけです。"
        "いつまでに返事が来るかが、理由といっしょに出ます。ほかの職員に見せない相談もできます。",
        "asking",
        "相談の画面を開く",
        reverse_lazy("consultations:consultation_list"),
    ),
    Stop(
        "さわって学ぶ研修があります",
        "スキルチェックに答えると、合う研修と、その理由が出ます。満席でも補欠の順番が分かります。",
        "training",
        "研修を見る",
        reverse_lazy("training:course_list"),
    ),
    Stop(
        "手を挙げた仲間がいます",
        "うちの課のDXリーダーに、まず聞いてみましょう。自分で手を挙げるのも、いつでも歓迎です。"
        "この案内は、ヘルプからいつでも見られます。",
        "leaders",
        "DXリーダーを見る",
        reverse_lazy("leaders:leaders"),
    ),
]


def is_offered(staff: StaffMember) -> bool:
    return not TourEnd.objects.filter(staff=staff).exists()


def leave(staff: StaffMember, *, now: datetime) -> None:
    """Leaving twice is leaving once."""
    TourEnd.objects.get_or_create(staff=staff, defaults={"at": now})
