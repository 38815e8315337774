"""The feed with many posts beside the feed with few: time of a page, and queries.

10,000 posts with 100,000 reactions and a comment each, beside 100 posts with 1,000 reactions.
``narrowed`` is the feed of what a person follows, ``later`` a page far down.

Run by ``make bench-feed``; ARGS="--sizes 100 10000 --rounds 60". Works in a scratch database of the
kind that DATABASE_URL names, and leaves nothing behind.
"""

import argparse
import time
from datetime import timedelta
from tempfile import TemporaryDirectory

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

from portal.community.feed import feed_page
from portal.community.models import Comment, Entry, EntryTag, Follow, Group, LogEntry, Reaction
from portal.search.evaluation import percentile
from portal.staff.models import StaffMember

REACTIONS_EACH = 10
PEOPLE = 200
KIND = "community.logentry"


def furnish(posts: int) -> StaffMember:
    """A city hall with so many posts. Returns a reader who follows a person and a tag."""
    now = timezone.now()
    people = StaffMember.objects.bulk_create(
        StaffMember(username=f"person{number}", name=f"職員{number}") for number in range(PEOPLE)
    )
    group = Group.objects.create(
        name="会", mission="", starts_on=now.date(), made_by=people[0], made_at=now
    )
    rows = LogEntry.objects.bulk_create(
        (
            LogEntry(group=group, author=people[n % PEOPLE], on=now, title=f"投稿{n}", at=now)
            for n in range(posts)
        ),
        batch_size=1000,
    )
    _talk_about(rows, people, now)
    reader = people[1]
    Follow.objects.create(staff=reader, person=people[2], since=now)
    Follow.objects.create(staff=reader, tag="窓口", since=now)
    return reader


def _talk_about(rows, people, now) -> None:
    entries = Entry.objects.bulk_create(
        (
            Entry(kind=KIND, object_id=row.pk, author=row.author, at=now - timedelta(minutes=n))
            for n, row in enumerate(rows)
        ),
        batch_size=1000,
    )
    EntryTag.objects.bulk_create(
        (EntryTag(entry=entry, name="窓口") for entry in entries[::4]), batch_size=1000
    )
    Reaction.objects.bulk_create(
        (
            Reaction(
                kind=KIND, object_id=row.pk, sort="useful", staff=people[(n + k) % PEOPLE], at=now
            )
            for n, row in enumerate(rows)
            for k in range(REACTIONS_EACH)
        ),
        batch_size=1000,
    )
    Comment.objects.bulk_create(
        (
            Comment(kind=KIND, object_id=row.pk, author=people[0], body="はい", written_at=now)
            for row in rows
        ),
        batch_size=1000,
    )


def measure(reader: StaffMember, rounds: int) -> dict[str, tuple[float, float, int]]:
    """Median and p95 in milliseconds, and queries, of each page."""
    client = Client()
    client.force_login(reader)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    middle = Entry.objects.order_by("-at", "-pk")[Entry.objects.count() // 2]
    before = feed_page(Entry.objects.filter(at__lte=middle.at), reader).older
    pages = {"newest": {}, "later": {"before": before}, "narrowed": {"followed": "1"}}
    return {name: _times(client, query, rounds) for name, query in pages.items()}


def _times(client: Client, query: dict, rounds: int) -> tuple[float, float, int]:
    address, times = reverse("community:feed"), []
    with CaptureQueriesContext(connection) as queries:
        client.get(address, query)
        count = len(queries)
    for _round in range(rounds):
        begin = time.perf_counter()
        answer = client.get(address, query)
        times.append((time.perf_counter() - begin) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{query}: {answer.status_code}")
    return round(percentile(times, 0.5), 1), round(percentile(times, 0.95), 1), count


def bench(posts: int, rounds: int) -> dict[str, tuple[float, float, int]]:
    """In a database of its own, as the real thing: a file, not memory."""
    with TemporaryDirectory() as folder:
        name = f"{folder}/bench.sqlite3" if connection.vendor == "sqlite" else "bench_feed"
        connection.settings_dict["TEST"]["NAME"] = name
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            return measure(furnish(posts), rounds)
        finally:
            teardown_databases(databases, verbosity=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 10_000])
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    setup_test_environment()
    print(f"{connection.vendor}\nposts\tpage\tp50_ms\tp95_ms\tqueries\tp95_to_first")
    first: dict[str, float] = {}
    for posts in options.sizes:
        for page, (median, p95, queries) in bench(posts, options.rounds).items():
            ratio = p95 / first.setdefault(page, p95)
            print(f"{posts}\t{page}\t{median}\t{p95}\t{queries}\t{ratio:.2f}", flush=True)
    teardown_test_environment()


if __name__ == "__main__":
    main()
