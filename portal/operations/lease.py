"""A worker's lease: held as long as its process lives, and let go by the system when it dies.

Nothing has to be written while a task runs, and ``kill -9`` ends a lease at once. PostgreSQL:
an advisory lock of a connection of its own (not through a pooler that shares connections).
SQLite: a lock on a file beside the database, so all workers must run on one machine, as SQLite
itself asks for.
"""

import fcntl
import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection

# Ends the lease of a machine that lost its power within a minute, instead of two hours.
KEEP_ALIVE = [
    "tcp_keepalives_idle = 30",
    "tcp_keepalives_interval = 9",
    "tcp_keepalives_count = 3",
]


class AdvisoryLease:
    def __init__(self, worker_id: str):
        self.key = _number(worker_id)
        self.own_connection = None

    def hold(self) -> None:
        """Take the lease, or take it again when its connection was lost."""
        if self.own_connection and self._answers():
            return
        self.release()
        self.own_connection = connection.copy(alias="worker_lease")
        self.own_connection.settings_dict["OPTIONS"].pop("pool", None)
        with self.own_connection.cursor() as cursor:
            for setting in KEEP_ALIVE:
                cursor.execute(f"SET {setting}")
            cursor.execute("SELECT pg_advisory_lock(%s)", [self.key])

    def release(self) -> None:
        """Let go at once: the server notices a closed connection only some time later."""
        if self.own_connection:
            with suppress(OperationalError, InterfaceError), self.own_connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_all()")
            self.own_connection.close()
        self.own_connection = None

    def is_free(self, worker_id: str) -> bool:
        """Whether the worker is gone. To be asked in the transaction that takes its task."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_number(worker_id)])
            return cursor.fetchone()[0]

    def _answers(self) -> bool:
        try:
            with self.own_connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except (OperationalError, InterfaceError):
            return False
        return True


class FileLease:
    def __init__(self, worker_id: str):
        self.path = _lock_file(worker_id)
        self.file = None

    def hold(self) -> None:
        while self.file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("w")
            fcntl.flock(file, fcntl.LOCK_EX)
            # Somebody who took the file for a dead worker's may have removed it meanwhile.
            if _is_still(self.path, file):
                self.file = file
            else:
                file.close()

    def release(self) -> None:
        if self.file:
            self.path.unlink(missing_ok=True)
            self.file.close()
        self.file = None

    def is_free(self, worker_id: str) -> bool:
        path = _lock_file(worker_id)
        try:
            with path.open("r") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            return True
        except BlockingIOError:
            return False
        return True


def lease_for(worker_id: str) -> AdvisoryLease | FileLease:
    kind = AdvisoryLease if connection.vendor == "postgresql" else FileLease
    return kind(worker_id)


def _number(worker_id: str) -> int:
    """A worker's name as the 64 bits that PostgreSQL asks for."""
    return int.from_bytes(hashlib.sha256(worker_id.encode()).digest()[:8], signed=True)


def _lock_file(worker_id: str) -> Path:
    database = str(connection.settings_dict["NAME"])
    in_memory = "mode=memory" in database or database == ":memory:"
    place = Path(tempfile.gettempdir()) if in_memory else Path(database).absolute().parent
    name = hashlib.sha256(worker_id.encode()).hexdigest()[:32]
    return place / "workers" / f"{name}.lock"


def _is_still(path: Path, file) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False
