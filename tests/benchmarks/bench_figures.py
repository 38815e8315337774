"""The city's board with five years of sixty sections and forty indicators: queries and time.

Run by ``python -m tests.benchmarks.bench_figures [--months]``; with ``--months`` each figure is
twelve monthly ones (144,000 rows). Works in a scratch database of the kind that DATABASE_URL
names, and leaves nothing behind. ``cold`` is with nothing in the cache, ``warm`` the next look.
"""

import argparse
import time
from datetime import date
from tempfile import TemporaryDirectory

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    setup_databases,
    setup_test_environment,
    teardown_databases,
    teardown_test_environment,
)
from django.urls import reverse
from django.utils import timezone

from portal.kpi.defining import Meaning, define_indicator
from portal.kpi.models import Actual, Indicator, Kind, Span
from portal.kpi.times import months_of, year_of
from portal.period import fiscal_year
from portal.staff.models import Department, StaffMember

YEARS, SECTIONS, INDICATORS, ROUNDS = 5, 60, 40, 20


def fill(*, by_month: bool) -> int:
    """Returns how many figures there are."""
    this_year = fiscal_year(timezone.localdate())
    years = range(this_year - YEARS + 1, this_year + 1)
    sections = Department.objects.bulk_create(
        Department(code=f"{number:04}", name=f"第{number}課", starts_on=date(2010, 4, 1))
        for number in range(SECTIONS)
    )
    now = timezone.now()
    for number in range(INDICATORS):
        indicator = Indicator(
            slug=f"figure-{number}", group="other", span=Span.MONTH, by_section=True, order=number
        )
        define_indicator(indicator, Meaning(f"指標{number}", Kind.COUNT, "件"), by=None, now=now)
        times = [
            each for year in years for each in (months_of(year) if by_month else [year_of(year)])
        ]
        Actual.objects.bulk_create(
            (
                Actual(
                    indicator=indicator,
                    department=section,
                    fiscal_year=each.fiscal_year,
                    value=number,
                    **each._asdict(),
                )
                for section in sections
                for each in times
            ),
            batch_size=5000,
        )
    return Actual.objects.count()


def look(client: Client, name: str) -> tuple[int, float]:
    """Queries and milliseconds of one look at a page. Raises RuntimeError when it fails."""
    with CaptureQueriesContext(connection) as queries:
        begin = time.perf_counter()
        answer = client.get(reverse(name))
        spent = (time.perf_counter() - begin) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{name}: {answer.status_code}")
    return len(queries), spent


def bench(*, by_month: bool) -> None:
    rows = fill(by_month=by_month)
    client = Client()
    client.force_login(StaffMember.objects.create_user("reader", name="閲覧者"))
    print(f"{connection.vendor}, {rows:,} figures")
    print("page\tcache\tqueries\tmedian_ms\tworst_ms")
    for name in ("kpi:city", "kpi:report"):
        for state in ("cold", "warm"):
            looks = [_look_at(client, name, state) for _ in range(ROUNDS)]
            times = sorted(spent for _queries, spent in looks)
            most = max(queries for queries, _spent in looks)
            print(f"{name}\t{state}\t{most}\t{times[ROUNDS // 2]:.0f}\t{times[-1]:.0f}")


def _look_at(client, name, state):
    if state == "cold":
        cache.clear()
    return look(client, name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", action="store_true", help="twelve figures a year")
    options = parser.parse_args()
    setup_test_environment()
    with TemporaryDirectory() as folder:
        is_file = connection.vendor == "sqlite"
        connection.settings_dict["TEST"]["NAME"] = (
            f"{folder}/bench.sqlite3" if is_file else "bench_figures"
        )
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            bench(by_month=options.months)
        finally:
            teardown_databases(databases, verbosity=0)
    teardown_test_environment()


if __name__ == "__main__":
    main()
