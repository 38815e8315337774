"""A database as a former release left it. Used by ``upgrade_drill``, inside of a set-up Django."""

import io
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import NoReverseMatch, reverse

from portal.rights.route_map import every_route
from tests.chaos.upgrade_drill import NOT_COMPARED, digest

# Nobody works off the queue here, and it says so.
NOT_READY = "/health/ready"
FINE = {200, 301, 302, 400, 403, 404, 405}
# Addresses that end the visit.
LEAVING = "logout"


class OldRelease:
    def __init__(self, file: Path):
        self.file, self.vendor = file, connection.vendor
        with closing(sqlite3.connect(file)) as old:
            applied = old.execute("SELECT app, name FROM django_migrations").fetchall()
            self.columns = _columns(old)
        self.state = self._leaves(set(applied))
        self.count = 0

    def _leaves(self, applied: set) -> list[tuple[str, str]]:
        """The newest applied migrations of every app.

        An app that came later stays on the way back: the former version does not know it.
        """
        graph = MigrationExecutor(connection).loader.graph
        ours = [key for key in graph.nodes if key in applied]
        parents = {
            parent for key in ours for parent in graph.node_map[key].parents if key[0] == parent[0]
        }
        return [key for key in ours if key not in parents]

    def settle_in(self) -> None:
        """On PostgreSQL: the tables of the release, and in them its rows."""
        if self.vendor == "sqlite":
            return
        self.migrate_to(self.state)
        with closing(sqlite3.connect(self.file)) as old, transaction.atomic():
            self._replace_rows(old)
        models = [model for model in apps.get_models() if model._meta.db_table in self.columns]
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(sql)

    def _replace_rows(self, old: sqlite3.Connection) -> None:
        """Migrations have written some of their own."""
        with connection.cursor() as cursor:
            for table in self.columns:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of the release
            for table, columns in self.columns.items():
                self._copy(old, cursor, table, columns)

    def _copy(self, old, cursor, table: str, columns: list[str]) -> None:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s",
            [table],
        )
        kinds = dict(cursor.fetchall())
        names = ", ".join(f'"{column}"' for column in columns)
        places = ", ".join(["%s"] * len(columns))
        rows = old.execute(f'SELECT {names} FROM "{table}"')  # noqa: S608 - names of the release
        cursor.executemany(
            f'INSERT INTO "{table}" ({names}) VALUES ({places})',  # noqa: S608
            [[_as(kinds[c], v) for c, v in zip(columns, row, strict=True)] for row in rows],
        )

    def migrate_to(self, targets: list) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(targets)
        executor.migrate(targets, plan=plan)
        self.count += len(plan)

    def migrate_to_today(self) -> None:
        self.migrate_to(MigrationExecutor(connection).loader.graph.leaf_nodes())

    def rows(self) -> dict[str, Counter]:
        """Of every table of the release, its rows by the columns that it had."""
        found = {}
        with connection.cursor() as cursor:
            for table, columns in self.columns.items():
                names = ", ".join(f'"{column}"' for column in columns)
                cursor.execute(f'SELECT {names} FROM "{table}"')  # noqa: S608
                found[table] = Counter(map(digest, cursor.fetchall()))
        return found

    def lost(self, before: dict[str, Counter]) -> list[str]:
        after = self.rows()
        missing = {table: (before[table] - after[table]).total() for table in before}
        return [f"{count} rows of {table}" for table, count in missing.items() if count]

    def strange_tables(self) -> list[str]:
        """Tables whose columns or constraints are not those of today's models."""
        found, strange = connection.introspection, []
        with connection.cursor() as cursor:
            for model in apps.get_models(include_auto_created=True):
                meta = model._meta
                if not meta.managed or meta.proxy or "_indexentry" in meta.db_table:
                    continue
                table = found.get_table_description(cursor, meta.db_table)
                there = {(c.name, bool(c.null_ok)) for c in table}
                wanted = {
                    (f.column, f.null) for f in meta.local_concrete_fields if f.db_type(connection)
                }
                names = found.get_constraints(cursor, meta.db_table)
                # PostgreSQL cuts long names off.
                longest = connection.ops.max_name_length()
                declared = {each.name[:longest] for each in [*meta.constraints, *meta.indexes]}
                lacking = declared - set(names)
                if there != wanted or lacking:
                    strange.append(f"{meta.db_table}: {sorted(there ^ wanted)} {sorted(lacking)}")
        return strange

    def prepare_and_check(self, checks: list[str]) -> list[str]:
        """What ``prepare`` and the checks of the portal have to say."""
        faults, applied = [], len(MigrationRecorder(connection).applied_migrations())
        for command in ["prepare", *checks]:
            words = io.StringIO()
            try:
                call_command(command, stdout=words, stderr=words)
            except (SystemExit, CommandError) as refusal:
                if not isinstance(refusal, SystemExit) or refusal.code:
                    faults.append(f"{command}: {refusal} {words.getvalue()[-300:]}")
        if len(MigrationRecorder(connection).applied_migrations()) != applied:
            faults.append("prepare found something to migrate")
        return faults

    def open_pages(self, people: list[str], password: str) -> tuple[int, list[str]]:
        """Every address without arguments, by people who sign in with their old password."""
        paths = {path for route in every_route() if (path := _path(route.name))} - {NOT_READY}
        count, faults = 0, []
        for person in people:
            browser = Client(raise_request_exception=False)
            browser.post("/accounts/login/", {"login": person, "password": password})
            if browser.get("/").status_code != 200:
                faults.append(f"{person} cannot sign in")
            for path in sorted(paths):
                status = browser.get(path).status_code
                count += 1
                if status not in FINE:
                    faults.append(f"{path} answers {person} with {status}")
        return count, faults


def _columns(old: sqlite3.Connection) -> dict[str, list[str]]:
    rows = old.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    shadows = [name for name, sql in rows.fetchall() if sql and "VIRTUAL" in sql.upper()]
    rows = old.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    names = [
        name
        for (name,) in rows.fetchall()
        if not any(part in name for part in NOT_COMPARED)
        and not any(name.startswith(shadow) for shadow in shadows)
    ]
    return {
        name: [column[1] for column in old.execute(f'PRAGMA table_info("{name}")')]
        for name in names
    }


def _as(kind: str, value):
    """A value of SQLite as PostgreSQL keeps it."""
    if value is None:
        return None
    if kind == "boolean":
        return bool(value)
    return timedelta(microseconds=value) if kind == "interval" else value


def _path(name: str) -> str:
    """Empty for an address with arguments, and for one that ends the visit."""
    try:
        path = reverse(name)
    except NoReverseMatch:
        return ""
    return "" if LEAVING in path else path
