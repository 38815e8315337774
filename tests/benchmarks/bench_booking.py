"""Bookings per second, beside a bare SQL transaction that locks, counts and inserts, in one run.

Run by ``make bench``. Works in a scratch database of the kind that
DATABASE_URL names, and leaves nothing behind. Exits 1 below a quarter of the bare speed.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from tempfile import TemporaryDirectory

from django.db import connection, transaction
from django.test.utils import (
    setup_databases,
    setup_test_environment,
    teardown_databases,
    teardown_test_environment,
)

from portal.staff.models import StaffMember
from tests.training.builders import NOW, STARTS, a_session
from training.booking import book_seat
from training.models import Session

LEAST = 0.25
ROUNDS = 3
DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
INSERT = """
INSERT INTO training_booking
(session_id, staff_id, status, requested_at, added_because, cancel_reason, cancel_words)
VALUES (%s, %s, 'booked', %s, '', '', '')
"""


def bench(count: int) -> float:
    """Ours over bare, 0 to 1 and above: the best of some rounds of each, taken by turns."""
    people = StaffMember.objects.bulk_create(
        StaffMember(username=f"bench{number}", name="職員") for number in range(count)
    )
    now = NOW + timedelta(days=1)
    ours, bare = [], []
    for _round in range(ROUNDS):
        session = _session(count)
        ours.append(_per_second(people, lambda each, s=session: book_seat(s, each, now=now)))
        session = _session(count)
        bare.append(_per_second(people, lambda each, s=session: bare_booking(s, each.pk, now)))
    share = max(ours) / max(bare)
    print(f"{connection.vendor}, {count} bookings, best of {ROUNDS}")
    print(f"ours {max(ours):.0f}/s\tbare SQL {max(bare):.0f}/s\tshare {share:.2f}")
    return share


def _session(count: int) -> Session:
    return a_session(capacity=count, starts_at=STARTS)


def _per_second(people: list[StaffMember], book: Callable) -> float:
    begin = time.perf_counter()
    for each in people:
        book(each)
    return len(people) / (time.perf_counter() - begin)


def bare_booking(session: Session, staff: int, now) -> None:
    """Lock, count, insert, commit: the least that cannot overbook."""
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT capacity FROM training_session WHERE id = %s{lock}",  # noqa: S608
            [session.pk],
        )
        capacity = cursor.fetchone()[0]
        cursor.execute(
            "SELECT COUNT(*) FROM training_booking WHERE session_id = %s AND status = 'booked'",
            [session.pk],
        )
        if cursor.fetchone()[0] < capacity:
            cursor.execute(INSERT, [session.pk, staff, now])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    options = parser.parse_args()
    setup_test_environment()
    with TemporaryDirectory() as folder:
        name = f"{folder}/bench.sqlite3" if connection.vendor == "sqlite" else "bench_booking"
        if connection.vendor == "sqlite":
            # The tests let SQLite lose the last moments; a real server does not.
            connection.settings_dict["OPTIONS"]["init_command"] = DURABLE
        connection.settings_dict["TEST"]["NAME"] = name
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            share = bench(options.count)
        finally:
            teardown_databases(databases, verbosity=0)
    teardown_test_environment()
    return int(share < LEAST)


if __name__ == "__main__":
    sys.exit(main())
