"""One installation of the portal as processes: prepared, peopled, killed and looked at.

Settings are those of a trial (no TLS on loopback); everything else is as in production: gunicorn,
a worker, the database with all its promises of durability.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests

from tests.chaos.own_postgres import OwnPostgres, free_port

ROOT = Path(__file__).parent.parent.parent
MARK = "ANSWER:"
APPLICATION = "portal.wsgi"
SAME_TIME = "from portal.operations.probe_clock import shift_clock; shift_clock()"
# Only to give up at last: how long it took is a figure of the table.
START_SECONDS = 600
WEB = ["--workers", "2", "--threads", "4", "--log-level", "critical"]


def end_cleanly_when_told() -> None:
    """SIGTERM runs every ``finally``: nothing that was started here may live on."""
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(1))


class TownHall:
    """``database`` is "sqlite" or an own PostgreSQL server. ``close`` ends what was started."""

    def __init__(self, folder: Path, database: OwnPostgres | None):
        self.folder, self.database, self.port = folder, database, free_port()
        self.site = f"http://127.0.0.1:{self.port}"
        self.more: dict[str, str] = {}
        self.log = folder / "log"
        self.application = APPLICATION
        self.processes: list[subprocess.Popen] = []
        folder.mkdir(parents=True, exist_ok=True)
        url = database.make("hall") if database else f"sqlite:///{folder}/db/db.sqlite3"
        (folder / "db").mkdir(exist_ok=True)
        self.url = url

    @property
    def kind(self) -> str:
        return "PostgreSQL" if self.database else "SQLite"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "SECRET_KEY": "only-for-chaos-" + "x" * 50,
            "HTTPS": "false",
            "DEMO_MODE": "true",
            "DEMO_PASSWORD": "the-right-password",
            "ALLOWED_HOSTS": "127.0.0.1,testserver",
            "BASE_URL": self.site,
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "PRIVATE_ROOT": str(self.folder / "private"),
            "ERASURE_INDEX": str(self.folder / "erased.jsonl"),
            "LOG_LEVEL": "CRITICAL",
            **self.more,
        }

    def manage(self, *words: str, check=True, **options) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=check, **options,
        )  # fmt: skip

    def ask(self, script: str, told=None):
        """Run ``script`` in the portal's shell; it gets ``told`` and sets ``answer``."""
        whole = f"import json, sys\n{SAME_TIME}\ntold = json.load(sys.stdin)\n{script}\n"
        whole += f"print({MARK!r} + json.dumps(answer))\n"
        done = self.manage(
            "shell", "--no-imports", "-c", whole, input=json.dumps(told), check=False
        )
        lines = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
        if not lines:
            raise RuntimeError(done.stderr[-2000:])
        return json.loads(lines[0].removeprefix(MARK))

    def start(self, *, worker: bool = True) -> float:
        """Begin all processes and wait for the first answer. Seconds until it came."""
        began = time.monotonic()
        bind = ["-m", "gunicorn", self.application, "--bind", f"127.0.0.1:{self.port}", *WEB]
        self._begin(bind)
        if worker:
            self._begin(["manage.py", "run_worker", "--skip-checks"])
        self.wait_for("/health/live", 200)
        return time.monotonic() - began

    def _begin(self, words: list[str]) -> None:
        log = self.log.open("ab")
        with log:
            process = subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT, env=self.environment, start_new_session=True, stdout=log, stderr=log,
            )  # fmt: skip
        self.processes.append(process)

    def kill(self) -> None:
        """kill -9 of every process of the portal at once."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, number)
        for process in self.processes:
            process.wait(60)
        self.processes = []

    def wait_for(self, path: str, status: int, seconds: float = START_SECONDS, **options) -> float:
        """Seconds until ``path`` is answered with ``status``. Raises TimeoutError."""
        began = time.monotonic()
        while self.status(path, **options) != status:
            if time.monotonic() - began > seconds:
                raise TimeoutError(f"{path}: no {status} within {seconds} s")
            time.sleep(0.1)
        return time.monotonic() - began

    def status(self, path: str, *, cookie: str = "", timeout: float = 20) -> int:
        """0 when nobody answers."""
        try:
            with requests.Session() as browser:
                browser.trust_env = False
                browser.cookies["session"] = cookie
                answer = browser.get(self.site + path, timeout=timeout, allow_redirects=False)
                return answer.status_code
        except requests.RequestException:
            return 0

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
