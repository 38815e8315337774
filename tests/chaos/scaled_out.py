"""A prefecture on one machine: nginx, 2 web processes, 2 workers, PostgreSQL, Redis, a bucket.

    python -m tests.chaos.scaled_out [--rounds 12] [--users 8] [--disk]

People write through nginx while one process after the other is killed (-9) and started again: a
web process, a worker, nginx' other web process, a worker … Nobody may have to press a button more
than twice, and nothing that was confirmed may be lost. The PostgreSQL, Redis and S3 servers are
made for this run on other ports; the last one is moto. ``--disk``: files on the disk, handed out by
nginx. Needs the programs postgresql, redis-server and nginx-light of Debian (NGINX=… names another
place). Exits 1 when a promise is broken, 2 when a program is missing.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

from tests.chaos.front_door import FrontDoor, NoNginx
from tests.chaos.own_bucket import OwnBucket
from tests.chaos.own_postgres import NoPostgres, OwnPostgres, free_port
from tests.chaos.town_hall import WEB, TownHall, end_cleanly_when_told
from tests.chaos.writers import Writers

MISSING = 2
ERRANDS = """
from portal.operations.probe_town.errands import enqueue_errands
answer = enqueue_errands(told)
"""
LEFT = """
from portal.notifications.models import Notification
from portal.operations.models import Job
from portal.operations.probe_state import count_doubles, tables
answer = {"open": Job.objects.filter(status__in=["READY", "RUNNING"]).count(),
          "failed": Job.objects.failed().count(),
          "told": Notification.objects.filter(cause__startswith=told).count(),
          "doubles": count_doubles(tables([]))}
"""
JOBS = 100


class Prefecture(TownHall):
    """A hall whose processes can be killed one by one."""

    def __init__(self, folder: Path, database: OwnPostgres, bucket: OwnBucket | None):
        super().__init__(folder, database)
        self.redis = free_port()
        self.ports = [free_port(), free_port()]
        self.more = {
            "CACHE_URL": f"redis://127.0.0.1:{self.redis}/0",
            "BEHIND_PROXY": "true",
            "PRIVATE_FILES_LOCATION": "/_private/",
            **(bucket.variables if bucket else {}),
        }
        (folder / "private").mkdir()
        self.servers = [self._redis(folder)]
        self.door = FrontDoor(folder / "nginx", self.ports, folder / "private")
        self.site = self.door.site
        self.named: dict[str, list[str]] = {
            f"web {number}": ["-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", *WEB]
            for number, port in enumerate(self.ports, 1)
        }
        for number in (1, 2):
            self.named[f"worker {number}"] = ["manage.py", "run_worker", "--skip-checks"]
        self.running: dict[str, subprocess.Popen] = {}

    def _redis(self, folder: Path) -> subprocess.Popen:
        words = ["redis-server", "--port", str(self.redis), "--bind", "127.0.0.1"]
        words += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
        return subprocess.Popen(words, stdout=subprocess.DEVNULL, start_new_session=True)

    def begin(self, name: str) -> None:
        self._begin(self.named[name])
        self.running[name] = self.processes[-1]

    def kill_one(self, name: str) -> None:
        process = self.running.pop(name)
        self.processes.remove(process)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        self.door.close()
        for server in self.servers:
            server.terminate()
            server.wait(30)
        super().close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--users", type=int, default=8)
    parser.add_argument("--disk", action="store_true")
    options = parser.parse_args()
    end_cleanly_when_told()
    if not shutil.which("redis-server"):
        return _missing("redis-server")
    try:
        server = OwnPostgres()
    except NoPostgres:
        return _missing("postgresql")
    bucket = None if options.disk else OwnBucket()
    try:
        return _in_a_hall(server, bucket, options)
    finally:
        server.destroy()
        if bucket:
            bucket.close()


def _in_a_hall(server: OwnPostgres, bucket: OwnBucket | None, options) -> int:
    if bucket:
        bucket.make()
    with tempfile.TemporaryDirectory(prefix="prefecture-") as folder:
        try:
            hall = Prefecture(Path(folder) / "hall", server, bucket)
        except NoNginx:
            return _missing("nginx-light")
        try:
            return _drive(hall, options)
        finally:
            hall.close()


def _missing(package: str) -> int:
    sys.stderr.write(f"{package} がありません：apt-get install {package}\n")
    return MISSING


def _drive(hall: Prefecture, options) -> int:
    hall.manage("prepare")
    writers = Writers(hall, count=options.users)
    name = hall.ask(ERRANDS, JOBS)
    for process in hall.named:
        hall.begin(process)
    hall.wait_for("/health/live", 200)
    time.sleep(5)
    writers.start()
    killed = _kill_one_after_the_other(hall, writers, options.rounds)
    writers.stop()
    left = _left(hall, name)
    verdict = writers.compare()
    rows = [
        ("processes", "nginx, 2 web (2 × 4), 2 workers, PostgreSQL, Redis"),
        ("files", "on the disk" if options.disk else "in a bucket (S3, moto)"),
        ("people who write at once", options.users),
        ("killed (-9), one at a time", ", ".join(f"{k} ×{v}" for k, v in killed.items())),
        ("confirmed", verdict.confirmed),
        ("lost / doubled / half", " / ".join(str(len(each)) for each in verdict[1:4])),
        ("checks of the portal itself", verdict.notes or "clean"),
        ("presses without answer, in all", writers.refused),
        ("most presses again for one thing", writers.most_again),
        ("slowest answer, seconds", f"{writers.slowest:.1f}"),
        ("jobs told to do / done", f"{JOBS} / {JOBS - left['open'] - left['failed']}"),
        ("notices doubled", left["doubles"]),
    ]
    rows += [("  for example", each[:5]) for each in verdict[1:4] if each]
    for label, value in rows:
        sys.stdout.write(f"{label:<36}{value!s}\n")
    is_right = verdict.is_clean and verdict.confirmed and writers.most_again <= 1
    return 0 if is_right and not left["open"] and not left["failed"] and not left["doubles"] else 1


def _kill_one_after_the_other(hall: Prefecture, writers: Writers, rounds: int) -> dict[str, int]:
    names, killed = list(hall.named), {}
    for number in range(rounds):
        name = names[number % len(names)]
        time.sleep(random.uniform(0.5, 2))
        hall.kill_one(name)
        killed[name] = killed.get(name, 0) + 1
        time.sleep(random.uniform(0.5, 2))
        hall.begin(name)
        if name.startswith("web"):
            # Two hosts are never down at once by this: the next waits until this one answers.
            _wait_for_port(hall.ports[int(name[-1]) - 1])
    return killed


def _wait_for_port(port: int) -> None:
    for _try in range(600):
        try:
            with requests.Session() as browser:
                browser.trust_env = False
                if browser.get(f"http://127.0.0.1:{port}/health/live", timeout=5).ok:
                    return
        except requests.RequestException:
            time.sleep(0.1)
    raise TimeoutError


def _left(hall: Prefecture, name: str) -> dict:
    for _try in range(30):
        left = hall.ask(LEFT, name)
        if not left["open"]:
            return left
        time.sleep(2)
    return left


if __name__ == "__main__":
    sys.exit(main())
