"""Guess one account's password from many processes at once, against the real server.

    python -m tests.chaos.guess_passwords              # SQLite
    python -m tests.chaos.guess_passwords postgres://postgres@127.0.0.1:5432/some_database

The database must be empty: a new file is made for SQLite. 4 guessing processes × 65 tries meet
4 workers; then 100 tries with a claimed X-Forwarded-For each. Prints how many passwords were
checked (failures in the trail) and exits 1 when they are more than five.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from http import HTTPStatus
from multiprocessing import get_context
from pathlib import Path

import requests

ROOT = Path(__file__).parent.parent.parent
PROCESSES, TRIES, SPOOFED, ALLOWED = 4, 65, 100, 5
SPELLINGS = ["staff", "STAFF", "ｓｔａｆｆ", "staff ", "stáff"]
COUNT = """
from portal.audit.models import AuditEvent
failed = AuditEvent.objects.filter(action="signin.failed").exclude(object_id="").count()
print("checked", failed, AuditEvent.objects.filter(action="signin.limited").count())
"""


def guess(address: str, first: int, spoof: bool) -> list[int]:
    """The status codes of the answers to one process's tries."""
    codes = []
    with requests.Session() as browser:
        for number in range(first, first + (SPOOFED if spoof else TRIES)):
            page = browser.get(f"{address}/accounts/login/", timeout=60)
            token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
            form = {
                "csrfmiddlewaretoken": token,
                "login": SPELLINGS[number % len(SPELLINGS)],
                "password": f"wrong-{number}",
            }
            claimed = {"X-Forwarded-For": f"10.9.8.{number % 250}"} if spoof else {}
            page = browser.post(f"{address}/accounts/login/", form, headers=claimed, timeout=60)
            codes.append(page.status_code)
    return codes


def main(database_url: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        url = database_url or f"sqlite:///{folder}/db.sqlite3"
        port = "8871"
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "SECRET_KEY": "only-for-guessing-" + "x" * 50,
            "HTTPS": "false",
            "DEMO_MODE": "true",
            "DEMO_PASSWORD": "the-right-password",
            "ALLOWED_HOSTS": "127.0.0.1",
            "MEDIA_ROOT": f"{folder}/media",
        }
        run = {"cwd": ROOT, "env": environment}
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "prepare"], check=True, stdout=subprocess.DEVNULL, **run)
        bind = ["portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "4", "--threads", "4"]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *bind, "--log-level", "error"], **run
        )
        try:
            codes = _guess_all(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(30)
        said = subprocess.run(
            [*manage, "shell", "--no-imports", "-c", COUNT],
            check=True,
            capture_output=True,
            text=True,
            **run,
        ).stdout
    checked, limited = map(int, re.search(r"checked (\d+) (\d+)", said).groups())
    sys.stdout.write(
        f"{len(codes)} tries: {checked} checked, {limited} stopped, {Counter(codes)}\n"
    )
    return int(checked > ALLOWED or any(code >= HTTPStatus.INTERNAL_SERVER_ERROR for code in codes))


def _guess_all(address: str) -> list[int]:
    for _ in range(600):
        try:
            requests.get(f"{address}/health/live", timeout=60)
            break
        except requests.ConnectionError:
            time.sleep(0.1)
    shares = [(address, number * TRIES, False) for number in range(PROCESSES)]
    with get_context("spawn").Pool(PROCESSES) as pool:
        codes = [code for share in pool.starmap(guess, shares) for code in share]
    return codes + guess(address, 0, True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
