"""A database that several processes share, and workers on it that can be killed."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import psycopg

ROOT = Path(__file__).parent.parent.parent
JOBS = """
    SELECT task_path, status, worker_ids, exception_class_path
    FROM django_tasks_database_dbtaskresult
    WHERE task_path LIKE '{module}.%' ORDER BY enqueued_at
"""


ENQUEUE = """
    INSERT INTO django_tasks_database_dbtaskresult
    (id, status, enqueued_at, args_kwargs, priority, task_path, worker_ids, queue_name,
     backend_name, run_after, exception_class_path, traceback)
    VALUES ('{id}', 'READY', '{at}', '{args}', 0, 'tests.chaos.errands.{task}', '[]', 'default',
     'default', '{at}', '', '')
"""
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class JobRow(NamedTuple):
    task: str
    status: str
    attempts: int
    error: str


class WorkerHouse:
    """``database_url`` names a migrated database. ``close`` ends every process started here."""

    def __init__(self, database_url: str):
        self.database_url = database_url
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "SECRET_KEY": "only-for-tests-" + "x" * 50,
            "HTTPS": "false",
            "DEMO_MODE": "true",
            # The copied database has no table for the cache.
            "CACHE_URL": "locmemcache://",
            "LOG_LEVEL": "CRITICAL",
        }
        self.processes = []
        self.enqueued = 0
        self.query("CREATE TABLE errand_run (name varchar(40))")
        self.query("CREATE TABLE errand_mark (name varchar(40) PRIMARY KEY)")

    def query(self, statement: str) -> list[tuple]:
        with closing(self._connect()) as connection, connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def enqueue(self, task: str, *args) -> None:
        """One of ``tests.chaos.errands``, behind those that wait already."""
        self.enqueued += 1
        at = LONG_AGO + timedelta(seconds=self.enqueued)
        values = json.dumps({"args": args, "kwargs": {}})
        self.query(ENQUEUE.format(id=uuid4().hex, at=f"{at:%F %T}", args=values, task=task))

    def enqueue_errands(self, count: int, *, seconds: float) -> None:
        for number in range(count):
            self.enqueue("leave_mark", f"errand-{number}", seconds)

    def manage(self, command: str) -> str:
        return self.run("manage.py", command, "--skip-checks").stdout

    def begin(self, *words: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL
        )
        self.processes.append(process)
        return process

    def worker(self) -> subprocess.Popen:
        return self.begin("manage.py", "run_worker", "--skip-checks")

    def runs(self) -> dict[str, int]:
        """How often each errand began."""
        return dict(self.query("SELECT name, count(*) FROM errand_run GROUP BY name"))

    def marks(self) -> list[str]:
        return sorted(name for (name,) in self.query("SELECT name FROM errand_mark"))

    def errands(self) -> list[JobRow]:
        return self._jobs("tests.chaos.errands")

    def periodic(self) -> list[JobRow]:
        """What workers put in by themselves when it was due."""
        return self._jobs("portal")

    def statuses(self) -> set[str]:
        return {errand.status for errand in self.errands()}

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        self.query("DROP TABLE errand_run")
        self.query("DROP TABLE errand_mark")

    def _jobs(self, module: str) -> list[JobRow]:
        return [
            JobRow(
                path.rpartition(".")[2],
                status,
                len(json.loads(ids) if isinstance(ids, str) else ids),
                error.rpartition(".")[2],
            )
            for path, status, ids, error in self.query(JOBS.format(module=module))
        ]

    def _connect(self):
        if self.database_url.startswith("sqlite"):
            return sqlite3.connect(self.database_url.removeprefix("sqlite:///"), timeout=20)
        return psycopg.connect(self.database_url)

    def run(self, *words):
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )


def kill(worker: subprocess.Popen) -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def wait_until(is_so, *, seconds: float = 60) -> None:
    """Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)
