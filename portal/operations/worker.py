"""The process that runs jobs: django-tasks-db's worker, with a lease, a reaper and a clock."""

import logging
import socket
import sys
import threading
import time

from django.db import InterfaceError, OperationalError, connections, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.utils import exclusive_transaction

from portal.operations.lease import lease_for
from portal.operations.models import Job, WorkerBeat
from portal.operations.periodic import enqueue_due_jobs

SECONDS_BETWEEN_LOOKS = 1
SECONDS_BETWEEN_ROUNDS = 15
SECONDS_WITHOUT_DATABASE = 2
logger = logging.getLogger("portal.operations")


class PortalWorker(Worker):
    """Runs what is in the queue, until it is told to stop; with ``batch``, until it is empty."""

    def __init__(self, *, batch: bool = False):
        super().__init__(
            queue_names=["*"],
            interval=SECONDS_BETWEEN_LOOKS,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.lease = lease_for(self.worker_id)
        self.started_at = timezone.now()
        self.told_to_stop = threading.Event()
        self.next_round = 0.0

    def shutdown(self, signum, frame):
        """The first signal lets the task in hand finish, the second does not."""
        if not self.running:
            self.reset_signals()
            sys.exit(1)
        self.running = False
        self.told_to_stop.set()

    def run(self):
        try:
            while self.running:
                self._turn_or_wait_for_the_database()
            WorkerBeat.objects.filter(pk=self.worker_id).delete()
        finally:
            self.lease.release()

    def run_task(self, db_task_result):
        try:
            super().run_task(Job.objects.get(pk=db_task_result.pk))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            # Its failure is written already; only its announcement failed (code that is gone).
            logger.exception("Task id=%s ended without an announcement", db_task_result.pk)

    def _turn_or_wait_for_the_database(self):
        try:
            self._turn()
        except (OperationalError, InterfaceError):
            if self.batch:
                raise
            logger.exception("The database did not answer; trying again")
            connections.close_all()
            # What this worker had in hand is given back in the next round.
            self.next_round = 0.0
            self.told_to_stop.wait(SECONDS_WITHOUT_DATABASE)

    def _turn(self):
        if time.monotonic() >= self.next_round:
            self._go_round()
        job = self._claim()
        if job:
            self.run_task(job)
        elif self.batch:
            self.running = False
        else:
            self.told_to_stop.wait(self.interval)

    def _go_round(self):
        self.lease.hold()
        now = timezone.now()
        WorkerBeat.objects.update_or_create(
            worker_id=self.worker_id,
            defaults={
                "host": socket.gethostname()[:100],
                "started_at": self.started_at,
                "seen_at": now,
            },
        )
        self._give_back_lost_jobs(now)
        enqueue_due_jobs(now)
        self.next_round = time.monotonic() + SECONDS_BETWEEN_ROUNDS

    def _give_back_lost_jobs(self, now):
        """Tasks marked as running whose worker is gone. Never called while a task is in hand, so
        one of this worker's own is lost, too: its end could not be written."""
        for pk in Job.objects.running().values_list("pk", flat=True):
            with transaction.atomic():
                locked = Job.objects.select_for_update(skip_locked=True)
                job = locked.filter(pk=pk, status=TaskResultStatus.RUNNING).first()
                if job and self._is_lost(job.worker_ids[-1]):
                    job.give_back(now)

    def _is_lost(self, worker_id):
        return worker_id == self.worker_id or self.lease.is_free(worker_id)

    def _claim(self):
        ready = Job.objects.ready().filter(backend_name=self.backend_name)
        # Looked at first without a lock: on SQLite the lock would stop writers every second.
        if not ready.exists():
            return None
        with exclusive_transaction(ready.db):
            job = ready.get_locked()
            if job:
                job.claim(self.worker_id)
        return job
