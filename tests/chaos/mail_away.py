"""A mail server that goes away in every known way while people work. By hand:

python -m tests.chaos.mail_away [requests]

Uses DATABASE_URL, which must name an empty database, or a SQLite file of its own. Prints a table:
the slowest request while the server was away, and what became of the mails once it was back.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

import django
from django.apps import apps

from tests.notifications.post_office import PostOffice

if not apps.ready:
    FOLDER = tempfile.TemporaryDirectory()
    OFFICE = PostOffice()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "HTTPS": "false",
        "DEMO_MODE": "true",
        "LOG_LEVEL": "CRITICAL",
        "ALLOWED_HOSTS": "testserver",
        "EMAIL_URL": f"smtp://127.0.0.1:{OFFICE.port}",
    }
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/db.sqlite3")
    django.setup()

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.notifications.following import tell_what_happened
from portal.notifications.models import Mail, Notification
from portal.staff.models import Role, StaffMember
from portal.staff.roles import grant_role
from tests.chaos.mail_errands import MORNING

ROOT = Path(__file__).parent.parent.parent
FAULTS = {
    "refused": nullcontext,
    "hangs": OFFICE.hanging,
    "4xx": lambda: OFFICE.open(answer="451 4.3.0 later please"),
    "5xx": lambda: OFFICE.open(answer="554 5.7.1 not today"),
    "5xx for one": lambda: OFFICE.open(refusing="reader0@city.example.test"),
    "dies after DATA": lambda: OFFICE.open(dies=True),
}
COLUMNS = "{:16} {:>8} {:>10} {:>8} {:>10} {:>8} {:>8} {:>9}"


def main(requests: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    people = [
        StaffMember.objects.create(username=f"reader{n}", email=f"reader{n}@city.example.test")
        for n in range(requests)
    ]
    admin = StaffMember.objects.create(username="admin")
    grant_role(admin, Role.ADMINISTRATOR, by=None, on=timezone.localdate())
    client = Client()
    client.force_login(admin)
    # The first request of a process loads everything.
    client.get("/help/")
    words = "fault", "requests", "slowest ms", "mails", "delivered", "doubles", "lost", "given up"
    print(COLUMNS.format(*words))  # noqa: T201
    for name in FAULTS:
        print(COLUMNS.format(name, requests, *one_fault(client, people, name)), flush=True)  # noqa: T201


def one_fault(client: Client, people: list[StaffMember], name: str) -> tuple:
    OFFICE.taken.clear()
    # What happened before is no part of the count.
    tell_what_happened(timezone.now())
    Notification.objects.all().delete()
    Mail.objects.all().delete()
    half = len(people) // 2
    with FAULTS[name]():
        slowest = [milliseconds(client, person) for person in people[:half]]
        tell()
        # The second half works while the sender struggles.
        sender = rounds(0, 3)
        slowest += [milliseconds(client, person) for person in people[half:]]
        sender.wait()
        tell()
        rounds(3, 3).wait()
    written = set(Mail.objects.values_list("message_id", flat=True))
    refusing = "reader0@city.example.test" if name == "5xx for one" else None
    with OFFICE.open(refusing=refusing):
        for minute in (10, 60, 200, 400):
            rounds(minute, 1).wait()
    taken = Counter(OFFICE.message_ids)
    given_up = Mail.objects.filter(state=Mail.State.GIVEN_UP).count()
    doubles = sum(taken.values()) - len(taken)
    lost = len(written - set(taken)) - given_up
    return f"{max(slowest):.0f}", len(written), len(set(taken) & written), doubles, lost, given_up


def tell() -> None:
    """Write the notices; by the clock of the rounds they have just been written."""
    tell_what_happened(timezone.now())
    new = Mail.objects.filter(attempts=0, state=Mail.State.PENDING)
    new.update(next_try_at=MORNING, useful_until=None)
    Notification.objects.update(useful_until=MORNING.replace(year=2030))


def rounds(first_minute: int, count: int) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.mail_errands", "rounds"]
        + [str(first_minute), str(count)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )


def milliseconds(client: Client, person: StaffMember) -> float:
    began = time.monotonic()
    answer = client.post(reverse("staff_accounts:account_end_sessions", args=[person.pk]))
    if answer.status_code != 302:
        raise RuntimeError(answer.status_code)
    return (time.monotonic() - began) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
