"""Attempts, back-off, setting aside, and the page where administrators see it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus, task

from portal.audit.models import AuditEvent
from portal.operations.jobs import JobHasNotFailed, queue_state, run_again
from portal.operations.lease import lease_for
from portal.operations.models import Job, WorkerBeat
from portal.operations.worker import PortalWorker
from portal.staff.models import Role
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db

PAGE = reverse("jobs:job_list")
READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING
FAILED, SUCCESSFUL = TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL


@pytest.fixture(autouse=True)
def _a_queue_in_the_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@task()
def add(first: int, second: int) -> int:
    return first + second


@task()
def fail() -> None:
    raise ConnectionRefusedError


def a_job(name="add", *, args=(1, 2), status=READY, workers=(), **fields):
    now = timezone.now()
    if status == FAILED:
        fields = {"finished_at": now, "exception_class_path": "x.OutOfPaper", **fields}
    return Job.objects.create(
        task_path=f"{__name__}.{name}",
        args_kwargs={"args": list(args), "kwargs": {}},
        status=status,
        worker_ids=list(workers),
        backend_name="default",
        **{"run_after": now - timedelta(seconds=1), **fields},
    )


def work():
    """What ``manage.py run_due_jobs`` does."""
    PortalWorker(batch=True).run()


def stored(job):
    job.refresh_from_db()
    return job.status, job.attempts


def waits(job):
    return round((job.run_after - timezone.now()).total_seconds() / 60)


def test_a_job_is_done():
    job = a_job()

    work()

    assert stored(job) == (SUCCESSFUL, 1)
    assert job.return_value == 3


@pytest.mark.parametrize(
    ("tried_before", "status", "minutes"), [(0, READY, 1), (1, READY, 10), (2, FAILED, 0)]
)
def test_a_job_that_raises_waits_longer_each_time_and_is_set_aside_after_the_third(
    tried_before, status, minutes
):
    job = a_job("fail", args=(), workers=["gone"] * tried_before)

    work()

    assert stored(job) == (status, tried_before + 1)
    assert waits(job) == minutes
    assert job.exception_class_path == "builtins.ConnectionRefusedError"


def test_a_job_whose_code_is_gone_is_set_aside_like_any_other():
    job = a_job("no_such_task", args=(), workers=["gone", "gone"])

    work()

    assert stored(job) == (FAILED, 3)


@pytest.mark.parametrize(
    ("attempts", "status", "attempts_after"), [(1, SUCCESSFUL, 2), (2, SUCCESSFUL, 3)]
)
def test_the_job_of_a_worker_that_is_gone_runs_again(attempts, status, attempts_after):
    job = a_job(status=RUNNING, workers=["gone"] * attempts)

    work()

    assert stored(job) == (status, attempts_after)


def test_a_job_that_lost_three_workers_is_set_aside():
    job = a_job(status=RUNNING, workers=["gone"] * 3)

    work()

    assert stored(job) == (FAILED, 3)
    assert job.exception_class_path == "portal.operations.models.WorkerLost"


def test_the_job_of_a_living_worker_is_left_alone():
    lease = lease_for("alive")
    lease.hold()
    job = a_job(status=RUNNING, workers=["alive"])

    try:
        work()
    finally:
        lease.release()

    assert stored(job) == (RUNNING, 1)


def test_a_lease_ends_when_it_is_released():
    lease, asking = lease_for("alive"), lease_for("asking")
    lease.hold()
    while_held = asking.is_free("alive")
    lease.release()

    assert (while_held, asking.is_free("alive")) == (False, True)


def test_the_end_of_a_job_that_another_worker_has_now_is_not_kept():
    job = a_job(status=RUNNING, workers=["first"])
    Job.objects.filter(pk=job.pk).update(worker_ids=["first", "second"])

    job.set_successful(3)

    assert stored(job) == (RUNNING, 2)


def test_the_queue_says_what_waits_and_since_when():
    first = a_job()
    a_job()
    a_job(run_after=timezone.now() + timedelta(hours=1))
    a_job(status=RUNNING, workers=["x"])
    failed = a_job(status=FAILED, workers=["x"] * 3)

    state = queue_state(timezone.now())

    assert (state.waiting, state.later, state.oldest) == (2, 1, first.enqueued_at)
    assert (len(state.running), state.failed_count, state.failed) == (1, 1, [failed])


@pytest.mark.parametrize(("silence", "shown"), [(30, 1), (90, 0)])
def test_a_worker_that_is_silent_is_not_counted(silence, shown):
    now = timezone.now()
    seen = now - timedelta(seconds=silence)
    WorkerBeat.objects.create(worker_id="w", host="h", started_at=seen, seen_at=seen)

    assert len(queue_state(now).workers) == shown


def test_a_failed_job_gets_all_its_attempts_again_and_that_is_recorded():
    admin = a_staff_member("admin", role=Role.ADMINISTRATOR)
    job = a_job(status=FAILED, workers=["x"] * 3)

    run_again(job, by=admin, now=timezone.now())

    assert stored(job) == (READY, 0)
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.actor, event.object_id) == ("jobs.run_again", admin, str(job.pk))
    assert event.object_label == "add"
    work()
    assert stored(job) == (SUCCESSFUL, 1)


@pytest.mark.parametrize("status", [READY, RUNNING, SUCCESSFUL])
def test_only_a_failed_job_is_run_again(status):
    job = a_job(status=status, workers=["x"])

    with pytest.raises(JobHasNotFailed):
        run_again(job, by=a_staff_member(), now=timezone.now())

    assert stored(job) == (status, 1)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 404),
        (Role.LEADER, 404),
        (Role.TRAINER, 404),
        (Role.OFFICER, 404),
        (Role.EDITOR, 404),
        (Role.AUDITOR, 404),
        (Role.ADMINISTRATOR, 200),
    ],
)
def test_administrators_alone_see_the_queue(client, role, status):
    client.force_login(a_staff_member(role=role))

    assert client.get(PAGE).status_code == status


def test_others_cannot_run_a_job_again(client):
    client.force_login(a_staff_member(role=Role.OFFICER))
    job = a_job(status=FAILED, workers=["x"] * 3)

    response = client.post(reverse("jobs:job_run_again", args=[job.pk]))

    assert response.status_code == 404
    assert stored(job) == (FAILED, 3)


def test_the_button_runs_a_failed_job_again(client):
    client.force_login(a_staff_member(role=Role.ADMINISTRATOR))
    job = a_job(status=FAILED, workers=["x"] * 3)
    address = reverse("jobs:job_run_again", args=[job.pk])
    shown = client.get(PAGE).content.decode()

    response = client.post(address, follow=True)

    assert address in shown
    assert stored(job) == (READY, 0)
    assert address not in response.content.decode()


def test_the_page_says_when_no_worker_runs(client):
    client.force_login(a_staff_member(role=Role.ADMINISTRATOR))
    words = "ワーカーが動いていません"
    alone = words in client.get(PAGE).content.decode()
    now = timezone.now()
    WorkerBeat.objects.create(worker_id="w", host="h", started_at=now, seen_at=now)

    assert (alone, words in client.get(PAGE).content.decode()) == (True, False)


def test_the_number_of_queries_does_not_grow_with_the_jobs(client):
    client.force_login(a_staff_member(role=Role.ADMINISTRATOR))
    client.get(PAGE)

    def queries_with_another_row():
        a_job(status=FAILED, workers=["x"] * 3)
        a_job(status=RUNNING, workers=["x"])
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    assert queries_with_another_row() == queries_with_another_row()
