"""The tables that the tests copy are those that a city gets."""

import sqlite3
from collections import Counter
from contextlib import closing

import pytest
from django.db import connection

from tests.databases import keep_tables, lay_out_tables, migrate

pytestmark = pytest.mark.thorough
TABLES = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"


def test_the_kept_tables_are_those_of_a_walk_through_all_migrations(tmp_path, django_db_blocker):
    if connection.vendor != "sqlite":
        # There every process walks by itself.
        assert not lay_out_tables(is_anew=True)
        return
    walked = tmp_path / "walked.sqlite3"

    with django_db_blocker.unblock():
        kept = keep_tables()
        migrate(walked)

    assert content_of(kept) == content_of(walked)


def content_of(path):
    """What the tables look like, and how many rows the migrations have put into each."""
    with closing(sqlite3.connect(path)) as database:
        made = database.execute(TABLES).fetchall()
        rows = [line for line in database.iterdump() if line.startswith("INSERT")]
        return made, Counter(row.partition(" VALUES")[0] for row in rows)
