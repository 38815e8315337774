"""What the machine remembers of its jobs."""

import logging
from datetime import datetime, timedelta
from traceback import format_exception

from django.db import models, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.notifications.notices import job_set_aside

MAX_ATTEMPTS = 3
# How long to wait after the first and the second failed attempt.
BACK_OFF = [timedelta(minutes=1), timedelta(minutes=10)]
logger = logging.getLogger("portal.operations")


class WorkerLost(Exception):
    """The worker died in the middle of a task, as often as a task is tried: a poison task."""


class Job(DBTaskResult):
    """A task in the queue, tried up to three times.

    At least once: a worker may die after the work and before it is marked as done, so that the
    work runs again. Every task must therefore be safe to run twice.
    """

    class Meta:
        proxy = True
        verbose_name = "ジョブ"
        verbose_name_plural = "ジョブ"

    @property
    def attempts(self) -> int:
        return len(self.worker_ids)

    @property
    def audit_label(self) -> str:
        """The name of the task's function."""
        return self.task_path.rpartition(".")[2][:80]

    def set_successful(self, return_value):
        self._settle(
            status=TaskResultStatus.SUCCESSFUL,
            finished_at=timezone.now(),
            return_value=return_value,
            exception_class_path="",
            traceback="",
        )

    def set_failed(self, exc: BaseException):
        """Wait and try again; after the last attempt, set the task aside where people see it."""
        error = type(exc)
        self._settle(
            exception_class_path=f"{error.__module__}.{error.__qualname__}",
            traceback="".join(format_exception(exc)),
            **self._next_step(timezone.now(), wait=True),
        )

    def give_back(self, now: datetime) -> None:
        """The worker that ran this task is gone: let another run it at once."""
        self._settle(
            exception_class_path=f"{WorkerLost.__module__}.{WorkerLost.__qualname__}",
            traceback="",
            **self._next_step(now, wait=False),
        )

    def _next_step(self, now: datetime, *, wait: bool) -> dict:
        if self.attempts >= MAX_ATTEMPTS:
            return {"status": TaskResultStatus.FAILED, "finished_at": now, "return_value": None}
        run_after = now + BACK_OFF[self.attempts - 1] if wait else now
        return {"status": TaskResultStatus.READY, "run_after": run_after}

    @transaction.atomic
    def _settle(self, **fields):
        """Write the end of this attempt, unless the task was given to another worker meanwhile."""
        stored = Job.objects.select_for_update().get(pk=self.pk)
        if (stored.status, stored.worker_ids) != (TaskResultStatus.RUNNING, self.worker_ids):
            logger.warning("Task id=%s is no longer this worker's: its end is not kept", self.pk)
            return
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
        if self.status == TaskResultStatus.FAILED:
            cause = f"{self.pk}/{self.finished_at.timestamp():.0f}"
            job_set_aside(self.audit_label, cause=cause, now=self.finished_at)


class PeriodicJob(models.Model):
    """When a job of the table in ``periodic.py`` is due next, and how its last run went."""

    class Result(models.TextChoices):
        RUNNING = "running", "実行中"
        DONE = "done", "完了"
        FAILED = "failed", "失敗"

    name = models.CharField(max_length=60, primary_key=True)
    next_due_at = models.DateTimeField("次の予定")
    done_for = models.DateTimeField("終えた予定", null=True)
    last_run_at = models.DateTimeField("前回の実行", null=True)
    last_result = models.CharField("前回の結果", max_length=8, choices=Result.choices, blank=True)
    last_words = models.CharField("前回の内容", max_length=100, blank=True)

    class Meta:
        verbose_name = "定期ジョブ"
        verbose_name_plural = "定期ジョブ"


class WorkerBeat(models.Model):
    """That a worker was alive a moment ago. For people to see; who owns a task says the lease."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    host = models.CharField("サーバー", max_length=100)
    started_at = models.DateTimeField("起動")
    seen_at = models.DateTimeField("最終確認")

    class Meta:
        verbose_name = "ワーカー"
        verbose_name_plural = "ワーカー"
