"""0 bytes free where uploads, the database, the log or temporary files lie. Source: SAFETY F4.

Each place is a small disk in memory (tmpfs), seen by these processes alone: ``make chaos`` begins
in a mount namespace of its own, as root by ``unshare -m``, as anybody else by ``unshare -rm``.
PostgreSQL's tables lie on a tablespace there, which needs root.
"""

import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.chaos.own_postgres import ACCOUNT
from tests.chaos.rows import Row
from tests.chaos.town_hall import TownHall
from tests.chaos.writers import ANSWERED, Writers

INSIDE = "CHAOS_MAY_MOUNT"
SHARE = 0.1
MEGABYTE = 1024 * 1024
ROOM = {"media": 8, "db": 48, "log": 1, "tmp": 4}
RECOVERS_WITHIN = 60
BLOCK = b"\0" * 65536


def run(hall: TownHall, rounds: int) -> Iterator[Row]:
    if not os.environ.get(INSIDE):
        yield Row(hall.kind, "disk full", 0, False, "not tried: no mount namespace (unshare)")
        return
    for place in ROOM:
        yield _fill_often(hall, place, max(1, round(rounds * SHARE)))


def _fill_often(hall: TownHall, place: str, rounds: int) -> Row:
    # Nobody but its own account may come through to PostgreSQL's files, and it not to ours.
    home = hall.database.folder if place == "db" and hall.database else hall.folder
    disk = home / f"disk-{place}"
    disk.mkdir()
    size = ROOM[place] + (_size_of_database(hall) if place == "db" else 0)
    _mount(disk, size)
    try:
        _move_in(hall, place, disk)
        writers = Writers(hall, count=1, name=place)
        hall.start()
        during, read, recovered = Counter(), Counter(), []
        for number in range(rounds):
            _one_round(hall, writers, disk, f"{place}-{number}", (during, read, recovered))
        hall.kill()
        verdict = writers.compare()
    finally:
        hall.kill()
        _move_out(hall, place, disk)
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
    # Where the disk is not needed for it, a press may go through.
    is_right = verdict.is_clean and set(read) == {200} and set(during) <= {200, 302, 503}
    is_right = is_right and max(recovered) <= RECOVERS_WITHIN
    words = f"{verdict.words()}; meanwhile a press {dict(during)}, reading {dict(read)}; "
    words += f"goes on {max(recovered):.1f} s after there is room, without restart"
    return Row(hall.kind, f"disk full: {place}", rounds, is_right, words)


def _one_round(hall: TownHall, writers: Writers, disk: Path, name: str, found) -> None:
    during, read, recovered = found
    # Nobody may ask the desk as often as all rounds together do.
    people = writers.writers[0]["people"]
    person = people[int(name.rpartition("-")[2]) % len(people)]
    _confirmed(writers, person, f"CHAOS-before-{name}")
    filler = _fill(disk)
    for number in range(3):
        work = f"CHAOS-full-{name}-{number}"
        answer = writers.send_ticket(person, work, work, large=True)
        during[answer.status_code] += 1
        if ANSWERED.match(answer.headers.get("Location", "")):
            writers.journal.append({"kind": "ticket", "work": work})
        read[hall.status("/casebook/", cookie=person["cookie"])] += 1
    filler.unlink()
    began = time.monotonic()
    while not _confirmed(writers, person, f"CHAOS-after-{name}-{time.monotonic():.0f}"):
        if time.monotonic() - began > RECOVERS_WITHIN:
            break
        time.sleep(0.2)
    recovered.append(time.monotonic() - began)


def _confirmed(writers: Writers, person: dict, work: str) -> bool:
    answer = writers.send_ticket(person, work, work)
    is_confirmed = ANSWERED.match(answer.headers.get("Location", ""))
    if is_confirmed:
        writers.journal.append({"kind": "ticket", "work": work})
    return bool(is_confirmed)


def _fill(disk: Path) -> Path:
    """Take every byte."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (len(BLOCK), 512, 1):
            try:
                while True:
                    file.write(BLOCK[:size])
            except OSError:
                continue
    return filler


def _mount(disk: Path, megabytes: int) -> None:
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "chaos", str(disk)]
    subprocess.run(words, check=True)


def _size_of_database(hall: TownHall) -> int:
    if not hall.database:
        return (hall.folder / "db" / "db.sqlite3").stat().st_size // MEGABYTE
    sql = "SELECT pg_database_size('prepared')"
    done = subprocess.run(
        ["psql", "-qtA", hall.database.url("postgres"), "-c", sql],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return int(done.stdout) // MEGABYTE


def _move_in(hall: TownHall, place: str, disk: Path) -> None:
    if place == "media":
        hall.more = {"MEDIA_ROOT": str(disk / "media"), "PRIVATE_ROOT": str(disk / "private")}
    elif place == "tmp":
        hall.more = {"TMPDIR": str(disk)}
    elif place == "log":
        hall.log = disk / "log"
        hall.more = {"LOG_LEVEL": "INFO"}
    elif hall.database:
        shutil.chown(disk, ACCOUNT)
        hall.database.sql(f"CREATE TABLESPACE small LOCATION '{disk}'")
        hall.url = hall.database.make("hall_small", like="prepared TABLESPACE small")
    else:
        (disk / "db.sqlite3").write_bytes((hall.folder / "db" / "db.sqlite3").read_bytes())
        hall.url = f"sqlite:///{disk}/db.sqlite3"


def _move_out(hall: TownHall, place: str, disk: Path) -> None:
    hall.more, hall.log = {}, hall.folder / "log"
    if place == "media":
        # Their rows stay, so the files must.
        shutil.copytree(disk / "private", hall.folder / "private", dirs_exist_ok=True)
    if place == "db" and hall.database:
        hall.database.sql("DROP DATABASE hall_small WITH (FORCE)")
        hall.database.sql("DROP TABLESPACE small")
        hall.url = hall.database.url("hall")
    elif place == "db":
        hall.url = f"sqlite:///{hall.folder}/db/db.sqlite3"
