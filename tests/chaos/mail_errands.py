"""Writing and sending mails in processes of their own:

python -m tests.chaos.mail_errands send 1763600000.0
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta

import django
from django.apps import apps

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()

from django.db import connection

from portal.notifications.mail_sending import send_waiting_mail
from portal.staff.models import StaffMember
from tests.notifications.telling import tell

# Friday 20 November 2026, 10:00 in Tokyo: working time.
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def write(count: str) -> None:
    for number in range(int(count)):
        name = f"reader{number}"
        # Made without a password, whose hash alone would take longer than the mail.
        person = StaffMember.objects.create(username=name, email=f"{name}@city.example.test")
        tell(person, now=MORNING)


def send(start: str) -> None:
    """One round, beginning at ``start`` by the clock. Leaves how many it sent."""
    time.sleep(max(0.0, float(start) - time.time()))
    sent = send_waiting_mail(MORNING + timedelta(minutes=1)).sent
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO errand_run (name) VALUES (%s)", [str(sent)])


def rounds(first_minute: str, count: str) -> None:
    """Rounds of the worker, one a minute by a clock of their own, without waiting between."""
    for minute in range(int(first_minute), int(first_minute) + int(count)):
        print(send_waiting_mail(MORNING + timedelta(minutes=minute)).words(), flush=True)  # noqa: T201


COMMANDS = {f.__name__: f for f in (write, send, rounds)}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
