"""A hundred people press 「申し込む」 at once for twenty seats, over HTTP against the real server.

    python -m tests.chaos.training_rush                       # SQLite
    python -m tests.chaos.training_rush postgres://…/rush     # PostgreSQL, an empty database
    python -m tests.chaos.training_rush postgres://…/rush --unlocked   # positive control

Ten rounds of bookings alone: 20 seats, a waitlist from 1 to 80 without gap, no 5xx. Then rounds
with people who give seats back, a room that grows, and a session that is called off meanwhile.
After each round ``check_bookings`` must find nothing. Exits 1 when anything is wrong.
``--unlocked`` takes the lock out of the server and must exit 1: it proves that the run can fail.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SERVER = ["--workers", "4", "--threads", "8", "--log-level", "error"]
RUN = "from tests.chaos.training_rounds import run; run({site!r})"


def main(database_url: str, is_unlocked: bool) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": database_url or f"sqlite:///{folder}/db.sqlite3",
            "SECRET_KEY": "only-for-the-rush-" + "x" * 50,
            "HTTPS": "false",
            "DEMO_MODE": "true",
            "DEMO_PASSWORD": "the-right-password",
            "ALLOWED_HOSTS": "127.0.0.1,testserver",
            "MEDIA_ROOT": f"{folder}/media",
            "BASE_URL": f"http://127.0.0.1:{port}",
        }
        run = {"cwd": ROOT, "env": environment}
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "prepare"], check=True, stdout=subprocess.DEVNULL, **run)
        application = "tests.chaos.unlocked_wsgi" if is_unlocked else "portal.wsgi"
        bind = ["--bind", f"127.0.0.1:{port}", *SERVER]
        server = subprocess.Popen([sys.executable, "-m", "gunicorn", application, *bind], **run)
        try:
            _wait(port)
            code = RUN.format(site=f"http://127.0.0.1:{port}")
            return subprocess.run([*manage, "shell", "--no-imports", "-c", code], **run).returncode
        finally:
            server.terminate()
            server.wait(30)


def _wait(port: int) -> None:
    for _try in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database_url", nargs="?", default="")
    parser.add_argument("--unlocked", action="store_true")
    options = parser.parse_args()
    sys.exit(main(options.database_url, options.unlocked))
