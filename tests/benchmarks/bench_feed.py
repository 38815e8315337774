"""The feed with many posts beside the feed with few: time of a page, and queries.

10,000 posts with 100,000 reactions and a comment each, beside 100 posts with 1,000 reactions.
``narrowed`` is the feed of what a person follows, ``later`` a page far down.

Run by ``make bench-feed``; ARGS="--sizes 100 10000 --rounds 60". Works in scratch databases of the
kind that DATABASE_URL names, and leaves nothing behind.
"""

import argparse
import time
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    setup_databases,
    setup_test_environment,
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


class City(NamedTuple):
    """A database of its own, as the real thing: a file, not memory."""

    posts: int
    database: str
    client: Client
    pages: dict[str, dict]


def build(posts: int, folder: str) -> City:
    sqlite = connection.vendor == "sqlite"
    name = f"{folder}/feed_{posts}.sqlite3" if sqlite else f"bench_feed_{posts}"
    connection.settings_dict["TEST"]["NAME"] = name
    setup_databases(verbosity=0, interactive=False)
    reader = furnish(posts)
    client = Client()
    client.force_login(reader)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    middle = Entry.objects.order_by("-at", "-pk")[Entry.objects.count() // 2]
    before = feed_page(Entry.objects.filter(at__lte=middle.at), reader).older
    pages = {"newest": {}, "later": {"before": before}, "narrowed": {"followed": "1"}}
    return City(posts, connection.settings_dict["NAME"], client, pages)


def go_to(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database


def measure(cities: list[City], rounds: int) -> dict[tuple[int, str], list[float]]:
    """Milliseconds. Cities and pages take turns: what else the machine does meets all alike."""
    times: dict[tuple[int, str], list[float]] = {}
    for number in range(rounds + 1):
        for city in cities:
            go_to(city.database)
            ask(city, {})
            for page, query in city.pages.items():
                spent = ask(city, query)
                if number:
                    times.setdefault((city.posts, page), []).append(spent)
    return times


def ask(city: City, query: dict) -> float:
    begin = time.perf_counter()
    answer = city.client.get(reverse("community:feed"), query)
    if answer.status_code != 200:
        raise RuntimeError(f"{query}: {answer.status_code}")
    return (time.perf_counter() - begin) * 1000


def tell(cities: list[City], times: dict) -> None:
    for city in cities:
        go_to(city.database)
        for page, query in city.pages.items():
            with CaptureQueriesContext(connection) as queries:
                ask(city, query)
            p50, p95 = (percentile(times[city.posts, page], share) for share in (0.5, 0.95))
            ratio = p95 / percentile(times[cities[0].posts, page], 0.95)
            words = [city.posts, page, f"{p50:.1f}", f"{p95:.1f}", len(queries), f"{ratio:.2f}"]
            print(*words, sep="\t", flush=True)


def bench(sizes: list[int], rounds: int) -> None:
    home, cities = connection.settings_dict["NAME"], []
    with TemporaryDirectory() as folder:
        try:
            for posts in sorted(sizes):
                cities.append(build(posts, folder))
                go_to(home)
            tell(cities, measure(cities, rounds))
        finally:
            for city in cities:
                go_to(city.database)
                connection.creation.destroy_test_db(home, verbosity=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 10_000])
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    setup_test_environment()
    print(f"{connection.vendor}\nposts\tpage\tp50_ms\tp95_ms\tqueries\tp95_to_first")
    bench(options.sizes, options.rounds)
    teardown_test_environment()


if __name__ == "__main__":
    main()
