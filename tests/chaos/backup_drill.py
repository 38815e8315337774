"""Backups while people write, and every one brought back into an empty place. By hand:

python -m tests.chaos.backup_drill [rounds]

Uses a SQLite file of its own or, when DATABASE_URL names a PostgreSQL server, two databases of
its own there. Prints one line a round: seconds to make and to restore, and what was not equal.
Ends with 1 when anything was lost, or a damaged backup was taken.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

WRITERS = 3
STATE = """
import hashlib, json
from django.apps import apps
from django.conf import settings
from portal.audit.models import AuditEvent
from pathlib import Path
counts = {m._meta.label: m._base_manager.count() for m in apps.get_models()
          if m._meta.managed and not m._meta.proxy}
files = {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
         for root in (Path(settings.PRIVATE_ROOT), Path(settings.MEDIA_ROOT))
         for p in root.rglob("*") if p.is_file()}
events = list(AuditEvent.objects.order_by("sequence").values_list("sequence", "hash"))
print("STATE" + json.dumps({"counts": counts, "files": files, "events": events}))
"""
WRITE = """
import sys, time
from django.core.files.base import ContentFile
from pathlib import Path
from django.conf import settings
from portal.audit.trail import record
number = 0
while True:
    number += 1
    path = Path(settings.PRIVATE_ROOT) / f"drill/{sys.argv[-1]}-{number}.bin"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(str(number).encode() * 1000)
    record("audit.read", actor=None)
    print(number, flush=True)
    time.sleep(0.02)
"""
# Emptied on purpose when a backup is brought back, or written by bringing it back.
MAY_DIFFER = {"sessions.Session", "staff.StaffSession", "audit.AuditEvent"}


class Place:
    """One installation: its database, its folders, and commands run in it."""

    def __init__(self, folder: Path, database: str):
        self.folder = folder
        self.environment = os.environ | {
            "SECRET_KEY": "only-for-the-drill-" + "x" * 50,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "HTTPS": "false",
            "DEMO_MODE": "true",
            "DEMO_PASSWORD": "drill-drill-drill",
            "DATABASE_URL": database,
            "PRIVATE_ROOT": str(folder / "private"),
            "MEDIA_ROOT": str(folder / "media"),
            "ERASURE_INDEX": str(folder / "erased.jsonl"),
            "BACKUP_KEY": "the key of the drill",
        }
        folder.mkdir(parents=True, exist_ok=True)

    def manage(self, *arguments: str, **options) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=self.environment, capture_output=True, text=True, check=False, **options,
        )  # fmt: skip

    def state(self) -> dict:
        out = self.manage("shell", "--no-imports", "-c", STATE)
        line = next(line for line in out.stdout.splitlines() if line.startswith("STATE"))
        return json.loads(line.removeprefix("STATE"))

    def writer(self, name: str) -> subprocess.Popen:
        script = f"import django, sys; django.setup(); sys.argv.append({name!r})\n{WRITE}"
        return subprocess.Popen(
            [sys.executable, "-c", script],
            env=self.environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip


def places(folder: Path) -> tuple[Place, Place]:
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        names = [f"sqlite:///{folder}/{name}/db.sqlite3" for name in ("here", "there")]
    else:
        base = server.rsplit("/", 1)[0]
        names = [f"{base}/drill_{name}" for name in ("here", "there")]
        for name in names:
            fresh_database(name)
    return Place(folder / "here", names[0]), Place(folder / "there", names[1])


def fresh_database(url: str) -> None:
    base, name = url.rsplit("/", 1)
    for sql in (f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}"):
        subprocess.run(["psql", "-q", f"{base}/postgres", "-c", sql], check=True)


def missing(before: dict, after: dict) -> list[str]:
    """What was confirmed before the backup began and is not there after it came back."""
    faults = [
        f"{label}: {count} → {after['counts'].get(label)}"
        for label, count in before["counts"].items()
        if label not in MAY_DIFFER and after["counts"].get(label, 0) < count
    ]
    faults += [
        name for name, digest in before["files"].items() if after["files"].get(name) != digest
    ]
    events = dict(map(tuple, after["events"]))
    return faults + [f"event {n}" for n, digest in before["events"] if events.get(n) != digest]


def damaged_is_refused(place: Place, backup: Path) -> bool:
    """One flipped bit in the middle: refused, and nothing of the place changed."""
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    broken = backup.with_name("broken.dxbackup")
    broken.write_bytes(content)
    before = place.state()
    refused = place.manage("restore", "--from", str(broken), "--replace").returncode != 0
    return refused and place.state() == before


def say(*words) -> None:
    sys.stdout.write("\t".join(map(str, words)) + "\n")
    sys.stdout.flush()


def one_round(here: Place, there: Place, folder: Path) -> list[str]:
    """Back up ``here`` into ``folder``, bring it back ``there``. Returns what is missing."""
    before = here.state()
    began = time.monotonic()
    done = here.manage("backup", "--to", str(folder))
    made = time.monotonic() - began
    if done.returncode:
        return [done.stderr[-300:]]
    backup = newest(folder)
    began = time.monotonic()
    done = there.manage("restore", "--from", str(backup), "--replace")
    took = time.monotonic() - began
    lost = missing(before, there.state()) if done.returncode == 0 else [done.stderr[-300:]]
    say(f"{made:.1f}", f"{took:.1f}", f"{backup.stat().st_size / 1e6:.1f}", len(lost), *lost[:3])
    return lost


def newest(folder: Path) -> Path:
    return max(folder.glob("dx-portal-*.dxbackup"))


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    faults = []
    with tempfile.TemporaryDirectory() as scratch:
        here, there = places(Path(scratch))
        here.manage("prepare")
        writers = [here.writer(str(number)) for number in range(WRITERS)]
        for writer in writers:
            threading.Thread(target=writer.stdout.read, daemon=True).start()
        say("made s", "restored s", "MB", "missing")
        backups = Path(scratch, "backups")
        for _round in range(rounds):
            # The name of a backup tells its second.
            time.sleep(1)
            faults += one_round(here, there, backups)
        for writer in writers:
            writer.kill()
        refused = damaged_is_refused(there, newest(backups))
        say("one flipped bit: refused, nothing changed" if refused else "one flipped bit: TAKEN")
    return 1 if faults or not refused else 0


if __name__ == "__main__":
    sys.exit(main())
