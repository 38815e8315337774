from datetime import timedelta

import pytest
from django.utils import timezone

from portal.notifications.models import Notification
from portal.personal.asking import NEXT, AnswerIsMissing, IllegalMove, make_request, move
from portal.personal.models import DataRequest, DataRequestChange, Hold, RetentionRun
from portal.personal.purposes import lines, purpose_sentence
from portal.staff.models import Role, StaffMember
from tests.builders import a_staff_member
from tests.personal.builders import a_leaver, two_administrators

pytestmark = pytest.mark.django_db
LIST_QUERIES = 6


@pytest.fixture
def hanako(client):
    staff = a_staff_member("hanako")
    client.force_login(staff)
    return staff


def test_the_page_says_of_everything_why_and_how_long(client, hanako):
    text = client.get("/privacy/").content.decode()

    assert all(line.purpose in text and line.period in text for line in lines())
    assert all(line.purpose.endswith(("ため。", "ません。", "ます。")) for line in lines())


@pytest.mark.parametrize(
    ("path", "label", "role"),
    [
        ("/accounts/", "staff.staffmember", None),
        ("/accounts/password/change/", "mfa.authenticator", None),
        ("/notifications/settings/", "notifications.preference", None),
        ("/privacy/requests/new/", "personal.datarequest", None),
        ("/privacy/retention/holds/new/", "personal.hold", Role.ADMINISTRATOR),
        ("/staff/roster/upload/", "staff.rosterimport", Role.ADMINISTRATOR),
    ],
)
def test_the_purpose_stands_beside_the_field_in_the_words_of_the_table(client, path, label, role):
    client.force_login(a_staff_member(role=role))

    assert purpose_sentence(label) in client.get(path).content.decode()


SEES = {
    None: 404, Role.LEADER: 404, Role.TRAINER: 404, Role.EDITOR: 404,
    Role.OFFICER: 200, Role.AUDITOR: 200, Role.ADMINISTRATOR: 200,
}  # fmt: skip


@pytest.mark.parametrize("role", SEES)
def test_the_dry_run_is_for_officers_auditors_and_administrators(client, role):
    client.force_login(a_staff_member(role=role))

    assert client.get("/privacy/retention/").status_code == SEES[role]


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMINISTRATOR)])
def test_only_administrators_run_and_hold(client, role):
    a_leaver(timezone.now())
    first, _second = two_administrators()
    run = RetentionRun.objects.create(
        state="proposed", proposed_by=first, proposed_at=timezone.now()
    )
    hold = Hold.objects.create(
        staff=first, reason="監査", placed_by=first, placed_at=timezone.now()
    )
    client.force_login(a_staff_member(role=role))

    desk = "/privacy/retention"
    for path in (
        f"{desk}/propose/",
        f"{desk}/{run.pk}/agree/",
        f"{desk}/{run.pk}/withdraw/",
        f"{desk}/holds/new/",
        f"{desk}/holds/{hold.pk}/lift/",
    ):
        assert client.post(path).status_code == 404
    run.refresh_from_db()
    assert run.state == "proposed"


def test_two_administrators_run_it_on_the_screen(client):
    hanako = a_leaver(timezone.now(), name="花子")
    first, second = two_administrators()

    client.force_login(first)
    client.post("/privacy/retention/propose/")
    run = RetentionRun.objects.get()
    client.post(f"/privacy/retention/{run.pk}/agree/")
    hanako.refresh_from_db()
    assert hanako.name == "花子"
    assert "承認して消去する" not in client.get("/privacy/retention/").content.decode()
    assert Notification.objects.get(kind="retention_proposed").recipient == second

    client.force_login(second)
    assert "承認して消去する" in client.get("/privacy/retention/").content.decode()
    client.post(f"/privacy/retention/{run.pk}/agree/")
    hanako.refresh_from_db()
    assert hanako.name == "退職した職員"
    assert "アカウント 1件" in client.get("/privacy/retention/").content.decode()


def test_a_hold_is_placed_for_a_person_by_number(client):
    hanako = a_staff_member(staff_number="0012")
    client.force_login(a_staff_member(role=Role.ADMINISTRATOR))
    values = {"submit_key": "k", "who": "0012", "reason": "訴訟"}

    for _press in range(2):
        client.post("/privacy/retention/holds/new/", values)

    assert Hold.objects.get().staff == hanako


