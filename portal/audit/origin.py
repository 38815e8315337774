"""Where an act comes from: kept for the time of one request, so that callers need not say it."""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Origin(NamedTuple):
    request_id: str = ""
    address: str = ""


_current: ContextVar[Origin | None] = ContextVar("audit_origin", default=None)


def current_origin() -> Origin:
    """Empty in commands and jobs, which nobody asked for over the network."""
    return _current.get() or Origin()


@contextmanager
def acting_from(origin: Origin):
    token = _current.set(origin)
    try:
        yield
    finally:
        _current.reset(token)
