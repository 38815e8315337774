"""Databases of former releases, brought to today's version, back again, and forward once more.

    python -m tests.chaos.upgrade_drill

On a SQLite file of its own or, when DATABASE_URL names a PostgreSQL server, in databases of its own
there: the tables are made as the release had them, and its rows written into them. Prints a line
per release. Ends with 1 when a row was lost or changed, a table differs from its model, a check of
the portal finds something, or a page fails.
"""

import hashlib
import json
import logging
import lzma
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RELEASES = Path(__file__).parent / "releases"
ROOT = Path(__file__).parent.parent.parent
PASSWORD = "demo-portal-2026"
PEOPLE = ["staff", "admin"]
CHECKS = ["verify_audit", "check_consultations", "check_bookings", "check_terms"]
# Django's own book-keeping, and what every start makes anew.
NOT_COMPARED = ("django_migrations", "portal_cache", "_indexentry", "sqlite_")
TOOLS = "tests.chaos.upgrade_drill"


def main() -> int:
    if len(sys.argv) > 1:
        return _inside(Path(sys.argv[1]))
    outcome = 0
    with tempfile.TemporaryDirectory(prefix="upgrade-drill-") as scratch:
        for packed in sorted(RELEASES.glob("*.sqlite3.xz")):
            folder = Path(scratch) / packed.name.removesuffix(".sqlite3.xz")
            folder.mkdir()
            outcome |= _drill(packed, folder)
    return outcome


def _drill(packed: Path, folder: Path) -> int:
    """In a process of its own: a database is chosen once per process."""
    release = folder / "release.sqlite3"
    release.write_bytes(lzma.decompress(packed.read_bytes()))
    url, server = f"sqlite:///{release}", os.environ.get("DATABASE_URL", "")
    name = f"upgrade_drill_{os.getpid()}"
    if server.startswith("postgres"):
        subprocess.run(["createdb", "--maintenance-db", server, name], check=True)
        url = f"{server.rpartition('/')[0]}/{name}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SECRET_KEY": "only-for-the-drill-" + "x" * 50,
        "HTTPS": "false",
        "DEMO_MODE": "true",
        "DEMO_PASSWORD": PASSWORD,
        "ALLOWED_HOSTS": "testserver",
        "BASE_URL": "http://testserver",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
        "ERASURE_INDEX": str(folder / "erased.jsonl"),
        "LOG_LEVEL": "CRITICAL",
    }
    command = [sys.executable, "-m", TOOLS, str(release)]
    try:
        return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
    finally:
        if server.startswith("postgres"):
            subprocess.run(["dropdb", "--maintenance-db", server, "--force", name], check=True)


def _inside(release: Path) -> int:
    import django  # noqa: PLC0415

    django.setup()
    logging.disable(logging.CRITICAL)
    from tests.chaos.old_release import OldRelease  # noqa: PLC0415

    began, old = time.monotonic(), OldRelease(release)
    old.settle_in()
    before, targets = old.rows(), old.state
    faults = []
    old.migrate_to_today()
    faults += [f"changed by the upgrade: {each}" for each in old.lost(before)]
    faults += [f"not as its model: {each}" for each in old.strange_tables()]
    old.migrate_to(targets)
    faults += [f"changed by the way back: {each}" for each in old.lost(before)]
    old.migrate_to_today()
    faults += [f"changed by the second upgrade: {each}" for each in old.lost(before)]
    faults += old.prepare_and_check(CHECKS)
    pages, broken = old.open_pages(PEOPLE, PASSWORD)
    faults += broken
    told = {
        "release": release.parent.name,
        "database": old.vendor,
        "rows": sum(map(len, before.values())),
        "tables": len(before),
        "migrations": old.count,
        "pages": pages,
        "faults": len(faults),
        "seconds": round(time.monotonic() - began),
    }
    sys.stdout.write("".join(f"{key} {value}  " for key, value in told.items()) + "\n")
    sys.stdout.write("".join(f"  {fault}\n" for fault in faults))
    sys.stdout.flush()
    return 1 if faults else 0


def digest(row) -> str:
    return hashlib.sha256(json.dumps(row, default=_plain).encode()).hexdigest()


def _plain(value) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


if __name__ == "__main__":
    sys.exit(main())
