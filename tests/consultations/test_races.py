"""Many at once, on a real database: one winner, and a legal state."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from portal.audit.models import AuditEvent
from portal.consultations.checking import check_all
from portal.consultations.desk import take
from portal.consultations.merging import merge
from portal.consultations.models import Consultation, Entry
from portal.consultations.moving import close
from portal.consultations.threads import reply
from portal.consultations.vocabulary import Event, Status
from portal.errors import DomainError
from portal.notifications.models import Notification
from tests.builders import a_staff_member
from tests.consultations.builders import a_consultation, an_officer

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = {"kind": "other", "work": "窓口", "trouble": "困っている"}


def at_once(*acts):
    """Run all in threads that start together. Returns for each its result or its refusal."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results):
    return [each for each in results if isinstance(each, DomainError)]


@pytest.mark.parametrize("presses", [2, 10, 50])
def test_one_form_sent_many_times_at_once_makes_one_of_everything(presses):
    officer, asker = an_officer(), a_staff_member("hanako")
    client = Client()
    client.force_login(asker)
    client.post("/consultations/new/", TYPED)
    cookies = client.cookies

    def press():
        own = Client()
        own.cookies = cookies
        return own.post("/consultations/new/check/", {"submit_key": "k1"}).url

    answers = at_once(*[press] * presses)

    made = Consultation.objects.get()
    assert set(answers) == {f"/consultations/{made.pk}/"}
    assert Notification.objects.filter(recipient=officer).count() == 1
    assert AuditEvent.objects.filter(action="consultation.asked").count() == 1
    assert check_all() == []


def test_of_five_who_take_one_gets_it(now):
    row = a_consultation(now=now)
    people = [an_officer() for _ in range(5)]

    results = at_once(*[lambda who=who: take(row, by=who, now=now) for who in people])

    assert len(refusals(results)) == 4
    assert row.changes.filter(what=Event.ASSIGNEE).count() == 1
    assert AuditEvent.objects.filter(action="consultation.assigned").count() == 1
    assert check_all() == []


def test_close_and_reply_at_once_end_in_a_legal_state(now):
    officer = an_officer()
    for _ in range(3):
        row = a_consultation(now=now)
        at_once(
            lambda row=row: close(row, by=row.asker, now=now),
            lambda row=row: reply(row, "返事", by=officer, then=Status.ANSWERED, now=now),
        )

        row.refresh_from_db()
        replies = Entry.objects.filter(consultation=row).count()
        assert (row.status, replies) in {(Status.CLOSED, 0), (Status.ANSWERED, 1)}
    assert check_all() == []


def test_two_that_are_merged_into_each_other_at_once_do_not_both_vanish(now):
    officer = an_officer()
    one, other = a_consultation(now=now), a_consultation(now=now)

    results = at_once(
        lambda: merge(one, other, "まとめます。", by=officer, now=now),
        lambda: merge(other, one, "まとめます。", by=officer, now=now),
    )

    assert len(refusals(results)) == 1
    assert Consultation.objects.exclude(merged_into=None).count() == 1
    assert check_all() == []


def test_one_merge_pressed_twice_at_once_answers_once(now):
    officer = an_officer()
    one, other = a_consultation(now=now), a_consultation(now=now)

    results = at_once(*[lambda: merge(one, other, "まとめます。", by=officer, now=now)] * 2)

    assert len(refusals(results)) == 1
    assert Entry.objects.filter(consultation=one).count() == 1
