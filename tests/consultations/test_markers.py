"""Planted words in notes and confidential consultations: nobody finds them who may not.

Every page that a person can reach by links is opened as every role, with searches, lists, files,
feeds and exports; and everything that was sent or kept for people is read.
"""

import re
from collections import deque
from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from portal.consultations.asking import ask
from portal.consultations.faq_writing import suggested_texts
from portal.consultations.listing import counts
from portal.consultations.models import Consultation
from portal.consultations.sharing import agree, ask_to_share
from portal.consultations.threads import reply, take_note
from portal.consultations.vocabulary import Status
from portal.files.checking import check
from portal.files.kinds import ANY_KIND
from portal.files.models import StoredFile
from portal.notifications.mail_sending import send_waiting_mail
from portal.notifications.models import Notification
from portal.personal.gathering import groups_of
from portal.staff.models import Role, RoleGrant
from tests.builders import a_staff_member
from tests.consultations.builders import a_leader, a_question, an_officer

pytestmark = pytest.mark.django_db
NOTES, SECRETS = 100, 50
LINK = re.compile(r'href="(/[^"#]*)')
MARKER = re.compile(r"DXLCANARY-[NS]\d+")
# Where links go round in circles or out of this part; each has tests of its own.
NOT_WALKED = re.compile(r"^/(accounts/logout|static|cms|casebook|files|gallery|privacy|staff)")
SEARCHES = [
    "/consultations/?q={}",
    "/consultations/desk/?view=all&q={}",
    "/faq/?q={}",
    "/consultations/new/similar/?q={}",
    "/casebook/?q={}",
    "/search/?q={}",
    "/search/suggest/?q={}",
]
# Where what one part knows is shown by another one: feed, calendar, figures, trail, lists.
ELSEWHERE = [
    *["/", "/community/", "/community/week/", "/calendar/", "/calendar/?kind=promise"],
    *["/kpi/", "/kpi/report/", "/kpi/departments/", "/audit/", "/notifications/", "/ideas/"],
    *["/consultations/desk/figures/", "/consultations/hearings/", "/consultations/desk/hand-over/"],
    *["/leaders/manage/open-work/", "/cms/reports/site-history/", "/operations/jobs/"],
]
TYPED = re.compile(r"DXLCANARY-[NS]1\b")
MOST_PAGES = 120


@pytest.fixture(scope="module")
def hall(rows_of_the_module):
    """Everybody, with what is planted. Returns the people and who reads what."""
    now = timezone.now()
    people = {
        "asker": a_staff_member("asker", email="asker@city.example.jp"),
        "other": a_staff_member("other", is_manager=True, email="other@city.example.jp"),
        "leader": a_leader("leader"),
        "named": an_officer("named", email="named@city.example.jp"),
        "unnamed": an_officer("unnamed", email="unnamed@city.example.jp"),
    }
    for role in (Role.TRAINER, Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR):
        staff = people[role.value] = a_staff_member(role.value.lower())
        RoleGrant.objects.create(staff=staff, role=role, starts_on="2020-04-01")
    _plant_notes(people, now)
    _plant_secrets(people, now)
    return people


def _plant_notes(people, now):
    officer = people["named"]
    rows = []
    for number in range(5):
        # Twenty an hour are taken from one person: the hour is told to the verb.
        rows.append(ask(people["asker"], a_question(work=f"窓口{number}"), now=now))
    for number in range(NOTES):
        body = f"DXLCANARY-N{number} メモです"
        note = take_note(rows[number % 5], body, by=officer, now=now)
        if number < 3:
            _attach(note, officer, f"DXLCANARY-N{number}.txt")
    agree(ask_to_share(rows[0], people["leader"], by=officer, now=now), by=people["asker"], now=now)
    reply(rows[0], "返事です。", by=officer, then=Status.ANSWERED, now=now)


def _attach(note, by, name):
    upload = check(SimpleUploadedFile(name, b"DXLCANARY-N0"), ANY_KIND)
    take_note(note.consultation, "ファイルつき", by=by, files=[upload], now=timezone.now())


