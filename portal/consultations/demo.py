"""Consultations to try the portal with. Demo mode only; all marked デモ; safe to repeat."""

from datetime import datetime, timedelta

from portal.consultations.asking import Question, ask
from portal.consultations.faq_writing import ask_second_reader, draft, publish
from portal.consultations.ideas import decide, note_idea, submit
from portal.consultations.models import Consultation, Faq
from portal.consultations.surveying import take_in
from portal.consultations.templating import make_template
from portal.consultations.threads import rate, reply, take_note
from portal.consultations.vocabulary import Status
from portal.staff.models import StaffMember

QUESTIONS = [
    Question(
        "reading",
        "デモ：転入届の入力",
        "手書きの届を1件ずつ打ち直しています。1日に40件ほどあります。",
        "読み取って下書きまでできるとよい。",
        ("boxes", "volume"),
    ),
    Question(
        "improvement",
        "デモ：課の会議",
        "資料を毎回20部印刷しています。直前の差し替えも多いです。",
        "紙を減らしたい。",
    ),
    Question("online", "デモ：施設の予約", "電話での予約が多く、窓口が止まります。"),
]


def make_demo_consultations(*, now: datetime) -> None:
    """A new one, one in progress, one answered and rated, and a FAQ."""
    people = {each.username: each for each in StaffMember.objects.all()}
    if Consultation.objects.exists() or not {"staff", "officer", "officer2"} <= people.keys():
        return
    asker, other, officer = people["staff"], people["staff2"], people["officer"]
    new, moving, done = (
        ask(who, question, now=now - timedelta(days=days))
        for who, question, days in zip((asker, other, asker), QUESTIONS, (0, 1, 3), strict=True)
    )
    take_note(moving, "デモ：去年も同じ課から相談があった。", by=officer, now=now)
    reply(
        moving,
        "デモ：会議の人数と、いまの印刷の手順を教えてください。",
        by=officer,
        then=Status.WAITING,
        now=now,
    )
    reply(
        done,
        "デモ：予約の受付をオンラインの申請に移せます。一緒に様式を作りましょう。",
        by=officer,
        then=Status.ANSWERED,
        now=now,
    )
    rate(done, 5, "デモ：すぐに答えてもらえました。", by=asker, now=now)
    _ideas(other, officer, now)
    _procedures(officer, now)
    _faq(officer, people["officer2"], now)
    values = {"title": "デモ：受付のあいさつ", "kind": "", "body": "ご相談ありがとうございます。"}
    make_template(values, by=officer)


def _ideas(author: StaffMember, officer: StaffMember, now: datetime) -> None:
    values = {
        "title": "デモ：回覧の紙をやめる",
        "now_words": "週に5回、紙の回覧を20人に回しています。",
        "change_words": "共有フォルダーに置き、読んだら印を付けます。",
        "yearly": 250,
        "before_minutes": 30,
        "after_minutes": 5,
        "before_sheets": 20,
        "after_sheets": 0,
    }
    idea = note_idea(values, by=author, now=now)
    submit(idea, by=author, now=now)
    decide(idea, True, "デモ：よい気づきです。まず1つの係で試しましょう。", by=officer, now=now)


def _procedures(officer: StaffMember, now: datetime) -> None:
    room = officer.department
    rows = [
        {"name": "デモ：住民票の写しの交付", "yearly": 12000, "online": "partly", "plan": ""},
        {"name": "デモ：施設の利用の申込み", "yearly": 640, "online": "no", "plan": "来年度に検討"},
        {"name": "デモ：道路の占用の許可", "yearly": None, "online": "unknown", "plan": ""},
    ]
    take_in([row | {"department": room} for row in rows], by=officer, now=now)


def _faq(writer: StaffMember, reader: StaffMember, now: datetime) -> None:
    texts = {
        "question": "デモ：会議の資料を紙で配らない方法はありますか",
        "answer": "共有フォルダーに置き、端末で開きます。**はじめの5分**で開き方を確かめます。",
        "category": "improvement",
    }
    made = draft(texts, source=None, by=writer, now=now)
    ask_second_reader(made, by=writer, now=now)
    publish(Faq.objects.get(pk=made.pk), by=reader, now=now)
