"""What every test may ask for."""

import gc
import subprocess
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases

from portal.audit.models import AuditEvent, ChainHead
from tests.databases import keep_tables_ahead, lay_out_tables

# Thousands of pages make cycles that live until the next sweep; a sweep every 700 costs a tenth.
gc.set_threshold(50_000, 20, 20)
WALK = pytest.StashKey[subprocess.Popen | None]()


def pytest_configure(config):
    """Whoever hands the tests out to several processes has the tables walked meanwhile."""
    hands_out = config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput")
    is_ahead = hands_out and connection.vendor == "sqlite"
    config.stash[WALK] = keep_tables_ahead() if is_ahead else None


def pytest_unconfigure(config):
    if walk := config.stash[WALK]:
        walk.wait()


@pytest.fixture(scope="session")
def now():
    """Friday 20 November 2026, 10:00 in Tokyo."""
    return datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment,
    django_db_blocker,
    django_db_keepdb,
    django_db_createdb,
    django_db_modify_db_settings,
):
    """The database of this process; with ``--reuse-db``, the one of the last run."""
    reuses = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        has_tables = lay_out_tables(is_anew=not reuses)
        made = setup_databases(0, interactive=False, keepdb=reuses or has_tables)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, 0)


def _lay_out_anew(case):
    """Undoes what a test has committed."""
    connection.close()
    if not lay_out_tables(is_anew=True):
        _flush(case)


_flush = TransactionTestCase._fixture_teardown
TransactionTestCase._fixture_teardown = _lay_out_anew


@pytest.fixture(scope="module")
def rows_of_the_module(django_db_setup, django_db_blocker):
    """For a fixture of module scope that makes what all tests of a module begin with.

    Its rows are undone after the last of them. For modules that roll back after each test.
    """
    everything = transaction.atomic()
    with django_db_blocker.unblock():
        everything.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            everything.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _trail_that_can_be_emptied(request):
    """Databases are emptied after some tests; the trail lets nobody do that but its own way."""
    marker = request.node.get_closest_marker("django_db")
    transactional = marker and marker.kwargs.get("transaction")
    if not (transactional or {"transactional_db", "live_server"} & set(request.fixturenames)):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    head = ChainHead.objects.first()
    if head:
        ChainHead.objects.update(pruned_through=head.sequence)
        AuditEvent.objects.all()._raw_delete("default")
