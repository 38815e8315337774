"""The pages: one verdict for button and POST, sent twice is done once, errors keep the words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leaders.models import Appointment, Pause, RecruitmentWindow, SelfNomination
from leaders.terms import pause
from portal.audit.models import AuditEvent
from portal.authority.breaking_glass import approve, ask
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.leaders.builders import (
    a_closed_window,
    a_hand,
    a_leader,
    a_rest,
    a_section,
    a_window,
    an_officer,
    the_programme,
)

pytestmark = pytest.mark.django_db
HAND = {"submit_key": "k1", "motive": "待ち時間を減らす", "promises": "on"}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def now():
    return timezone.now()


def words_of(answer) -> str:
    return answer.content.decode()


def test_sent_twice_a_hand_is_raised_once(client, now):
    staff = a_staff_member()
    window = a_window(now)
    client.force_login(staff)

    answers = [client.post(f"/leaders/apply/{window.pk}/", HAND) for _twice in range(2)]

    made = SelfNomination.objects.get()
    assert [answer.url for answer in answers] == [f"/leaders/nominations/{made.pk}/"] * 2
    assert made.staff == staff


def test_page_and_direct_sending_say_the_same_after_closing(client, now):
    window = a_closed_window(now)
    client.force_login(a_staff_member())
    refusal = "受付は終わりました。次の募集をお待ちください。"

    page = words_of(client.get(f"/leaders/windows/{window.pk}/"))
    sent = words_of(client.post(f"/leaders/apply/{window.pk}/", HAND))

    assert refusal in page
    assert refusal in sent
    assert "この募集に手を挙げる" not in page
    assert "待ち時間を減らす" in sent
    assert not SelfNomination.objects.exists()


def test_the_promise_must_be_given(client, now):
    window = a_window(now)
    client.force_login(a_staff_member())

    answer = client.post(f"/leaders/apply/{window.pk}/", {**HAND, "promises": ""})

    assert answer.context["form"].errors["promises"]
    assert not SelfNomination.objects.exists()


def test_a_call_that_is_not_announced_is_not_there(client, now, today):
    later = now + timedelta(days=60)
    window = a_window(
        now,
        announce_on=today + timedelta(days=40),
        opens_at=later,
        closes_at=later + timedelta(days=5),
    )
    client.force_login(a_staff_member())

    paths = [f"/leaders/windows/{window.pk}/", f"/leaders/apply/{window.pk}/"]
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_a_person_reads_changes_and_takes_down_their_hand(client, now):
    hand = a_hand(a_window(now), now=now)
    client.force_login(hand.staff)
    path = f"/leaders/nominations/{hand.pk}/"
    version = client.get(f"{path}change/").context["form"]["row_version"].value()

    client.post(f"{path}change/", {"row_version": version, "motive": "直した理由"})
    assert "直した理由" in words_of(client.get(path))
    stale = client.post(f"{path}change/", {"row_version": version, "motive": "古い画面"})
    assert "ほかの人が変更しました" in words_of(stale)
    client.post(f"{path}withdraw/")

    hand.refresh_from_db()
    assert (hand.motive, hand.state) == ("直した理由", "withdrawn")


def test_each_reading_of_a_hand_is_recorded(client, now):
    hand, officer = a_hand(a_window(now), now=now), an_officer()
    client.force_login(officer)

    assert client.get(f"/leaders/manage/nominations/{hand.pk}/").status_code == 200

    event = AuditEvent.objects.get(action="leaders.nomination.read")
    assert (event.actor, event.object_id) == (officer, str(hand.pk))


def test_an_officer_does_not_see_what_is_said_about_their_own_hand(client, now):
    officer, other = an_officer(), an_officer()
    hand = a_hand(a_window(now), officer, now=now)
    client.force_login(other)
    path = f"/leaders/manage/nominations/{hand.pk}/"
    client.post(f"{path}comment/", {"submit_key": "k1", "text": "ひみつのメモ"})
    assert "ひみつのメモ" in words_of(client.get(path))

    client.force_login(officer)

    assert "ひみつのメモ" not in words_of(client.get(path))
    assert "ひみつのメモ" not in words_of(client.get(f"/leaders/nominations/{hand.pk}/"))


def test_an_auditor_reads_a_hand_only_through_the_glass(client, now):
    hand, auditor = a_hand(a_window(now), now=now), a_staff_member(role=Role.AUDITOR)
    client.force_login(auditor)
    path = f"/leaders/manage/nominations/{hand.pk}/"
    assert client.get(path).status_code == 404

    grant = ask(hand, by=auditor, reason="申立てを確かめるため", now=now)
    approve(grant, by=an_officer(), now=now)

    assert "窓口の待ち時間" in words_of(client.get(path))
    assert AuditEvent.objects.filter(action="glass.used", actor=auditor).count() == 1
    assert client.post(f"{path}appoint/").status_code == 404


def test_an_officer_appoints_those_who_were_ticked(client, now):
    window = a_closed_window(now)
    hands = [a_hand(window, now=now - timedelta(days=1)) for _each in range(3)]
    client.force_login(an_officer())
    path = f"/leaders/manage/windows/{window.pk}/"

    ticked = [hands[0].pk, hands[1].pk, "x", "9" * 30]
    answer = client.post(f"{path}appoint/", {"nominations": ticked}, follow=True)

    assert "2人を任命し、本人と所属長に知らせました。" in words_of(answer)
    assert Appointment.objects.count() == 2
    refused = client.post(f"{path}finish/", follow=True)
    assert "結果の決まっていない申出が1件あります" in words_of(refused)


def test_the_list_is_taken_out_with_a_reason_and_a_mark(client, now):
    window = a_window(now)
    a_hand(window, now=now)
    client.force_login(an_officer())
    path = f"/leaders/manage/windows/{window.pk}/export/"

    assert client.post(path, {"reason": ""}).status_code == 302
    assert not AuditEvent.objects.filter(action="leaders.nomination.exported").exists()
    answer = client.post(path, {"reason": "選考会議"})

    assert answer["Cache-Control"] == "no-store"
    assert AuditEvent.objects.get(action="leaders.nomination.exported").details == {
        "rows": 1,
        "texts": 0,
    }


def test_a_leader_rests_and_returns_on_the_screen(client, now, today):
    term = a_leader(now)
    client.force_login(term.staff)
    values = {
        "submit_key": "k1",
        "starts_on": today,
        "returns_on": today + timedelta(days=9),
        "reason": "council",
    }

    for _twice in range(2):
        client.post(f"/leaders/terms/{term.pk}/pause/", values)
    assert Pause.objects.count() == 1
    assert term.state_on(today) == "paused"
    client.post(f"/leaders/terms/{term.pk}/return/")

    assert Appointment.objects.get().state_on(today) == "active"


def test_a_rest_that_does_not_fit_says_why_and_keeps_what_was_typed(client, now, today):
    term = a_leader(now)
    client.force_login(term.staff)
    values = {"submit_key": "k1", "starts_on": today, "returns_on": today, "reason": "busy"}

    answer = client.post(f"/leaders/terms/{term.pk}/pause/", {**values, "words": "決算です"})

    assert "戻る日は、休み始める日より後の日にしてください。" in words_of(answer)
    assert "決算です" in words_of(answer)


def test_a_leader_leaves_on_one_page_and_loses_the_right_at_once(client, now):
    term = a_leader(now)
    client.force_login(term.staff)
    assert client.get(f"/leaders/terms/{term.pk}/profile/").status_code == 200

    values = {"reason": "done", "words": "楽しかったです", "successor": ""}
    answer = client.post(f"/leaders/terms/{term.pk}/resign/", values, follow=True)

    assert "ありがとうございました" in words_of(answer)
    assert client.get(f"/leaders/terms/{term.pk}/profile/").status_code == 404
    assert client.get(f"/leaders/people/{term.staff.pk}/").status_code == 200


def test_the_paper_of_the_appointment_belongs_to_the_person_and_the_desk(client, now):
    term = a_leader(now, staff=a_staff_member(name="髙﨑 太郎", department=a_section()))
    path = f"/leaders/terms/{term.pk}/notice.pdf"

    found = []
    for staff in (term.staff, an_officer(), a_staff_member()):
        client.force_login(staff)
        found.append(client.get(path).status_code)

    assert found == [200, 200, 404]


def test_the_programme_is_a_setting(client, now):
    client.force_login(an_officer())
    path = "/leaders/manage/programme/"
    form = client.get(path).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value()}

    assert client.post(path, {**values, "role_name": "DX推進員"}).status_code == 302

    assert "DX推進員" in words_of(client.get("/leaders/"))
    stale = client.post(path, {**values, "role_name": "ICTリーダー"})
    assert "ほかの人が変更しました" in words_of(stale)


def test_a_proposed_call_fills_its_form(client, now):
    client.force_login(an_officer())

    form = client.get("/leaders/manage/windows/new/?month=2027-09-01").context["form"]

    assert form["title"].value() == "令和9年度 9月の募集"
    assert client.get("/leaders/manage/windows/new/?month=2027-99").status_code == 200
    assert RecruitmentWindow.objects.count() == 0


def test_the_head_answers_without_reading_the_texts(client, now):
    the_programme(heads="consulted")
    section = a_section()
    head = a_staff_member(department=section, is_manager=True)
    hand = a_hand(a_window(now), a_staff_member(department=section), now=now)
    client.force_login(head)
    path = f"/leaders/nominations/{hand.pk}/head/"

    page = words_of(client.get(path))
    client.post(path, {"view": "arrange", "words": "3月は避けたい"})

    assert hand.motive not in page
    hand.refresh_from_db()
    assert hand.head_words == "3月は避けたい"


def test_empty_pages_say_what_to_do(client):
    client.force_login(an_officer())
    paths = ["", "directory/", "past/", "coverage/", "manage/", "manage/terms/", "manage/reasons/"]

    answers = [client.get(f"/leaders/{path}") for path in paths]

    assert [answer.status_code for answer in answers] == [200] * len(paths)


def test_a_resting_leader_is_shown_with_the_day_of_return(client, now, today):
    term = a_leader(now)
    pause(term, a_rest(today, today + timedelta(days=3)), by=term.staff, now=now)
    client.force_login(a_staff_member())

    assert "お休み中" in words_of(client.get("/leaders/directory/"))
