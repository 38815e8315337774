"""Jobs by the clock: due once, in Tokyo's time, and what the machine does at night."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus

from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.operations import periodic
from portal.operations.housekeeping import (
    AuditTrailBroken,
    clear_expired_sessions,
    prune_finished_jobs,
    verify_audit_trail,
)
from portal.operations.models import Job, PeriodicJob
from portal.operations.periodic import PERIODIC, Periodic, enqueue_due_jobs, run_periodic_job
from portal.staff.models import StaffSession
from tests.audit.tampering import drop_guard
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db


def nothing():
    return ""


@pytest.fixture
def done(monkeypatch):
    """The table holds one job, at 2:00, that counts how often it is done."""
    done = []

    def count():
        done.append(1)
        return "1件"

    monkeypatch.setattr(periodic, "PERIODIC", {"count": Periodic("数える", count, at=time(2, 0))})
    return done


def state():
    row = PeriodicJob.objects.get()
    return row.next_due_at, row.last_result, row.last_words


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # 2:00 in Tokyo is 17:00 UTC of the day before.
        (datetime(2026, 11, 20, 1, 0, tzinfo=UTC), datetime(2026, 11, 20, 17, 0, tzinfo=UTC)),
        (datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC), datetime(2026, 11, 20, 17, tzinfo=UTC)),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), datetime(2026, 11, 21, 17, 0, tzinfo=UTC)),
        (datetime(2026, 12, 31, 20, 0, tzinfo=UTC), datetime(2027, 1, 1, 17, 0, tzinfo=UTC)),
    ],
)
def test_a_daily_job_is_due_at_its_time_in_tokyo(now, due):
    assert Periodic("", nothing, at=time(2, 0)).next_due(now) == due


def test_a_repeated_job_is_due_after_its_time(now):
    every = Periodic("", nothing, every=timedelta(minutes=5))

    assert every.next_due(now) == now + timedelta(minutes=5)


def test_a_job_is_not_due_on_the_day_it_is_first_seen(done, now):
    assert enqueue_due_jobs(now) == []
    assert state() == (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), "", "")
    assert done == []


def test_a_due_job_runs_once_however_often_somebody_looks(done, now):
    enqueue_due_jobs(now)
    later = now + timedelta(days=1)

    assert [enqueue_due_jobs(later) for _look in range(3)] == [["count"], [], []]
    assert done == [1]
    assert state() == (datetime(2026, 11, 21, 17, 0, tzinfo=UTC), "done", "1件")


def test_what_was_missed_is_done_once(done, now):
    enqueue_due_jobs(now)

    enqueue_due_jobs(now + timedelta(days=10))

    assert done == [1]
    assert state()[0] == datetime(2026, 11, 30, 17, 0, tzinfo=UTC)


def test_a_second_attempt_after_the_work_was_done_does_nothing(done, now):
    enqueue_due_jobs(now)
    due = now.isoformat()
    run_periodic_job.func("count", due)

    run_periodic_job.func("count", due)

    assert done == [1]


def test_work_that_fails_is_shown_as_failed_and_not_as_done(done, now, monkeypatch):
    def fail():
        raise ConnectionRefusedError

    enqueue_due_jobs(now)
    monkeypatch.setitem(periodic.PERIODIC, "count", Periodic("数える", fail, at=time(2, 0)))

    with pytest.raises(ConnectionRefusedError):
        run_periodic_job.func("count", now.isoformat())

    assert state()[1:] == ("failed", "ConnectionRefusedError")
    assert PeriodicJob.objects.get().done_for is None


@pytest.mark.parametrize("name", sorted(PERIODIC))
def test_every_job_of_the_table_is_at_a_time_or_every_while(name):
    job = PERIODIC[name]

    assert (job.at is None) != (job.every is None)


@pytest.mark.parametrize(
    ("status", "days", "left"),
    [
        (TaskResultStatus.SUCCESSFUL, 13, 1),
        (TaskResultStatus.SUCCESSFUL, 15, 0),
        (TaskResultStatus.FAILED, 89, 1),
        (TaskResultStatus.FAILED, 91, 0),
        (TaskResultStatus.READY, 91, 1),
    ],
)
def test_finished_jobs_are_erased_failed_ones_later(status, days, left):
    then = timezone.now() - timedelta(days=days)
    Job.objects.create(
        task_path="x.y",
        args_kwargs={},
        status=status,
        finished_at=then,
        run_after=then,
        backend_name="default",
    )

    prune_finished_jobs()

    assert Job.objects.count() == left


def test_sign_ins_that_are_over_are_erased_and_others_kept():
    now = timezone.now()
    for key, days in {"over": -1, "open": 1}.items():
        ends = now + timedelta(days=days)
        StaffSession.objects.create(session_key=key, expire_date=ends, last_seen_at=now)

    clear_expired_sessions()

    assert [session.session_key for session in StaffSession.objects.all()] == ["open"]


def test_a_whole_trail_is_recorded_as_verified():
    record("audit.read", actor=None)

    assert verify_audit_trail() == "1行に異常ありません"
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.details) == ("audit.verified", {"rows": 1, "faults": 0})


def test_a_broken_trail_is_recorded_and_fails_the_job():
    record("audit.read", actor=None)
    drop_guard()

    with pytest.raises(AuditTrailBroken):
        verify_audit_trail()

    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.result, event.details["faults"]) == ("audit.broken", "refused", 2)


def test_a_clock_that_ran_ahead_stops_no_job_for_years(done, now):
    enqueue_due_jobs(now + timedelta(days=3650))
    PeriodicJob.objects.update(done_for=now + timedelta(days=3650))

    enqueue_due_jobs(now)
    enqueue_due_jobs(now + timedelta(days=1))

    assert done == [1]


def test_a_sign_in_of_a_clock_that_ran_ahead_is_over_when_it_is_right_again(client):
    client.force_login(a_staff_member())
    ahead = timezone.now() + timedelta(days=3650)
    StaffSession.objects.update(expire_date=ahead, last_seen_at=ahead)

    assert client.get("/accounts/").status_code == 302
