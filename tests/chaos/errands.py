"""Tasks that leave a mark, to see what a killed worker did."""

import os
import time

from django.db import connection
from django_tasks import task


@task()
def leave_mark(key: str, seconds: float) -> None:
    """The effect is safe to repeat; ``errand_run`` counts how often it was really tried."""
    _write("INSERT INTO errand_run (name) VALUES (%s)", key)
    time.sleep(seconds / 2)
    _write("INSERT INTO errand_mark (name) VALUES (%s) ON CONFLICT DO NOTHING", key)
    time.sleep(seconds / 2)


@task()
def kill_the_worker() -> None:
    """A poison task: takes the process that runs it with it."""
    os.kill(os.getpid(), 9)


def _write(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
