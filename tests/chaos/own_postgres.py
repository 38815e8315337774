"""A PostgreSQL server of one's own on another port, from the installed binaries, ended afterwards.

The machine's own server is never touched. PostgreSQL refuses to run as root: then its processes
belong to the system account ``postgres``.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

ACCOUNT = "postgres"
PLACES = "/usr/lib/postgresql"


class NoPostgres(Exception):
    """No PostgreSQL is installed: ``apt-get install postgresql``."""


class OwnPostgres:
    """``url(name)`` names a database; ``stop`` and ``start`` may be called any number of times."""

    def __init__(self):
        self.bin = _newest_binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="chaos-postgres-"))
        self.port = free_port()
        if os.geteuid() == 0:
            shutil.chown(self.folder, ACCOUNT)
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")
        options = f"port={self.port}\nlisten_addresses='127.0.0.1'\nunix_socket_directories=''\n"
        # fsync and synchronous_commit stay on: the promise is tested as a city keeps it.
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.write(options + "shared_buffers=64MB\nmax_connections=60\n")
        self.start()

    def url(self, name: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def make(self, name: str, *, like: str = "template0") -> str:
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.sql(f"CREATE DATABASE {name} TEMPLATE {like}")
        return self.url(name)

    def sql(self, statement: str) -> None:
        command = ["psql", "-q", self.url("postgres"), "-c", statement]
        # It tells that a database was not there, which is no news.
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)

    def start(self) -> None:
        log = self.folder / "log"
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={log}")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "stop", "--wait", "--silent", f"--mode={mode}")

    def destroy(self) -> None:
        with suppress(subprocess.CalledProcessError):
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *words: str) -> None:
        command = [str(self.bin / program), f"--pgdata={self.folder / 'data'}", *words]
        if os.geteuid() == 0:
            command = ["runuser", "-u", ACCOUNT, "--", *command]
        # Not in our session: a signal for the portal's processes must not reach it.
        subprocess.run(
            command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL, start_new_session=True
        )


def _newest_binaries() -> Path:
    found = sorted(Path(PLACES).glob("*/bin"), key=lambda place: int(place.parent.name))
    if not found:
        raise NoPostgres
    return found[-1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
