"""Kills the worker again and again in the middle of its tasks, and prints what became of them.

    DATABASE_URL=… python -m tests.chaos.kill_worker [--kills 20] [--tasks 100] [--seconds 0.5]

DATABASE_URL names a migrated database that nobody else uses (``manage.py migrate``); nothing in
it is kept from harm but its other tables. Ends with 1 when a task was lost or an effect doubled.
"""

import argparse
import os
import random
import sys
import time

from tests.chaos.worker_house import WorkerHouse, kill, wait_until

MINUTES = 15


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=0.5)
    options = parser.parse_args()
    house = WorkerHouse(os.environ["DATABASE_URL"])
    try:
        house.query("DELETE FROM django_tasks_database_dbtaskresult")
        house.enqueue_errands(options.tasks, seconds=options.seconds)
        started = time.monotonic()
        _kill_often(house, options)
        house.worker()
        wait_until(lambda: not _open(house), seconds=MINUTES * 60)
        return _print_table(house, options, time.monotonic() - started)
    finally:
        house.close()


def _kill_often(house, options):
    for _kill in range(options.kills):
        worker = house.worker()
        begun = sum(house.runs().values())
        wait_until(lambda begun=begun: sum(house.runs().values()) > begun)
        time.sleep(random.uniform(0.05, 4 * options.seconds))
        kill(worker)


def _open(house):
    return [job for job in house.errands() if job.status in ("READY", "RUNNING")]


def _print_table(house, options, seconds):
    errands = house.errands()
    done = [job for job in errands if job.status == "SUCCESSFUL"]
    set_aside = [job for job in errands if job.status == "FAILED"]
    runs = house.runs()
    rows = [
        ("database", house.database_url.partition(":")[0]),
        ("kills", options.kills),
        ("tasks", options.tasks),
        ("done", len(done)),
        ("set aside, visible", len(set_aside)),
        ("lost", options.tasks - len(done) - len(set_aside)),
        ("begun in all", sum(runs.values())),
        ("begun more than once", sum(1 for count in runs.values() if count > 1)),
        ("effects, each once", len(house.marks())),
        ("most attempts of a task", max(job.attempts for job in errands)),
        ("seconds", round(seconds)),
    ]
    for label, value in rows:
        print(f"{label:<26}{value}")  # noqa: T201 - the table is the purpose
    return (
        0 if len(done) + len(set_aside) == options.tasks and len(house.marks()) >= len(done) else 1
    )


if __name__ == "__main__":
    sys.exit(main())
