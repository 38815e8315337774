"""The state of the queue, and giving a failed job another chance."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Min
from django_tasks import TaskResultStatus

from portal.audit.trail import record
from portal.errors import DomainError
from portal.operations.models import Job, PeriodicJob, WorkerBeat
from portal.operations.periodic import PERIODIC
from portal.staff.models import StaffMember

FAILED_SHOWN = 50
# A worker looks round every 15 seconds, but not while a task is in its hand.
SILENCE = timedelta(minutes=1)


class JobHasNotFailed(DomainError):
    message = "このジョブは、すでに再実行したか、失敗していません。"


class QueueState(NamedTuple):
    """``waiting`` may run now, ``later`` waits for its time; ``oldest`` is since when one waits."""

    waiting: int
    oldest: datetime | None
    later: int
    running: list[Job]
    failed_count: int
    failed: list[Job]
    workers: list[WorkerBeat]


def queue_state(now: datetime) -> QueueState:
    ready = Job.objects.ready()
    failed = Job.objects.failed().order_by("-finished_at")
    waiting = ready.count()
    return QueueState(
        waiting,
        ready.aggregate(oldest=Min("enqueued_at"))["oldest"],
        Job.objects.filter(status=TaskResultStatus.READY).count() - waiting,
        list(Job.objects.running().order_by("started_at")),
        failed.count(),
        list(failed[:FAILED_SHOWN]),
        list(WorkerBeat.objects.filter(seen_at__gte=now - SILENCE).order_by("started_at")),
    )


def periodic_state() -> list[tuple[str, PeriodicJob | None]]:
    """Each periodic job's label, with its row once a worker has seen it."""
    rows = PeriodicJob.objects.in_bulk(list(PERIODIC))
    return [(periodic.label, rows.get(name)) for name, periodic in PERIODIC.items()]


@transaction.atomic
def run_again(job: Job, *, by: StaffMember, now: datetime) -> None:
    """Put a failed job back into the queue with all its attempts. Raises JobHasNotFailed."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status != TaskResultStatus.FAILED:
        raise JobHasNotFailed
    job.status = TaskResultStatus.READY
    job.run_after = now
    job.finished_at = None
    job.worker_ids = []
    job.save(update_fields=["status", "run_after", "finished_at", "worker_ids"])
    record("jobs.run_again", actor=by, obj=job)
