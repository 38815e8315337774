"""The database goes away while people write, and comes back. Source: SAFETY F3.

PostgreSQL is stopped (fast and immediate by turns) and started. SQLite cannot go away: another
process holds its lock, once for a moment and once for longer than anybody waits.
"""

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from tests.chaos.rows import Row
from tests.chaos.town_hall import TownHall
from tests.chaos.writers import Verdict, Writers

SHARE = 0.4
AWAY_SECONDS = (2, 5)
# Longer than a writer waits for a lock of SQLite.
LONG_LOCK = 25
SLOWEST_ANSWER = 5
BACK_WITHIN = 10


def run(hall: TownHall, rounds: int) -> Iterator[Row]:
    rounds = max(2, round(rounds * SHARE))
    writers = Writers(hall, count=4)
    hall.start()
    writers.start()
    time.sleep(1)
    yield from (_stops if hall.database else _locks)(hall, writers, rounds)
    hall.kill()


def _stops(hall: TownHall, writers: Writers, rounds: int) -> Iterator[Row]:
    codes, live, ready, slowest, back = Counter(), Counter(), Counter(), 0.0, []
    cookie = writers.writers[0]["people"][0]["cookie"]
    for number in range(rounds):
        hall.database.stop("immediate" if number % 2 else "fast")
        until = time.monotonic() + random.uniform(*AWAY_SECONDS)
        while time.monotonic() < until:
            began = time.monotonic()
            codes[hall.status("/", cookie=cookie)] += 1
            slowest = max(slowest, time.monotonic() - began)
            live[hall.status("/health/live")] += 1
            ready[hall.status("/health/ready")] += 1
            time.sleep(0.3)
        hall.database.start()
        back.append(hall.wait_for("/", 200, cookie=cookie))
        time.sleep(1)
    survivors = sum(process.poll() is None for process in hall.processes)
    writers.stop()
    verdict = writers.compare()
    is_right = (
        verdict.is_clean
        and set(codes) == set(ready) == {503}
        and set(live) == {200}
        and slowest <= SLOWEST_ANSWER
        and max(back) <= BACK_WITHIN
        and survivors == len(hall.processes)
    )
    words = (
        f"{verdict.words()}; meanwhile / {dict(codes)} in ≤ {slowest:.1f} s, live {dict(live)}, "
    )
    words += f"ready {dict(ready)}; back after ≤ {max(back):.1f} s, without restart"
    yield Row(hall.kind, "database stopped and started", rounds, is_right, words)


def _locks(hall: TownHall, writers: Writers, rounds: int) -> Iterator[Row]:
    for _round in range(rounds):
        _hold(hall, random.uniform(*AWAY_SECONDS))
        time.sleep(0.5)
    yield _verdict(hall, writers, "lock held 2–5 s by another process", rounds)
    writers.start()
    _hold(hall, LONG_LOCK)
    yield _verdict(hall, writers, f"lock held {LONG_LOCK} s", 1)


def _hold(hall: TownHall, seconds: float) -> None:
    place = hall.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(place, timeout=60, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")


def _verdict(hall: TownHall, writers: Writers, fault: str, rounds: int) -> Row:
    time.sleep(1)
    writers.stop()
    verdict: Verdict = writers.compare()
    words = f"{verdict.words()}; {writers.refused} pressed again, "
    words += f"slowest answer {writers.slowest:.1f} s"
    return Row(hall.kind, fault, rounds, verdict.is_clean, words)
