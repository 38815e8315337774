"""What was forbidden, forged or guessed leaves a trace, and many guesses raise an alarm."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.notifications.models import Notification
from portal.operations.notice_rounds import (
    ALARM_AT,
    failed_sign_ins,
    is_alarming,
    raise_sign_in_alarm,
)
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member

pytestmark = pytest.mark.django_db


def fail_to_sign_in(times):
    for _time in range(times):
        record("signin.failed", actor=None, result=AuditEvent.Result.REFUSED)


def test_a_forged_form_is_an_event(client):
    staff = a_staff_member()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff)

    assert strict.post("/notifications/read/").status_code == 403

    event = AuditEvent.objects.get(action="request.forged")
    assert event.actor == staff
    assert event.result == "refused"
    assert event.details == {"route": "notifications:notification_read_all"}


def test_a_forged_form_of_a_stranger_is_one_too():
    assert Client(enforce_csrf_checks=True).post("/accounts/login/").status_code == 403

    assert AuditEvent.objects.get(action="request.forged").actor is None


def test_what_is_forbidden_is_an_event(client):
    editor = a_staff_member(role=Role.EDITOR)
    client.force_login(editor)

    assert client.get("/cms/users/").status_code == 403

    event = AuditEvent.objects.get(action="request.forbidden")
    assert (event.actor, event.details) == (editor, {"route": "wagtailusers_users:index"})


def test_a_page_for_others_is_missing_and_the_try_is_an_event(client):
    staff = a_staff_member()
    client.force_login(staff)

    assert client.get("/staff/roles/").status_code == 404

    event = AuditEvent.objects.get(action="page.refused")
    assert (event.actor, event.details) == (staff, {"route": "authority:role_list"})


def test_fifty_failed_sign_ins_in_an_hour_raise_one_alarm():
    administrator = a_staff_member(role=Role.ADMINISTRATOR)
    fail_to_sign_in(ALARM_AT - 1)
    assert not is_alarming(timezone.now())
    raise_sign_in_alarm()
    assert Notification.objects.count() == 0

    fail_to_sign_in(1)
    assert is_alarming(timezone.now())
    raise_sign_in_alarm()
    raise_sign_in_alarm()

    told = Notification.objects.filter(kind="sign_in_alarm")
    assert [(each.recipient, "50回" in each.title) for each in told] == [(administrator, True)]


def test_what_failed_more_than_an_hour_ago_is_no_alarm():
    fail_to_sign_in(ALARM_AT)

    assert failed_sign_ins(timezone.now() + timedelta(hours=1, minutes=1)) == 0


@pytest.mark.parametrize(
    ("act", "action"),
    [("unpublish", "casebook.case.unpublished"), ("delete", "casebook.case.deleted")],
)
@pytest.mark.parametrize("in_bulk", [False, True])
def test_the_fate_of_a_case_is_in_the_trail(client, act, action, in_bulk):
    officer, case = a_staff_member(role=Role.OFFICER), a_case()
    client.force_login(officer)
    bulk = f"/cms/bulk/wagtailcore/page/{act}/?id={case.pk}&next=/cms/"
    address = bulk if in_bulk else f"/cms/pages/{case.pk}/{act}/"

    answer = client.post(address)

    assert answer.status_code == 302
    event = AuditEvent.objects.get(action__startswith="casebook.case.")
    assert (event.action, event.actor, event.object_id) == (action, officer, str(case.pk))
