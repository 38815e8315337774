"""A copy of the migrated test database for tests with processes of their own."""

from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from tests.chaos.worker_house import WorkerHouse


@pytest.fixture
def house(db, tmp_path):
    """Workers on their own database, of the kind that the tests run on."""
    on_postgresql = connection.vendor == "postgresql"
    copy = copy_on_the_server() if on_postgresql else copy_in_a_file(tmp_path)
    with copy as url:
        house = WorkerHouse(url)
        try:
            yield house
        finally:
            house.close()


@contextmanager
def copy_in_a_file(folder):
    """What the test has written is in a transaction that no other process sees."""
    path = folder / "db.sqlite3"
    path.write_bytes(connection.connection.serialize())
    yield f"sqlite:///{path}"


@contextmanager
def copy_on_the_server():
    settings = connection.settings_dict
    original, copy = settings["NAME"], f"{settings['NAME']}_workers"
    place = f"{settings['HOST']}:{settings['PORT'] or 5432}"
    url = f"postgres://{settings['USER']}:{settings['PASSWORD']}@{place}"
    # PostgreSQL copies no database that somebody is connected to.
    connection.close()
    with psycopg.connect(f"{url}/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {copy} TEMPLATE {original}")
        yield f"{url}/{copy}"
        server.execute(f"DROP DATABASE {copy} WITH (FORCE)")
