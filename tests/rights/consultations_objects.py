"""Consultations of everybody, for the walk through the addresses."""

from datetime import timedelta

from django.utils import timezone

from portal.consultations.advising import Scope, accept, make_packet
from portal.consultations.asking import Question, ask
from portal.consultations.closing_days import close_day
from portal.consultations.confiding import ask_to_open
from portal.consultations.faq_writing import ask_second_reader, draft, publish
from portal.consultations.ideas import note_idea, submit
from portal.consultations.models import Faq
from portal.consultations.sharing import agree, ask_to_share
from portal.consultations.surveying import add_wish, plan_round
from portal.consultations.templating import make_template
from portal.consultations.threads import add, take_note
from portal.files.keeping import keep_made_file
from portal.staff.models import Department


def consultations(people) -> None:
    """An ordinary one, a shared one, confidential ones, one that an officer asks."""
    now = timezone.now()
    asker, officer, leader = people["ST"], people["OF"], people["LD"]
    plain = _ask(asker, now)
    shared = _ask(asker, now)
    share = ask_to_share(shared, leader, by=officer, now=now)
    agree(share, by=asker, now=now)
    secret = _ask(people["TR"], now, is_confidential=True, named=(officer,))
    _ask(officer, now)
    take_note(plain, "内部メモ", by=officer, now=now)
    take_note(secret, "内部メモ", by=officer, now=now)
    ask_to_open(secret, by=officer, now=now)
    for row in (plain, secret):
        _with_file(add(row, "添えます。", by=row.asker, now=now), now)
    close_day(timezone.localdate(now).replace(month=12, day=28), "点検", by=officer, now=now)
    make_template({"title": "受付", "kind": "", "body": "受け付けました。"}, by=officer)
    _faqs(people, now)
    _more(people, plain, now)


def _more(people, plain, now) -> None:
    """Packets, ideas, a hearing with a wish."""
    officer = people["OF"]
    soon = timezone.localdate(now) + timedelta(days=7)
    scope = Scope("GovTech東京", "くらべる", "表", "DX課", ("work",), soon)
    for outsider in (people["ED"], people["manager"]):
        made = make_packet(plain, scope, adviser=outsider, by=officer, now=now)
        accept(made, by=outsider, now=now)
    for author in (people["ST"], officer):
        values = {"title": "写しを1枚に", "now_words": "3枚書いています。"}
        note_idea(values, by=author, now=now)
        submit(note_idea(values, by=author, now=now), by=author, now=now)
    rooms = list(Department.objects.all()[:2])
    hearings = plan_round("前期", "困りごと", rooms, by=officer, now=now).hearings
    add_wish(hearings.first(), "端末がほしい", by=officer)


def _with_file(entry, now) -> None:
    keep_made_file(b"words", "words.txt", by=entry.author, owner=entry, now=now)


def _ask(asker, now, **fields):
    question = Question("improvement", "窓口", "同じことを3回書いている", **fields)
    return ask(asker, question, now=now)


def _faqs(people, now) -> None:
    texts = {"question": "公開したもの", "answer": "答え", "category": "other"}
    published = draft(texts, source=None, by=people["OF"], now=now)
    ask_second_reader(published, by=people["OF"], now=now)
    published.refresh_from_db()
    publish(published, by=people["ED"], now=now)
    texts = {"question": "書きかけのもの", "answer": "答え", "category": "other"}
    Faq.objects.create(**texts, written_by=people["OF"], written_at=now)
