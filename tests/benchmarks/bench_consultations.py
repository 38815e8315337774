"""The list of the desk at 1,000 and at 100,000 consultations: the whole page as an officer gets it.

Run by ``make bench``; ``--sizes 1000 100000 --views open all --rounds 40``. Works in scratch
databases of the kind that DATABASE_URL names, one for each size, and leaves nothing behind. The
sizes and views take turns, so that what else the machine does meets all alike. A tenth of all is
unfinished at either size. The last lines say how many times the p95 of the smallest the p95 of the
largest is.

django-helpdesk's list on as many tickets is measured in the same run, unless ``--without-helpdesk``
is given: in a virtual environment of its own, which needs a package index the first time.
"""

import argparse
import time
from collections.abc import Iterator
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
from tests.benchmarks.helpdesk_list import NotInstalled, helpdesk_lines

AT_ONCE = 2000
UNFINISHED = (Status.OPEN, Status.IN_PROGRESS, Status.WAITING)
ALL = "together"


def bench(options: argparse.Namespace) -> None:
    """One line per size and view: 50th and 95th percentile in ms, and the queries of a page."""
    officer, people, rooms = _people()
    client = Client()
    client.force_login(officer)
    copies = []
    for size in sorted(options.sizes):
        _fill(size, officer, people, rooms)
        copies.append(_copy(size))
    home = connection.settings_dict["NAME"]
    print(*["database", "rows", "view", "p50_ms", "p95_ms", "queries"], sep="\t")
    try:
        times = _times(client, copies, options)
        _tell(client, copies, times, options)
    finally:
        _go_to(home)
        for size in options.sizes:
            connection.creation.destroy_test_db(verbosity=0, suffix=str(size))


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
            cursor.execute("VACUUM ANALYZE consultations_consultation")


def _row(n: int, officer, people, rooms, now) -> Consultation:
    is_open = n % 10 == 0
    # Spread over a year at either size, so that every view has rows in both.
    at = now - timedelta(minutes=n * 7919 % 500_000)
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


def _copy(size: int) -> tuple[int, str]:
    """A database with what is there now. Returns the size and its name."""
    connection.close()
    connection.creation.clone_test_db(suffix=str(size), verbosity=0)
    return size, connection.creation.get_test_db_clone_settings(str(size))["NAME"]


def _go_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _addresses(options) -> Iterator[tuple[str, str]]:
    for view in options.views:
        yield view, f"/consultations/desk/?view={view}"


def _times(client, copies, options) -> dict[tuple[int, str], list[float]]:
    """Milliseconds by size and view. The first round fills caches and is not counted."""
    times: dict[tuple[int, str], list[float]] = {}
    for number in range(options.rounds + 1):
        for size, name in copies:
            _go_to(name)
            _ask(client, "/accounts/")
            for view, address in _addresses(options):
                spent = _ask(client, address)
                if number:
                    times.setdefault((size, view), []).append(spent)
    return times


def _ask(client, address: str) -> float:
    begin = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return (time.perf_counter() - begin) * 1000


def _tell(client, copies, times, options) -> None:
    for size, name in copies:
        _go_to(name)
        for view, address in _addresses(options):
            _ask(client, address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            _line(connection.vendor, size, view, times[size, view], len(queries))
        times[size, ALL] = [each for view in options.views for each in times[size, view]]
    if not options.without_helpdesk:
        _tell_of_helpdesk(options)
    few, many = min(options.sizes), max(options.sizes)
    for view in [*options.views, ALL]:
        p95 = [percentile(times[size, view], 0.95) for size in (few, many)]
        print(f"p95 at {many} / p95 at {few}, {view}: {p95[1] / p95[0]:.2f}")


def _tell_of_helpdesk(options) -> None:
    try:
        for size, spent, queries in helpdesk_lines(options.sizes, options.rounds):
            _line("django-helpdesk", size, "list", spent, queries)
    except NotInstalled as why:
        print(f"django-helpdesk is not measured: it needs a package index ({why})", flush=True)


def _line(place: str, size: int, view: str, times: list[float], queries: int) -> None:
    p50, p95 = (round(percentile(times, share), 1) for share in (0.5, 0.95))
    print(*[place, size, view, p50, p95, queries], sep="\t", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 100_000])
    parser.add_argument("--views", nargs="+", choices=list(VIEWS), default=list(VIEWS))
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--without-helpdesk", action="store_true")
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