@pytest.mark.parametrize("values", [{}, {"who": "0012", "model": "staff.staffmember"}])
def test_a_hold_is_about_one_thing(client, values):
    a_staff_member(staff_number="0012")
    client.force_login(a_staff_member(role=Role.ADMINISTRATOR))

    client.post("/privacy/retention/holds/new/", {"submit_key": "k", "reason": "訴訟", **values})

    assert Hold.objects.count() == 0


def test_a_request_reaches_the_dx_section_and_is_due_in_thirty_days(client, hanako):
    officer = a_staff_member(role=Role.OFFICER)
    values = {"submit_key": "k", "kind": "correction", "text": "ふりがなが違います"}

    for _press in range(2):
        answer = client.post("/privacy/requests/new/", values)

    made = DataRequest.objects.get()
    assert answer["Location"] == f"/privacy/requests/{made.pk}/"
    assert made.due_on - timezone.localdate(made.asked_at) == timedelta(days=30)
    assert Notification.objects.get().recipient == officer


@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 404), *((role, 200 if role == Role.OFFICER else 404) for role in Role)],
)
def test_a_request_is_read_by_its_person_and_the_dx_section(client, now, role, status):
    made = make_request(a_staff_member(), kind="stop", text="秘密の申出", now=now)
    client.force_login(a_staff_member(role=role))

    answer = client.get(f"/privacy/requests/{made.pk}/")

    assert answer.status_code == status
    listed = client.get("/privacy/requests/").content.decode()
    assert (f"申出 {made.pk}" in listed) == (status == 200)


def test_an_answer_is_told_to_the_person(client, now):
    hanako = a_staff_member()
    made = make_request(hanako, kind="correction", text="違います", now=now)
    client.force_login(a_staff_member(role=Role.OFFICER))

    client.post(f"/privacy/requests/{made.pk}/move/", {"to": "in_progress", "answer": ""})
    client.post(f"/privacy/requests/{made.pk}/move/", {"to": "done", "answer": "直しました"})

    made.refresh_from_db()
    assert (made.state, made.answer) == ("done", "直しました")
    assert DataRequestChange.objects.count() == 2
    assert Notification.objects.filter(recipient=hanako).count() == 2
    client.force_login(hanako)
    assert "直しました" in client.get(f"/privacy/requests/{made.pk}/").content.decode()


def test_nobody_answers_their_own_request(client, now):
    officer = a_staff_member(role=Role.OFFICER)
    made = make_request(officer, kind="stop", text="止めて", now=now)
    client.force_login(officer)

    values = {"to": "done", "answer": "応じました"}
    assert client.post(f"/privacy/requests/{made.pk}/move/", values).status_code == 404


def test_a_person_takes_a_request_back(client, hanako, now):
    made = make_request(hanako, kind="stop", text="止めて", now=now)

    client.post(f"/privacy/requests/{made.pk}/withdraw/")

    made.refresh_from_db()
    assert made.state == "withdrawn"


@pytest.mark.parametrize("old", NEXT)
@pytest.mark.parametrize("to", NEXT)
def test_a_request_moves_as_the_table_says(now, old, to):
    officer = a_staff_member(role=Role.OFFICER)
    made = make_request(a_staff_member(), kind="stop", text="止めて", now=now)
    DataRequest.objects.update(state=old)
    made.refresh_from_db()

    if to in NEXT[old]:
        move(made, to, answer="はい", by=officer, now=now)
    else:
        with pytest.raises(IllegalMove):
            move(made, to, answer="はい", by=officer, now=now)

    assert DataRequest.objects.get().state == (to if to in NEXT[old] else old)


def test_a_request_does_not_end_without_an_answer(now):
    made = make_request(a_staff_member(), kind="stop", text="止めて", now=now)

    with pytest.raises(AnswerIsMissing):
        move(made, DataRequest.State.DONE, answer="  ", by=a_staff_member(), now=now)
    assert DataRequest.objects.get().state == "received"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_requests_asks_the_same_questions_for_any_number(
    client, now, count, django_assert_num_queries
):
    for number in range(count):
        make_request(a_staff_member(), kind="stop", text=str(number), now=now)
    client.force_login(a_staff_member(role=Role.OFFICER))
    client.get("/privacy/requests/")

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/privacy/requests/")
    assert StaffMember.objects.count() == count + 1
