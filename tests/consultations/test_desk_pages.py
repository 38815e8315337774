"""The desk: its list, its forms, and what other people see of it."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.consultations.closing_days import close_day
from portal.consultations.desk import FACTS, take
from portal.consultations.models import Consultation, Reminder
from portal.consultations.reminding import remind
from portal.consultations.sharing import agree, ask_to_share, end_share
from portal.consultations.surveying import plan_round
from portal.consultations.vocabulary import Status
from portal.notifications.models import Notification
from portal.staff.models import Department
from portal.submitting.versions import version_of
from tests.builders import a_staff_member
from tests.consultations.builders import (
    a_consultation,
    a_leader,
    an_officer,
    many_consultations,
)
from training.models import BusySeason

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    staff = an_officer("officer")
    client.force_login(staff)
    return staff


def listed(client, **query):
    return [row.pk for row in client.get("/consultations/desk/", query).context["page"]]


def test_each_view_holds_what_it_says(client, officer):
    now = timezone.now()
    asker = a_staff_member()
    mine = a_consultation(asker, now=now)
    take(mine, by=officer, now=now)
    waiting = a_consultation(asker, now=now, status=Status.WAITING, next_due_at=None)
    stalled = a_consultation(asker, now=now, moved_at=now - timedelta(days=8))
    late = a_consultation(asker, now=now, next_due_at=now - timedelta(days=1))
    closed = a_consultation(asker, now=now, status=Status.CLOSED, closed_at=now, next_due_at=None)

    assert listed(client, view="mine") == [mine.pk]
    assert listed(client, view="waiting") == [waiting.pk]
    assert listed(client, view="stalled") == [stalled.pk]
    assert late.pk in listed(client, view="today")
    assert set(listed(client, view="unassigned")) == {waiting.pk, stalled.pk, late.pk}
    assert listed(client)[0] == late.pk
    assert closed.pk not in listed(client)
    assert closed.pk in listed(client, view="all")


def test_an_address_that_makes_no_sense_shows_everything_open(client, officer, now):
    row = a_consultation(now=now)

    query = {"view": "x'", "kind": "%00", "department": "9" * 40, "page": "x", "tag": ""}
    assert listed(client, **query) == [row.pk]


def test_words_find_what_was_asked(client, officer, now):
    found = a_consultation(trouble="議事録に時間がかかる。", now=now)
    a_consultation(trouble="押印が多い。", now=now)

    assert listed(client, q="議事録") == [found.pk]


def test_the_desk_costs_the_same_for_3_and_30(client, officer, now):
    asker, counts = a_staff_member(), []
    for rows in (3, 27):
        many_consultations(rows, asker=asker, now=now, assignee=officer, next_due_at=now)
        with CaptureQueriesContext(connection) as found:
            client.get("/consultations/desk/")
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_a_note_is_the_default_and_an_answer_asks_twice(client, officer, now):
    row = a_consultation(now=now)
    path = f"/consultations/{row.pk}/write/"
    typed = {"write-submit_key": "k1", "write-body": "文章", "write-then": "answered"}

    page = client.get(f"/consultations/{row.pk}/")
    assert page.context["write_form"]["to"].value() == "note"
    page = client.post(path, typed | {"write-to": "public"}).content.decode()
    assert "返事は相談者に見えます" in page
    assert row.entries.count() == row.notes.count() == 0

    client.post(path, typed | {"write-to": "public", "write-is_sure": "on"})
    client.post(path, typed | {"write-submit_key": "k2", "write-to": "note"})

    row.refresh_from_db()
    assert (row.entries.count(), row.notes.count(), row.status) == (1, 1, Status.ANSWERED)


def test_two_officers_edit_the_facts_and_the_second_sees_both(client, officer, now):
    row = a_consultation(now=now)
    path = f"/consultations/{row.pk}/facts/"
    typed = {"facts-row_version": version_of(row, FACTS), "facts-kind": "online"}
    client.post(path, typed | {"facts-priority": "high"})

    page = client.post(path, typed | {"facts-priority": "low"}).content.decode()

    assert "ほかの人の変更と、あなたの入力" in page
    row.refresh_from_db()
    assert row.priority == "high"


def test_who_else_has_it_open_is_said_and_locks_nobody_out(client, officer, now):
    row = a_consultation(now=now)
    client.get(f"/consultations/{row.pk}/")
    client.force_login(an_officer("second"))

    assert "ほかの人も開いています" in client.get(f"/consultations/{row.pk}/").content.decode()


def test_reading_a_confidential_one_is_recorded(client, officer, now):
    row = a_consultation(now=now, is_confidential=True, named=(officer,))

    client.get(f"/consultations/{row.pk}/")

    assert AuditEvent.objects.filter(action="consultation.read", actor=officer).count() == 1


def test_an_officer_who_asks_is_an_asker_there(client, officer, now):
    row = a_consultation(officer, now=now)

    page = client.get(f"/consultations/{row.pk}/").content.decode()

    assert "内部メモ" not in page
    assert client.post(f"/consultations/{row.pk}/take/").status_code == 404
    assert listed(client) == []


def test_a_leader_reads_along_only_after_consent_and_until_it_ends(client, now):
    officer, leader = an_officer(), a_leader("leader")
    row = a_consultation(now=now, is_name_hidden=True)
    client.force_login(leader)
    path = f"/consultations/{row.pk}/"
    share = ask_to_share(row, leader, by=officer, now=now)
    assert client.get(path).status_code == 404

    agree(share, by=row.asker, now=now)
    page = client.get(path).content.decode()
    assert "名前を出さない相談" in page
    assert row.asker.name not in page
    client.post(f"{path}add/", {"submit_key": "k1", "body": "一緒に見ます。"})
    assert row.entries.count() == 1

    end_share(share, by=row.asker, now=now)
    assert client.get(path).status_code == 404


def test_the_asker_shows_it_to_a_leader_of_their_own_accord_and_takes_it_back(client, now):
    leader, row = a_leader("leader"), a_consultation(now=now)
    path = f"/consultations/{row.pk}/"
    client.force_login(row.asker)

    client.post(f"{path}share/", {"share-leader": leader.pk})

    share = row.shares.get()
    assert list(Consultation.objects.visible_to(leader)) == [row]
    assert Notification.objects.filter(recipient=leader, kind="consultation_share").count() == 1
    assert f"{leader.name}さんが読んでいます" in client.get(path).content.decode()
    client.post(f"/consultations/shares/{share.pk}/end/")
    assert list(Consultation.objects.visible_to(leader)) == []


def test_a_hearing_shows_when_its_section_is_busy(client, officer, now):
    rooms = [
        Department.objects.create(code=code, name=f"課{code}", starts_on=date(2020, 4, 1))
        for code in ("1010", "2010")
    ]
    day = timezone.localdate()
    BusySeason.objects.create(kind="busy", department=rooms[0], starts_on=day, ends_on=day)
    first, second = plan_round("秋", "聞くこと", rooms, by=officer, now=now).hearings.order_by("pk")

    pages = [client.get(f"/consultations/hearings/sections/{each.pk}/") for each in (first, second)]
    said = ["担当業務の繁忙期" in page.content.decode() for page in pages]
    assert said == [True, False]


def test_many_are_given_from_the_list(client, officer, now):
    rows = [a_consultation(now=now), a_consultation(now=now)]
    other = an_officer()

    client.post("/consultations/desk/assign/", {"to": other.pk, "pks": [row.pk for row in rows]})

    assert Consultation.objects.filter(assignee=other).count() == 2


def test_work_is_handed_over_from_the_page(client, officer, now):
    row, other = a_consultation(now=now), an_officer()
    take(row, by=officer, now=now)

    client.post(
        "/consultations/desk/hand-over/",
        {"submit_key": "k1", "person": officer.pk, "to": other.pk},
    )

    row.refresh_from_db()
    assert row.assignee == other


def test_a_closed_day_moves_open_promises(client, officer, now):
    row = a_consultation(now=now)
    due = row.first_due_at

    client.post(
        "/consultations/desk/closed-days/",
        {"submit_key": "k1", "on": "2026-11-24", "reason": "停電"},
    )

    row.refresh_from_db()
    assert row.first_due_at > due
    day = row.changes.model.objects.filter(consultation=row, what="clock")
    assert day.count() == 2


def test_reminders_go_out_once_a_day(now):
    officer = an_officer()
    row = a_consultation(now=now)
    take(row, by=officer, now=now)
    late = row.first_due_at + timedelta(hours=1)

    first, again, next_day = remind(late), remind(late), remind(late + timedelta(days=1))

    assert (first, again, next_day) == (1, 0, 1)
    kinds = Notification.objects.filter(recipient=officer, kind="consultation_due")
    assert kinds.count() == Reminder.objects.count() == 2


def test_before_the_deadline_there_is_one_reminder_and_none_on_a_closed_day(now):
    officer = an_officer()
    row = a_consultation(now=now)
    close_day(timezone.localdate(now), "停電", by=officer, now=now)
    assert remind(now) == 0

    row.refresh_from_db()
    assert remind(row.first_due_at - timedelta(hours=2)) == 1


def test_a_forgotten_one_reaches_the_head_of_the_desk_by_its_number_alone(now):
    room = Department.objects.create(code="2010", name="DX課", starts_on=date(2020, 4, 1))
    an_officer(department=room)
    head = a_staff_member(is_manager=True, department=room)
    row = a_consultation(trouble="件名に出る言葉", now=now - timedelta(days=9))
    Consultation.objects.filter(pk=row.pk).update(next_due_at=now + timedelta(days=3))

    remind(now)

    told = Notification.objects.get(recipient=head)
    assert told.title == f"相談 {row.pk}番が9日動いていません（担当：未定）"


def test_the_check_finds_a_status_that_nobody_moved_to(now, capsys):
    row = a_consultation(now=now)
    call_command("check_consultations")
    assert "矛盾はありません" in capsys.readouterr().out
    Consultation.objects.filter(pk=row.pk).update(status=Status.ANSWERED)

    with pytest.raises(SystemExit) as ended:
        call_command("check_consultations")

    assert ended.value.code == 2
    assert f"状態が記録と違う: {row.pk}" in capsys.readouterr().err


def test_nobody_counts_further_than_they_work(client, officer, now):
    many_consultations(130, asker=a_staff_member(), now=now, next_due_at=now)

    page = client.get("/consultations/desk/")

    assert {each.code: each.words for each in page.context["counts"]}["open"] == "99+"
    assert "期限の近い順） 120件以上" in page.content.decode()
    assert (
        "期限の近い順） 130件"
        in client.get("/consultations/desk/?view=open&exact=1").content.decode()
    )
    assert len(client.get("/consultations/desk/?page=5").context["page"].object_list) == 10
