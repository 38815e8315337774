"""Breaks uploads off at every moment and prints what is left on the disk.

    DATABASE_URL=… python -m tests.chaos.break_uploads [--aborts 100] [--kills 20]

DATABASE_URL names a migrated database that nobody else uses. The files lie in a folder of their
own. Clients go away at a random byte, the server is killed (-9) while it takes a file, and files
are written where the system allows no more bytes. Ends with 1 when a broken file has a row, a row
has no whole file, or the sweep leaves something.
"""

import argparse
import http.client
import os
import random
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django

BOUNDARY = "----chaos"
SIZE = 5_000_000
PASSWORD = "chaos-chaos-chaos-1"
SMALLEST = 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--aborts", type=int, default=100)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--full", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _settle_in(Path(folder))
        house = UploadHouse()
        try:
            return _break_all(house, options)
        finally:
            house.stop()


class UploadHouse:
    """A real server with the trial form, and the cookie of a person who is signed in."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.cookie = _cookie()
        self.content = _a_large_pdf()
        self.body = _multipart(self.content)
        self.start()

    def start(self):
        words = ["-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        quiet = ["--workers", "2", "--threads", "4", "--log-level", "critical"]
        self.server = subprocess.Popen(
            [sys.executable, *words, *quiet], start_new_session=True, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 60
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(0.1)

    def stop(self):
        if self.server.poll() is None:
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def send(self, length: int | None = None, *, pause=0.0) -> int:
        """The status; 0 when either side went away. ``length``: hang up after as many bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest("POST", "/trial/")
            for name, value in {
                "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
                "Content-Length": str(len(self.body)),
                "Cookie": f"session={self.cookie}; csrftoken={'c' * 32}",
                "X-CSRFToken": "c" * 32,
            }.items():
                connection.putheader(name, value)
            connection.endheaders()
            connection.send(self.body[:length])
            time.sleep(pause)
            return 0 if length else connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


def _settle_in(folder: Path) -> None:
    os.environ.update(
        SECRET_KEY="only-for-tests-" + "x" * 50,
        HTTPS="false",
        DEMO_MODE="true",
        LOG_LEVEL="CRITICAL",
        ALLOWED_HOSTS="127.0.0.1",
        PRIVATE_ROOT=str(folder / "private"),
        MEDIA_ROOT=str(folder / "media"),
        DJANGO_SETTINGS_MODULE="tests.chaos.upload_settings",
    )
    django.setup()


def _break_all(house: UploadHouse, options) -> int:
    from portal.files.models import StoredFile  # noqa: PLC0415 - Django is set up by now

    StoredFile.objects.all().delete()
    rows = [("upload, bytes", len(house.content))]
    whole = house.send()
    rows.append(("a whole upload answers", whole))
    for _abort in range(options.aborts):
        house.send(random.randrange(1, len(house.body) - 1), pause=random.uniform(0, 0.05))
    rows.append(("clients gone away", options.aborts))
    answered = sum(_kill_while_sending(house) for _kill in range(options.kills))
    rows += [("servers killed (-9)", options.kills), ("answered before the kill", answered)]
    refused, left = _fill_the_disk(options.full, house.content)
    rows += [("disk full", options.full), ("refused in words", refused), ("left by them", left)]
    time.sleep(1)
    faults = _print_what_is_left(rows)
    return 0 if whole == 200 and refused == options.full and not left and not faults else 1


def _kill_while_sending(house: UploadHouse) -> int:
    """Four people send at once; the server dies at a random moment. How many got an answer."""
    with ThreadPoolExecutor(4) as pool:
        sending = [pool.submit(house.send) for _person in range(4)]
        time.sleep(random.uniform(0.02, 1.2))
        house.stop()
        answers = [each.result() for each in sending]
    house.start()
    return answers.count(200)


def _fill_the_disk(times: int, content: bytes) -> tuple[int, int]:
    """Files that break off in the middle of being written: refused in words, nothing left."""
    from django.utils import timezone  # noqa: PLC0415

    from portal.files.refusals import FileRefused  # noqa: PLC0415
    from portal.files.rooms import keep_new, private_room  # noqa: PLC0415

    before, refused = len(list(private_room().everything())), 0
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALLEST, hard))
    try:
        for _file in range(times):
            try:
                keep_new(content, "pdf", now=timezone.now())
            except FileRefused:
                refused += 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    return refused, len(list(private_room().everything())) - before


def _print_what_is_left(rows) -> int:
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from portal.files.keeping import check_files, delete_orphans  # noqa: PLC0415
    from portal.files.models import StoredFile  # noqa: PLC0415
    from portal.files.rooms import private_room  # noqa: PLC0415

    now, none = timezone.now(), timedelta(0)
    found = check_files(now=now, age=none)
    swept = delete_orphans(now=now, age=none)
    after = check_files(now=now, age=none)
    on_disk, kept = len(list(private_room().everything())), StoredFile.objects.count()
    rows += [
        ("rows", kept),
        ("rows without a file", len(found.missing)),
        ("files that differ from their row", len(found.changed)),
        ("files without a row", len(found.orphans)),
        ("of these still on their way in", sum("incoming/" in each for each in found.orphans)),
        ("swept", swept),
        ("findings after the sweep", sum(map(len, after))),
        ("files on the disk after the sweep", on_disk),
    ]
    for label, value in rows:
        print(f"{label:<36}{value}")  # noqa: T201 - the table is the purpose
    return len(found.missing) + len(found.changed) + sum(map(len, after)) + abs(on_disk - kept)


def _cookie() -> str:
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from portal.staff.models import StaffMember  # noqa: PLC0415

    username = f"chaos-{uuid.uuid4().hex}"
    staff = StaffMember.objects.create_user(username, password=PASSWORD, name="こわす人")
    client = Client()
    client.force_login(staff)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _a_large_pdf() -> bytes:
    """A whole PDF, made large by a page that is a long comment."""
    from tests.files.packing import a_pdf  # noqa: PLC0415

    filler = b"<</Length %d>>\nstream\n%s\nendstream" % (SIZE, b"q " * (SIZE // 2))
    content = a_pdf(filler)
    if not re.match(rb"%PDF-", content):
        raise ValueError
    return content


def _multipart(content: bytes) -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="body"\r\n\r\ntext\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="attachments"; filename="a.pdf"'
        "\r\nContent-Type: application/pdf\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


if __name__ == "__main__":
    sys.exit(main())
