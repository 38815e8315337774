"""Everything that breaks, one after the other, on both databases, with one table: make chaos.

    python -m tests.chaos.everything [--rounds 50] [--only kill,database,disk,mail,clock]
                                     [--databases sqlite,postgres]

``--rounds`` is the number of kills; the other faults take their share of it. PostgreSQL is a
server of its own on another port, made from the installed binaries and ended afterwards; SQLite
lies in a folder of its own. Exits 1 when a line says FAIL.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.chaos import clock_jumps, database_away, disk_full, kill_everything, mail_rounds
from tests.chaos.own_postgres import OwnPostgres
from tests.chaos.rows import Row, print_head, print_row
from tests.chaos.town_hall import TownHall, end_cleanly_when_told

FAULTS = {
    "kill": kill_everything.run,
    "database": database_away.run,
    "disk": disk_full.run,
    "mail": mail_rounds.run,
    "clock": clock_jumps.run,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--only", default=",".join(FAULTS))
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--prepared", type=Path, help="a SQLite file that prepare has made")
    options = parser.parse_args()
    end_cleanly_when_told()
    _enter_own_mounts(options.databases)
    print_head()
    wrong = 0
    for name in options.databases.split(","):
        wrong += _on(name, options)
    return 1 if wrong else 0


def _enter_own_mounts(databases: str) -> None:
    """Begin again where small disks can be made; where that is forbidden, go on without.

    Who is not root becomes root of a small world of their own, in which PostgreSQL will not run.
    """
    if os.environ.get(disk_full.INSIDE) or not shutil.which("unshare"):
        return
    namespace = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    is_possible = os.geteuid() == 0 or databases == "sqlite"
    if is_possible and subprocess.run([*namespace, "true"], check=False).returncode == 0:
        os.environ[disk_full.INSIDE] = "1"
        again = [sys.executable, "-m", "tests.chaos.everything", *sys.argv[1:]]
        os.execvp(namespace[0], [*namespace, *again])  # noqa: S606 - our own words


def _on(name: str, options: argparse.Namespace) -> int:
    server, wrong = OwnPostgres() if name == "postgres" else None, 0
    try:
        with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
            prepared = _prepared(Path(folder), server, options.prepared)
            for fault in options.only.split(","):
                hall = _copy_of(prepared, Path(folder) / fault)
                try:
                    for row in _rows(fault, hall, options.rounds):
                        print_row(row)
                        wrong += not row.is_right
                finally:
                    hall.close()
    finally:
        if server:
            server.destroy()
    return wrong


def _rows(fault: str, hall: TownHall, rounds: int) -> Iterator[Row]:
    """What could not be brought to its end is said, and the next fault is tried."""
    try:
        yield from FAULTS[fault](hall, rounds)
    except (TimeoutError, RuntimeError, subprocess.CalledProcessError) as end:
        yield Row(hall.kind, fault, 0, False, f"broken off: {str(end)[-300:]}")


def _prepared(folder: Path, server: OwnPostgres | None, made: Path | None) -> TownHall:
    """A portal with its initial content, to be copied: preparing it takes a while."""
    hall = TownHall(folder / "prepared", server)
    if made and not server:
        shutil.copy(made, hall.folder / "db" / "db.sqlite3")
    else:
        hall.manage("prepare")
    if server:
        server.make("prepared", like="hall")
    return hall


def _copy_of(prepared: TownHall, folder: Path) -> TownHall:
    hall = TownHall(folder, prepared.database)
    if hall.database:
        hall.database.make("hall", like="prepared")
    else:
        whole = (prepared.folder / "db" / "db.sqlite3").read_bytes()
        (folder / "db" / "db.sqlite3").write_bytes(whole)
    return hall


if __name__ == "__main__":
    sys.exit(main())
