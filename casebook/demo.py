"""What the casebook shows in the demo: cases that are talked about, and proposals. All safe to
repeat."""

from datetime import datetime, timedelta

from django.utils import timezone

from casebook.contacting import log_contact
from casebook.models import Case, OwnCitySheet, Proposal
from casebook.own_city import make_sheet
from casebook.proposing import Words, keep_draft, send_in
from casebook.reviewing import give_back
from casebook.vocabulary import Selection
from portal.community.demo import make_demo_talk
from portal.staff.models import StaffMember

CASES_TALKED_ABOUT = 6
PROPOSALS = [
    {
        "place": "見本県見本市",
        "title": "デモ：会議の資料を画面だけで見る",
        "body": "デモ：課長会議の資料を、紙で配らずに端末で見ているそうです。",
        "heard": "デモ：合同の研修会で聞きました。",
        "source": "デモ：研修会の配付資料 3ページ",
        "reason": "デモ：うちの課の会議でも、紙と差し替えの手間を減らせそうです。",
        "is_credited": True,
    },
    {
        "place": "見本県見本町",
        "title": "デモ：窓口の申請書を1枚にまとめる",
        "body": "デモ：3枚あった申請書を1枚にしたと聞きました。",
        "heard": "デモ：視察の報告会で聞きました。",
        "source": "デモ：視察の報告書",
        "reason": "デモ：書く時間と待つ時間を減らせそうです。",
        "is_credited": False,
    },
]


def make_demo_talk_about_cases(*, now: datetime) -> int:
    """Returns how many comments are new."""
    cases = Case.objects.live().order_by("pk")[:CASES_TALKED_ABOUT]
    return make_demo_talk(list(cases), now=now)


def make_demo_proposals(*, now: datetime) -> None:
    """One that was returned with a question, and one without a name that waits."""
    people = {each.username: each for each in StaffMember.objects.all()}
    if Proposal.objects.exists() or not {"staff", "staff2", "officer2"} <= people.keys():
        return
    _ask_and_compare(people["officer2"], now)
    returned, waiting = (
        keep_draft(Words(texts), by=people[who], now=now - timedelta(days=2))
        for who, texts in zip(("staff", "staff2"), PROPOSALS, strict=True)
    )
    for each in (returned, waiting):
        send_in(each, by=each.proposer, now=now - timedelta(days=2))
    words = "デモ：いつから始めたか、資料で分かれば教えてください。"
    give_back(returned, words, by=people["officer2"], now=now - timedelta(days=1))


def _ask_and_compare(officer: StaffMember, now: datetime) -> None:
    """What our own city does on a theme, and whom we asked about a case."""
    if not OwnCitySheet.objects.exists():
        sheet = {
            "theme": "デモ：DXリーダーの選び方",
            "selection": [Selection.VOLUNTEER],
            "source": "デモ：本市のDXプラン",
        }
        make_sheet(sheet, by=officer, now=now)
    case = Case.objects.live().filter(slug="awara-shi").first()
    if case and not case.contacts.exists():
        asked = {
            "asked_on": timezone.localdate(now) - timedelta(days=7),
            "whom": "デモ：見本市 情報課",
            "means": "電話",
            "learnt": "デモ：集まりの日を年のはじめに決めておくと、参加しやすいそうです。",
            "details": "デモ：見本さん 内線000",
        }
        log_contact(case, asked, by=officer, now=now)
