"""What somebody could do who may write to the database: for tests of the chain alone."""

from contextlib import contextmanager

from django.db import connection

from portal.audit.guard import TRIGGERS, install_guard


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def drop_guard():
    place = " ON audit_auditevent" if connection.vendor == "postgresql" else ""
    if place:
        # PostgreSQL alters no table while its foreign keys are still to be checked.
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    for name in TRIGGERS:
        sql(f"DROP TRIGGER {name}{place}")


@contextmanager
def guard_away():
    drop_guard()
    yield
    install_guard(connection.schema_editor())
