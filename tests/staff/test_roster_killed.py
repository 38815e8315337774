"""An import whose process dies in the middle has changed nothing. On both databases."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.staff.roster_files import DEPARTMENT_HEADER, HEADER, a_csv

ROOT = Path(__file__).parent.parent.parent
QUESTION = "SELECT COUNT(*) FROM staff_staffmember UNION ALL SELECT COUNT(*) FROM staff_department"
COPY = "roster_killed"


# For the module: made before the test's own transaction, as nobody may be connected then.
@pytest.fixture(scope="module")
def own_database(tmp_path_factory, django_db_setup, django_db_blocker):
    """The address of an empty database of the same kind, and a way to ask it: for one process."""
    with django_db_blocker.unblock():
        copy = _sqlite_copy if connection.vendor == "sqlite" else _postgresql_copy
        yield from copy(tmp_path_factory.mktemp("copy"))


def _sqlite_copy(folder):
    path = folder / "db.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()

    def ask(question):
        asking = sqlite3.connect(path)
        answer = asking.execute(question).fetchall()
        asking.close()
        return answer

    yield f"sqlite:///{path}", ask


def _postgresql_copy(_folder):
    settings = connection.settings_dict
    source, name = settings["NAME"], f"{COPY}_{os.getpid()}"
    address = (
        f"postgres://{settings['USER']}:{settings['PASSWORD']}"
        f"@{settings['HOST']}:{settings['PORT'] or 5432}"
    )
    # A database can be copied while nobody is connected to it.
    connection.close()
    with psycopg.connect(f"{address}/postgres", autocommit=True) as keeper:
        keeper.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')

    def ask(question):
        with psycopg.connect(f"{address}/{name}") as asking:
            return asking.execute(question).fetchall()

    yield f"{address}/{name}", ask
    with psycopg.connect(f"{address}/postgres", autocommit=True) as keeper:
        keeper.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def start(address, folder, *arguments):
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    people = [[f"{n:04}", f"職員{n}", "", "", "1010", "", ""] for n in range(1200)]
    (folder / "people.csv").write_bytes(a_csv(*people, header=HEADER))
    section = ["1010", "市民課", "", "2020-04-01", ""]
    (folder / "departments.csv").write_bytes(a_csv(section, header=DEPARTMENT_HEADER))
    return subprocess.Popen(
        [sys.executable, "-m", *arguments, "import_roster", folder / "people.csv",
         "--departments", folder / "departments.csv"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


@pytest.mark.thorough
@pytest.mark.django_db
def test_a_killed_import_has_changed_nothing_and_can_be_repeated(own_database, tmp_path):
    address, ask = own_database
    before = ask(QUESTION)
    process = start(address, tmp_path, "tests.staff.stopping_import")
    heard = next((line for line in process.stdout if line == "HALF WAY\n"), "")
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    after_kill = ask(QUESTION)

    output, _errors = start(address, tmp_path, "django").communicate(timeout=120)

    assert before == [(0,), (0,)]
    assert (heard, process.returncode, after_kill) == ("HALF WAY\n", -signal.SIGKILL, before)
    assert "反映しました" in output
    assert ask(QUESTION) == [(1200,), (1,)]
