"""The database as one file, while people go on working, and back again."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from portal.errors import DomainError


class ToolMissing(DomainError):
    message = "pg_dump と pg_restore が見つかりません。postgresql-client を入れてください。"


class DatabaseNotRestored(DomainError):
    """PostgreSQL's own words follow."""


def dump(target: Path) -> None:
    """Write the database as it stands at one moment. Raises ToolMissing."""
    if connection.vendor == "sqlite":
        with closing(_opened(_sqlite_path())) as source, closing(_opened(target)) as copy:
            source.backup(copy)
        return
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def put_back(source: Path) -> None:
    """Make the database what ``source`` holds; all of it or, on PostgreSQL, nothing.

    Raises ToolMissing or DatabaseNotRestored.
    """
    connection.close()
    if connection.vendor == "sqlite":
        path = _sqlite_path()
        fresh = path.with_name(path.name + ".restoring")
        shutil.copyfile(source, fresh)
        for leftover in ("-wal", "-shm"):
            path.with_name(path.name + leftover).unlink(missing_ok=True)
        os.replace(fresh, path)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connection.close()
    name = connection.settings_dict["NAME"]
    _run("pg_restore", "--no-owner", "--single-transaction", f"--dbname={name}", str(source))


def _sqlite_path() -> Path:
    return Path(connection.settings_dict["NAME"]).absolute()


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    return sqlite3.connect(path, timeout=60)


def _run(tool: str, *arguments: str) -> None:
    if not shutil.which(tool):
        raise ToolMissing
    with _environment() as environment:
        # The tools of PostgreSQL, with names from the settings.
        done = subprocess.run(  # noqa: S603
            [tool, *arguments], env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise DatabaseNotRestored(f"{tool} が失敗しました。{done.stderr.strip()[:500]}")


@contextmanager
def _environment() -> Iterator[dict[str, str]]:
    """Where the server is; the password goes by the environment, where no list of processes
    shows it."""
    settings = connection.settings_dict
    places = {
        "PGHOST": settings["HOST"],
        "PGPORT": str(settings["PORT"] or ""),
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
    }
    yield os.environ | {name: value for name, value in places.items() if value}
