"""Real workers, really killed, on whichever database the tests run on."""

import signal

import pytest

from portal.operations.periodic import PERIODIC
from tests.chaos.worker_house import kill, wait_until

pytestmark = pytest.mark.thorough
DONE = {"SUCCESSFUL"}


def test_a_killed_worker_loses_nothing_and_every_effect_comes_once(house):
    house.enqueue_errands(12, seconds=0.3)

    for _kill in range(3):
        worker = house.worker()
        begun = len(house.runs())
        # Two more have begun, so the one that was killed last time has been done.
        wait_until(lambda begun=begun: len(house.runs()) >= begun + 2)
        kill(worker)
    house.worker()
    wait_until(lambda: house.statuses() == DONE)

    assert house.marks() == sorted(f"errand-{number}" for number in range(12))
    assert sum(house.runs().values()) > 12
    assert max(job.attempts for job in house.errands()) == 2


def test_a_living_workers_task_is_left_alone(house):
    house.enqueue_errands(1, seconds=4)
    house.worker()
    wait_until(lambda: house.runs() == {"errand-0": 1})

    # A second worker looks round when it starts.
    house.manage("run_due_jobs")

    wait_until(lambda: house.statuses() == DONE)
    assert house.runs() == {"errand-0": 1}


def test_a_task_that_kills_three_workers_is_set_aside(house):
    house.enqueue("kill_the_worker")
    house.enqueue_errands(1, seconds=0)

    for _attempt in range(3):
        poisoned = house.worker()
        poisoned.wait(timeout=60)
    house.manage("run_due_jobs")

    poison, errand = house.errands()
    assert poison == ("kill_the_worker", "FAILED", 3, "WorkerLost")
    assert errand.status == "SUCCESSFUL"


def test_a_worker_told_to_stop_finishes_what_it_has_in_hand(house):
    house.enqueue_errands(2, seconds=2)
    worker = house.worker()
    wait_until(lambda: house.runs() == {"errand-0": 1})

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=30) == 0
    assert [job.status for job in house.errands()] == ["SUCCESSFUL", "READY"]
    assert house.query("SELECT count(*) FROM operations_workerbeat") == [(0,)]


def test_of_several_workers_one_runs_what_is_due(house):
    house.manage("run_due_jobs")
    house.query("UPDATE operations_periodicjob SET next_due_at = '2026-01-01 02:00:00'")

    together = [house.begin("manage.py", "run_due_jobs", "--skip-checks") for _each in range(3)]
    assert [process.wait(timeout=60) for process in together] == [0, 0, 0]

    ran = [job for job in house.periodic() if job.task == "run_periodic_job"]
    rows = house.query("SELECT name FROM operations_periodicjob WHERE last_result = 'done'")
    done = {name for (name,) in rows}
    assert [(job.status, job.attempts) for job in ran] == [("SUCCESSFUL", 1)] * len(done)
    # The others run when they have something to do.
    assert done >= {name for name, periodic in PERIODIC.items() if not periodic.has_work}


def test_the_trail_has_no_gap_when_many_processes_write(house):
    together = [house.begin("-m", "tests.chaos.write_trail", "30") for _each in range(4)]
    assert [process.wait(timeout=60) for process in together] == [0] * 4

    numbers = "SELECT min(sequence), max(sequence), count(*) FROM audit_auditevent"
    assert house.query(numbers) == [(1, 80, 80)]
    assert house.manage("verify_audit").startswith("異常ありません（80行")