def _plant_secrets(people, now):
    officer = people["named"]
    for number in range(SECRETS):
        marker = f"DXLCANARY-S{number}"
        question = a_question(work=marker, trouble=marker, is_confidential=True, named=(officer,))
        # One an hour, so that the limit of twenty lets all through.
        row = ask(people["asker"], question, now=now - timedelta(hours=60 - number))
        reply(row, f"{marker} 返事", by=officer, then=Status.WAITING, now=now)


def everything_seen_by(staff) -> str:
    """All pages that links lead to, searches for each kind of marker, and files by address."""
    browser = Client()
    browser.force_login(staff)
    starts = ["/consultations/", "/consultations/desk/?view=all", "/faq/", *ELSEWHERE]
    starts += [path.format(word) for path in SEARCHES for word in ("DXLCANARY-N1", "DXLCANARY-S1")]
    starts += [f"/consultations/{pk}/" for pk in Consultation.objects.values_list("pk", flat=True)]
    starts += [f"/files/{pk}/" for pk in StoredFile.objects.values_list("pk", flat=True)]
    waiting, seen, pages = deque(starts), set(starts), []
    while waiting and len(pages) < MOST_PAGES:
        path = waiting.popleft()
        answer = browser.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        text = body.decode("utf-8", "ignore") + str(dict(answer.headers))
        # What somebody typed into a search box comes back in it.
        pages.append(TYPED.sub("", text) if "q=" in path else text)
        for link in LINK.findall(text):
            link = link.replace("&amp;", "&")
            if link not in seen and not NOT_WALKED.match(link):
                seen.add(link)
                waiting.append(link)
    return "\n".join(pages)


def markers_in(text: str, kind: str) -> set[str]:
    return {each for each in MARKER.findall(text) if each.startswith(f"DXLCANARY-{kind}")}


@pytest.mark.thorough
def test_nobody_meets_a_note_or_a_confidential_word_who_may_not(hall):
    found = {name: everything_seen_by(staff) for name, staff in hall.items()}

    assert {name for name, text in found.items() if markers_in(text, "N")} == {"named", "unnamed"}
    assert {name for name, text in found.items() if markers_in(text, "S")} == {"asker", "named"}
    assert len(markers_in(found["named"], "N")) == NOTES
    assert len(markers_in(found["asker"], "S")) == SECRETS


def test_the_list_that_an_officer_takes_out_and_its_counts_tell_of_neither(hall):
    """Not even whoever may read the confidential ones carries them out of the house."""
    open_ones = Consultation.objects.filter(is_confidential=False).unfinished().count()
    for name in ("named", "unnamed"):
        browser = Client()
        browser.force_login(hall[name])
        answer = browser.post("/consultations/desk/export/?view=all", {"reason": "点検のため"})
        book = load_workbook(BytesIO(answer.content))
        cells = str([row for sheet in book for row in sheet.iter_rows(values_only=True)])
        assert "窓口0" in cells
        assert MARKER.findall(cells) == []
    counted = {each.code: each.number for each in counts(hall["unnamed"], timezone.now())}
    assert (counted["open"], counted["waiting"]) == (open_ones, 0)


def test_nothing_sent_or_told_carries_a_marker(hall):
    send_waiting_mail(timezone.now())

    told = "\n".join(f"{n.title} {n.link}" for n in Notification.objects.all())
    sent = "\n".join(f"{m.subject} {m.body} {m.alternatives}" for m in mail.outbox)
    assert told
    assert MARKER.findall(told + sent) == []


def test_ones_own_export_holds_no_notes_and_no_words_of_others(hall):
    for name in ("asker", "other", "unnamed"):
        text = str([group.rows for group in groups_of(hall[name])])
        assert markers_in(text, "N") == set(), name
        if name != "asker":
            assert markers_in(text, "S") == set(), name


def test_a_faq_begins_without_notes_and_from_a_confidential_one_empty(hall):
    for row in Consultation.objects.all():
        assert MARKER.findall(str(suggested_texts(row))) == []
