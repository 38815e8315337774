"""The machine's clock jumps while people work, and jumps back. Source: SAFETY G3.

With libfaketime (Debian: ``apt-get install libfaketime``; FAKETIME_LIBRARY names another place)
every process lives at another time, its C library included. The order of the audit trail, the
jobs by the clock, sign-ins and notices are looked at afterwards.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from tests.chaos.rows import Row
from tests.chaos.town_hall import TownHall
from tests.chaos.writers import Writers

PLACES = "/usr/lib/*/faketime/libfaketimeMT.so.1"
JUMPS = ["+1h", "-1h", "+10y", "+0"]
EACH, LONGEST = 3, 120
# What may not be later than any clock that is right: else nothing happens until that day.
LOOK = """
from datetime import timedelta
from django.utils import timezone
from portal.operations.models import PeriodicJob
from portal.operations.periodic import PERIODIC, enqueue_due_jobs
from portal.operations.probe_state import count_doubles, tables
enqueue_due_jobs(timezone.now())
limit = timezone.now() + timedelta(days=1, minutes=5)
stuck = [row.name for row in PeriodicJob.objects.filter(name__in=PERIODIC, next_due_at__gt=limit)]
answer = {"stuck": stuck, "doubles": count_doubles(tables([]))}
"""


def run(hall: TownHall, rounds: int) -> Iterator[Row]:
    library = _library()
    if library is None:
        words = "not tried: libfaketime is missing (apt-get install libfaketime)"
        yield Row(hall.kind, "clock jumps", 0, False, words)
        return
    stale = ""
    for jump in JUMPS:
        hall.more = {"LD_PRELOAD": library, "FAKETIME": jump, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        name = f"jump{JUMPS.index(jump)}"
        writers = Writers(hall, count=2, name=name)
        fresh = writers.writers[0]["people"][-1]["cookie"]
        hall.start()
        writers.start()
        _work(writers, rounds)
        # A sign-in of the clock before this jump.
        old = hall.status("/", cookie=stale) if stale else 0
        writers.stop()
        due = hall.manage("run_due_jobs", check=False)
        hall.kill()
        verdict, found = writers.compare(), hall.ask(LOOK)
        is_right = (
            verdict.is_clean
            and verdict.confirmed > 0
            and not found["stuck"]
            and not found["doubles"]
            and due.returncode == 0
            and (jump not in ("+10y", "+0") or old == 302)
        )
        words = f"{verdict.words()}, {found['doubles']} notices doubled, "
        words += f"{len(found['stuck'])} jobs stuck, sign-in of before: {old or '–'}"
        if due.returncode:
            words += f", run_due_jobs: {due.stderr[-300:]}"
        yield Row(hall.kind, f"clock {jump}", 1, is_right, words)
        stale = fresh
    hall.more = {}


def _work(writers: Writers, rounds: int) -> None:
    """As long as it takes until some presses are confirmed, however slow the machine is."""
    began = time.monotonic()
    while len(writers.journal) < rounds * EACH and time.monotonic() - began < LONGEST:
        time.sleep(0.1)


def _library() -> str | None:
    named = os.environ.get("FAKETIME_LIBRARY")
    found = [named] if named else [str(place) for place in Path("/").glob(PLACES[1:])]
    return found[0] if found else None
