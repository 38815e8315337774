"""The tables of the tests: made once for the migrations as they stand, copied for each run.

Every process of a run needs a database of its own, and walking through all migrations takes it
longer than most of its tests. So on SQLite the first walk is kept under ``build/``, by the
content of all migrations; whoever needs tables copies it and lets ``migrate`` do what is left.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState

KEPT = Path(settings.BASE_DIR) / "build" / "test-tables"
AHEAD = "import django; django.setup(); from tests.databases import keep_tables; keep_tables()"


def keep_tables_ahead() -> subprocess.Popen:
    """Another process walks while those of this run collect their tests."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen([sys.executable, "-c", AHEAD], env=environment)


def lay_out_tables(*, is_anew: bool) -> bool:
    """Copies the kept tables to where this process has its database.

    ``is_anew`` overwrites what is there. Returns False where tables are not kept: PostgreSQL.
    """
    if connection.vendor != "sqlite":
        return False
    database = Path(connection.creation._get_test_db_name())
    if database.exists() and not is_anew:
        return True
    tables = keep_tables()
    database.parent.mkdir(parents=True, exist_ok=True)
    for left in ("", "-wal", "-shm"):
        Path(f"{database}{left}").unlink(missing_ok=True)
    shutil.copyfile(tables, database)
    return True


def keep_tables() -> Path:
    """The database with all tables and nobody in it: walked now, unless it has been before."""
    KEPT.mkdir(parents=True, exist_ok=True)
    tables = KEPT / f"{_migrations()}.sqlite3"
    with _one_at_a_time():
        if not tables.exists():
            for outdated in KEPT.glob("*.sqlite3*"):
                outdated.unlink()
            with patch.object(ProjectState, "add_model", _add_model_alone):
                migrate(tables)
    return tables


@cache
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


def migrate(tables: Path) -> None:
    """Walk through all migrations into a new file."""
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


def _add_model_alone(state: ProjectState, model) -> None:
    """Django draws all that is related to a new model anew: most of the time of a walk.

    That the tables are the same is a test of its own (``test_databases.py``).
    """
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.apps.render_multiple([model])
