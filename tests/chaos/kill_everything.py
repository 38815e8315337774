"""kill -9 of every process, again and again, while eight people write. Source: SAFETY F1."""

import random
import time
from collections.abc import Iterator

from tests.chaos.rows import Row
from tests.chaos.town_hall import TownHall
from tests.chaos.writers import Writers

# A server that never lives long enough to confirm anything would prove nothing.
LONGEST = 1.5
FIRST_ANSWER = 10


def run(hall: TownHall, rounds: int) -> Iterator[Row]:
    writers = Writers(hall)
    waits = [hall.start()]
    writers.start()
    for _round in range(rounds):
        confirmed = len(writers.journal)
        # In the middle of the work, not before its first confirmation.
        deadline = time.monotonic() + 20
        while len(writers.journal) == confirmed and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(random.uniform(0.05, LONGEST))
        hall.kill()
        waits.append(hall.start())
    writers.stop()
    hall.kill()
    verdict = writers.compare()
    words = f"{verdict.words()}; {writers.refused} presses without answer, "
    words += f"first answer ≤ {max(waits):.1f} s after the start"
    is_right = verdict.is_clean and verdict.confirmed > rounds
    yield Row(hall.kind, "kill -9 of all, 8 writers", rounds, is_right, words)
    for name in (verdict.lost[:3], verdict.doubled[:3], verdict.half[:3]):
        if name:
            yield Row(hall.kind, "  for example", 0, False, str(name))
