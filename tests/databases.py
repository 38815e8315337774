"""The tables of the tests: made once for the migrations as they stand, copied for each run.

Every process of a run needs a database of its own, and walking through all migrations takes it
longer than most of its tests. So on SQLite the first walk is kept under ``build/``, by the
content of all migrations; whoever needs tables copies it and lets ``migrate`` do what is left.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

KEPT = Path(settings.BASE_DIR) / "build" / "test-tables"


def lay_out_tables(*, is_anew: bool) -> bool:
    """Copies the kept tables to where this process has its database.

    ``is_anew`` overwrites what is there. Returns False where tables are not kept: PostgreSQL.
    """
    if connection.vendor != "sqlite":
        return False
    database = Path(connection.creation._get_test_db_name())
    if database.exists() and not is_anew:
        return True
    KEPT.mkdir(parents=True, exist_ok=True)
    tables = KEPT / f"{_migrations()}.sqlite3"
    with _one_at_a_time():
        if not tables.exists():
            for outdated in KEPT.glob("*.sqlite3*"):
                outdated.unlink()
            _migrate(tables)
    database.parent.mkdir(parents=True, exist_ok=True)
    for left in ("", "-wal", "-shm"):
        Path(f"{database}{left}").unlink(missing_ok=True)
    shutil.copyfile(tables, database)
    return True


def _migrations() -> str:
    """What the tables depend on, as a hash: each migration of each app."""
    found = hashlib.sha256()
    for app in apps.get_app_configs():
        for migration in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(migration.read_bytes())
    return found.hexdigest()[:20]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(tables: Path) -> None:
    unfinished = tables.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    connection.close()
    named = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(unfinished)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = named
    unfinished.rename(tables)
