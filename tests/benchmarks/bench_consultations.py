"""The list of the desk at 1,000 and at 100,000 consultations: the whole page as an officer gets it.

Run by ``make bench``; ``--sizes 1000 100000``. Works in a scratch database of the kind that
DATABASE_URL names, and leaves nothing behind. A tenth of all is unfinished at either size.
"""

import argparse
import time
from datetime import date, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    setup_databases,
    setup_test_environment,
    teardown_databases,
    teardown_test_environment,
)
from django.utils import timezone

from portal.consultations.listing import VIEWS
from portal.consultations.models import Consultation
from portal.consultations.vocabulary import Kind, Status
from portal.search.evaluation import percentile
from portal.staff.models import Department, Role, RoleGrant, StaffMember

ROUNDS = 10
AT_ONCE = 2000
UNFINISHED = (Status.OPEN, Status.IN_PROGRESS, Status.WAITING)


def bench(options: argparse.Namespace) -> None:
    """One line per size and view: 50th and 95th percentile in ms, and the queries of a page."""
    officer, people, rooms = _people()
    print("\t".join(["database", "rows", "view", "p50_ms", "p95_ms", "queries"]))
    for size in options.sizes:
        _fill(size, officer, people, rooms)
        for view in VIEWS:
            _measure(size, view, officer)


def _people():
    rooms = [
        Department.objects.create(code=str(n), name=f"課{n}", starts_on=date(2020, 4, 1))
        for n in range(40)
    ]
    people = [
        StaffMember.objects.create_user(f"p{n}", name=f"職員{n}", department=rooms[n % 40])
        for n in range(200)
    ]
    officer = people[0]
    RoleGrant.objects.create(staff=officer, role=Role.OFFICER, starts_on=date(2020, 4, 1))
    return officer, people, rooms


def _fill(size: int, officer, people, rooms) -> None:
    """Add rows until there are ``size``."""
    now = timezone.now()
    begin = Consultation.objects.count()
    for start in range(begin, size, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, size))
        Consultation.objects.bulk_create(_row(n, officer, people, rooms, now) for n in numbers)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE consultations_consultation")


def _row(n: int, officer, people, rooms, now) -> Consultation:
    is_open = n % 10 == 0
    at = now - timedelta(minutes=n * 7 % 500_000)
    due = at + timedelta(days=5)
    return Consultation(
        kind=Kind.values[n % len(Kind)],
        subject=f"相談{n}",
        work="窓口",
        trouble="困りごと",
        asker=people[1 + n % 199],
        department=rooms[n % 40],
        asked_at=at,
        moved_at=at,
        status=UNFINISHED[n // 10 % 3] if is_open else Status.CLOSED,
        closed_at=None if is_open else at,
        assignee=officer if n % 30 == 0 else None,
        is_confidential=n % 50 == 0,
        first_due_at=due,
        resolve_due_at=due,
        next_due_at=due if is_open else None,
    )


def _measure(size: int, view: str, officer) -> None:
    client = Client()
    client.force_login(officer)
    address, times = f"/consultations/desk/?view={view}", []
    client.get(address)
    for _round in range(ROUNDS):
        begin = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - begin) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    p50, p95 = (round(percentile(times, share), 1) for share in (0.5, 0.95))
    words = [connection.vendor, size, view, p50, p95, len(queries)]
    print("\t".join(str(word) for word in words), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 100_000])
    options = parser.parse_args()
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        bench(options)
    finally:
        teardown_databases(databases, verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    main()
