"""django-helpdesk's list beside ours: the same number of tickets, database and machine.

It runs in a virtual environment of its own, ``build/helpdesk``, which is made once from the package
index; nothing of it comes into the product. Two requests make one list there, the page and the rows
that its script asks for: their times are added. The half of this module below ``inside`` runs in
there.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

HOME = Path(__file__).parents[2] / "build" / "helpdesk"
OWN = ["Django", "psycopg", "psycopg-binary", "django-environ"]
AT_ONCE = 2000
ADDRESSES = """
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("helpdesk.urls", namespace="helpdesk")),
    path("admin/", admin.site.urls),
]
"""
APPS = [
    *["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    *["django.contrib.messages", "django.contrib.admin", "django.contrib.sites"],
    *["django.contrib.staticfiles", "django.contrib.humanize"],
    *["rest_framework", "helpdesk"],
]


class NotInstalled(Exception):
    """The packages could not be fetched. Says what the installer said last."""


def helpdesk_lines(sizes: list[int], rounds: int) -> Iterator[tuple[int, list[float], int]]:
    """Size, times in ms and queries of one list, the smallest size first. Raises NotInstalled."""
    python = _installed()
    with tempfile.TemporaryDirectory() as folder:
        numbers = [str(size) for size in sorted(sizes)]
        asked = [python, __file__, folder, str(rounds), *numbers]
        answer = subprocess.run(asked, check=True, stdout=subprocess.PIPE)
    yield from json.loads(answer.stdout)


def _installed() -> str:
    """The interpreter that has django-helpdesk, beside the very versions that the portal uses."""
    python, ready = str(HOME / "bin" / "python"), HOME / "ready"
    packages = ["django-helpdesk==2.6.1", *(f"{name}=={version(name)}" for name in OWN)]
    if ready.exists() and ready.read_text().split() == packages:
        return python
    venv.create(HOME, with_pip=True, clear=True)
    install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--retries=1"]
    result = subprocess.run([*install, *packages], capture_output=True, text=True)
    if result.returncode:
        raise NotInstalled((result.stderr.strip().splitlines() or ["pip failed"])[-1])
    ready.write_text("\n".join(packages))
    return python


def inside(folder: str, rounds: int, sizes: list[int]) -> None:
    """Runs with django-helpdesk's own packages. Prints [size, times, queries] of each size."""
    _configure(folder)
    clients = {}
    try:
        for size in sizes:
            _make_database(size)
            clients[size] = _furnish(size)
        times: dict[int, list[float]] = {size: [] for size in sizes}
        for number in range(rounds + 1):
            for size in sizes:
                _go_to(size)
                spent = _list_once(clients[size])
                if number:
                    times[size].append(spent)
        print(json.dumps([_result(size, times[size], clients[size]) for size in sizes]))
    finally:
        for size in sizes:
            _drop_database(size)


def _result(size: int, times: list[float], client) -> list:
    _go_to(size)
    return [size, times, _queries(client)]


def _configure(folder: str) -> None:
    import django  # noqa: PLC0415
    import environ  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    (Path(folder) / "helpdesk_urls.py").write_text(ADDRESSES)
    sys.path.insert(0, folder)
    scratch = f"sqlite:///{folder}/db"
    asked = os.environ.get("DATABASE_URL", scratch)
    # Never beside somebody's own database: what is made here is thrown away with the folder.
    database = environ.Env.db_url_config(scratch if asked.startswith("sqlite") else asked)
    settings.configure(
        SECRET_KEY="only-for-a-benchmark",
        ALLOWED_HOSTS=["testserver"],
        DATABASES={"default": database},
        INSTALLED_APPS=APPS,
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        ROOT_URLCONF="helpdesk_urls",
        STATIC_URL="/static/",
        SITE_ID=1,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        HELPDESK_ACTIVATE_API_ENDPOINT=False,
        HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_USER_SETTINGS_DETAILS=False,
    )
    django.setup()


def _name(size: int) -> str:
    return f"bench_helpdesk_{os.getpid()}_{size}"


def _go_to(size: int) -> None:
    from django.db import connection  # noqa: PLC0415

    connection.close()
    folder = Path(connection.settings_dict["NAME"]).parent
    name = _name(size) if connection.vendor == "postgresql" else str(folder / _name(size))
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()


def _make_database(size: int) -> None:
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {_name(size)}")
    _go_to(size)
    call_command("migrate", verbosity=0)


def _drop_database(size: int) -> None:
    from django.db import connection  # noqa: PLC0415

    connection.close()
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {_name(size)}")


def _furnish(size: int):
    """As our own desk: a tenth is open, a third of that is the reader's. Returns their browser."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from helpdesk.models import Queue, Ticket  # noqa: PLC0415

    reader = get_user_model().objects.create_user("reader", is_staff=True)
    queues = [Queue.objects.create(title=f"queue {n}", slug=f"q{n}") for n in range(6)]
    now = timezone.now()
    for start in range(0, size, AT_ONCE):
        Ticket.objects.bulk_create(
            Ticket(
                title=f"ticket {n}",
                description="困りごと",
                queue=queues[n % 6],
                created=now,
                status=Ticket.OPEN_STATUS if n % 10 == 0 else Ticket.CLOSED_STATUS,
                assigned_to=reader if n % 30 == 0 else None,
                submitter_email="asker@city.example.jp",
            )
            for n in range(start, min(start + AT_ONCE, size))
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE helpdesk_ticket")
    client = Client()
    client.force_login(reader)
    return client


def _list_once(client) -> float:
    """The page, and the 25 rows that its script asks for."""
    begin = time.perf_counter()
    page = client.get("/tickets/").content.decode()
    found = re.search(r"/datatables_ticket_list/[A-Za-z0-9+/=%]+", page)
    answer = client.get(found[0], {"draw": 1, "start": 0, "length": 25, "search[value]": ""})
    spent = (time.perf_counter() - begin) * 1000
    if answer.json()["recordsFiltered"] == 0:
        raise RuntimeError("the list does not show its rows")
    return spent


def _queries(client) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as queries:
        _list_once(client)
    return len(queries)


if __name__ == "__main__":
    inside(sys.argv[1], int(sys.argv[2]), [int(size) for size in sys.argv[3:]])
