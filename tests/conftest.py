"""What every test may ask for."""

import gc
from datetime import UTC, datetime

import pytest

from portal.audit.models import AuditEvent, ChainHead

# Thousands of pages make cycles that live until the next sweep; a sweep every 700 costs a tenth.
gc.set_threshold(50_000, 20, 20)


@pytest.fixture
def now():
    """Friday 20 November 2026, 10:00 in Tokyo."""
    return datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


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
