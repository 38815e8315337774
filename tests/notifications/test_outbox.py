"""The outbox on the screen, failed jobs, and how long notices are kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus

from portal.audit.models import AuditEvent
from portal.notifications.models import Mail, Notification
from portal.notifications.retention import DAYS_KEPT, erase_old_notices
from portal.operations.models import Job
from portal.operations.periodic import run_periodic_job
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.notifications.telling import tell

pytestmark = pytest.mark.django_db

PAGE, SEND_ALL = reverse("jobs:mail_list"), reverse("jobs:mail_send_all_again")


@pytest.fixture
def admin(client):
    admin = a_staff_member("admin", role=Role.ADMINISTRATOR)
    client.force_login(admin)
    return admin


@pytest.fixture
def given_up():
    staff = a_staff_member(name="山田 花子", email="hanako@city.example.test")
    notice = tell(staff, title="CANARY", now=timezone.now())
    Mail.objects.update(state="given_up", attempts=5, last_error="SMTPRecipientsRefused 550")
    return notice.mail


def again(mail):
    return reverse("jobs:mail_send_again", args=[mail.pk])


def state(mail):
    mail = Mail.objects.get(pk=mail.pk)
    return mail.state, mail.attempts


@pytest.mark.parametrize(
    ("role", "sees", "acts"),
    [
        (None, 404, 404),
        (Role.LEADER, 404, 404),
        (Role.TRAINER, 404, 404),
        (Role.OFFICER, 200, 404),
        (Role.EDITOR, 404, 404),
        (Role.AUDITOR, 404, 404),
        (Role.ADMINISTRATOR, 200, 302),
    ],
)
def test_the_dx_section_sees_the_outbox_and_administrators_act(client, given_up, role, sees, acts):
    client.force_login(a_staff_member(role=role))

    assert client.get(PAGE).status_code == sees
    assert client.post(again(given_up)).status_code == acts
    assert client.post(SEND_ALL).status_code == acts
    assert state(given_up) == (("pending", 0) if acts == 302 else ("given_up", 5))


def test_a_failed_mail_is_shown_without_what_it_says(client, admin, given_up):
    html = client.get(PAGE).content.decode()

    assert "CANARY" not in html
    for shown in ("山田 花子", "役割の付与", "SMTPRecipientsRefused 550"):
        assert shown in html


def test_a_failed_mail_gets_all_its_tries_again_and_the_trail_says_who_did_it(
    client, admin, given_up
):
    client.post(again(given_up))

    assert state(given_up) == ("pending", 0)
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.actor, event.object_id) == (
        "mail.sent_again",
        admin,
        str(given_up.pk),
    )


@pytest.mark.parametrize(
    "fields", [{"state": "sent"}, {"state": "pending"}, {"useful_until": "2026-01-01T00:00Z"}]
)
def test_what_has_not_failed_or_is_past_its_use_is_left_alone(client, admin, given_up, fields):
    Mail.objects.update(**fields)
    before = state(given_up)

    client.post(again(given_up))
    client.post(SEND_ALL)

    assert state(given_up) == before
    assert not AuditEvent.objects.filter(action="mail.sent_again").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_failure_as_for_three(
    client, admin, count, django_assert_num_queries
):
    for _each in range(count):
        tell(a_staff_member(), now=timezone.now())
    Mail.objects.update(state="given_up")

    with django_assert_num_queries(10):
        client.get(PAGE)


def test_a_job_that_is_set_aside_is_told_to_administrators_once(admin):
    a_staff_member(role=Role.OFFICER)
    job = Job.objects.create(
        task_path=run_periodic_job.module_path,
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        status=TaskResultStatus.RUNNING,
        run_after=timezone.now(),
        worker_ids=["a", "b", "c"],
    )

    for _each in range(2):
        job.set_failed(ValueError())

    notices = Notification.objects.values_list("recipient", "kind", "title", "link")
    assert list(notices) == [
        (
            admin.pk,
            "job_set_aside",
            "ジョブ「run_periodic_job」を実行できませんでした",
            reverse("jobs:job_list"),
        )
    ]


def test_notices_and_their_mails_are_erased_after_ninety_days(now):
    hanako = a_staff_member()
    tell(hanako, cause="old", now=now - timedelta(days=DAYS_KEPT, seconds=1))
    tell(hanako, cause="young", now=now - timedelta(days=DAYS_KEPT))

    assert [erase_old_notices(now) for _each in range(2)] == [1, 0]

    assert [notice.cause for notice in Notification.objects.all()] == ["young"]
    assert Mail.objects.count() == 1
