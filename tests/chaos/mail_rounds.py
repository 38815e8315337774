"""The mail server away in every known way, on this hall's kind of database. Source: SAFETY F5."""

import subprocess
import sys
from collections.abc import Iterator

from tests.chaos.rows import Row
from tests.chaos.town_hall import ROOT, TownHall

SLOWEST_MS = 1000
FAULTS = 6


def run(hall: TownHall, rounds: int) -> Iterator[Row]:
    """``tests.chaos.mail_away`` in an empty database, with four requests a round."""
    requests = max(8, 4 * rounds)
    place = hall.folder / "mail.sqlite3"
    url = hall.database.make("mail") if hall.database else f"sqlite:///{place}"
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos.mail_away", str(requests)],
        cwd=ROOT, env={**hall.environment, "DATABASE_URL": url}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    lines = done.stdout.splitlines()[1:]
    if done.returncode or len(lines) != FAULTS:
        yield Row(hall.kind, "mail away", requests, False, done.stderr[-300:])
    for line in lines:
        yield _row(hall, line)


def _row(hall: TownHall, line: str) -> Row:
    name = line[:16].strip()
    requests, slowest, mails, delivered, doubles, lost, given_up = map(int, line[16:].split())
    # What a server had taken before it died, it gets again under the same Message-ID.
    may_double = name == "dies after DATA"
    is_right = slowest < SLOWEST_MS and not lost and (may_double or not doubles)
    words = f"slowest request {slowest} ms, {mails} mails, {delivered} delivered, {lost} lost, "
    words += f"{doubles} doubled, {given_up} given up and shown"
    return Row(hall.kind, f"mail: {name}", requests, is_right, words)
