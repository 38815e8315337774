"""Home at 5,000 people and 50,000 objects beside a page that asks ``select 1``, in one run.

For somebody without a role, an officer, the head of a section and a leader, each with things of
their own on hand. The pages take turns. ``cpu_p95`` is processor time of this process: on SQLite
all of the work, on PostgreSQL without the database's share; the rest is the clock's.

Run by ``make bench``; ``--people 5000 --objects 50000 --rounds 40``. Works in a scratch database of
the kind that DATABASE_URL names, and leaves nothing behind. Exits 1 above 25 queries.
"""

import argparse
import io
import time
from datetime import date, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.utils import timezone

from leaders.models import Appointment
from portal.community.models import Comment, Entry, Group, LogEntry, Reaction
from portal.consultations.models import Consultation, Faq, Idea
from portal.consultations.vocabulary import Status
from portal.notifications.models import Delivery, Notification
from portal.period import fiscal_year
from portal.search.models import SearchQuery
from portal.staff.models import Department, Role, RoleGrant, StaffMember
from tests.benchmarks.places import Asked, p50_and_p95, scratch
from training.models import Booking, Course, Session, SkillCheck

LONG_AGO = date(2020, 4, 1)
SECTIONS = 100
AT_ONCE = 1_000
MOST_QUERIES = 25
# Half of all objects for the consultations, a tenth for each of the others.
SHARES = 10
STATES = [Status.OPEN, Status.IN_PROGRESS, Status.WAITING, *[Status.CLOSED] * 7]


def fill(people_count: int, objects: int) -> dict[str, StaffMember]:
    """A city hall with so many people and things. Returns one person for each role."""
    call_command("load_initial_content", stdout=io.StringIO())
    sections = Department.objects.bulk_create(
        Department(code=f"b{n}", name=f"課{n}課", starts_on=LONG_AGO) for n in range(SECTIONS)
    )
    people = StaffMember.objects.bulk_create(
        (
            StaffMember(
                username=f"b{n}",
                name=f"職員{n}",
                department=sections[n % SECTIONS],
                is_manager=n < SECTIONS,
            )
            for n in range(people_count)
        ),
        batch_size=AT_ONCE,
    )
    roles = [(Role.OFFICER, people[200:210]), (Role.LEADER, people[300:600])]
    RoleGrant.objects.bulk_create(
        RoleGrant(staff=staff, role=role, starts_on=LONG_AGO)
        for role, holders in roles
        for staff in holders
    )
    each = objects // SHARES
    _consultations(each * 4, people)
    for make in (_ideas_and_answers, _seats, _talk, _checks_and_searches, _notices):
        make(each, people)
    term = {"role_name": "リーダー", "appointed_by": people[200], "appointed_at": timezone.now()}
    Appointment.objects.bulk_create(
        Appointment(staff=staff, starts_on=LONG_AGO, ends_on=date(2099, 3, 31), **term)
        for staff in people[300:600]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {
        "staff": people[700],
        "officer": people[200],
        "manager": people[0],
        "leader": people[300],
    }


def _add(rows) -> None:
    rows = list(rows)
    type(rows[0]).objects.bulk_create(rows, batch_size=AT_ONCE)


def _consultations(count, people):
    now = timezone.now()
    rows = []
    for n in range(count):
        at = now - timedelta(minutes=n * 7919 % 500_000)
        status = STATES[n // len(people) % len(STATES)] if n >= len(people) else STATES[n % 10]
        is_open = status != Status.CLOSED
        rows.append(
            Consultation(
                kind="other",
                subject=f"相談{n}",
                work="窓口",
                trouble="困りごと",
                asker=people[n % len(people)],
                department=people[n % len(people)].department,
                asked_at=at,
                moved_at=at,
                status=status,
                closed_at=None if is_open else at,
                assignee=people[200 + n % 10] if n % 3 else None,
                is_confidential=n % 50 == 0,
                first_due_at=at + timedelta(days=5),
                resolve_due_at=at + timedelta(days=5),
                next_due_at=at + timedelta(days=5) if is_open else None,
            )
        )
    _add(rows)


def _ideas_and_answers(count, people):
    now = timezone.now()
    states = ("noted", "submitted", "adopted")
    _add(
        Idea(
            title=f"アイデア{n}",
            now_words="いま",
            author=people[n % len(people)],
            state=states[n % 3],
            noted_at=now,
        )
        for n in range(count - count // 10)
    )
    _add(
        Faq(
            question=f"質問{n}",
            answer="答え",
            category="other",
            state="published",
            written_by=people[200],
            written_at=now,
            reviewed_by=people[201],
        )
        for n in range(count // 10)
    )


def _seats(count, people):
    now = timezone.now()
    course = Course.objects.create(code="b", title="科目", aim="", topic="rpa", form="class")
    sessions = []
    for n in range(count // 10):
        begins = now + timedelta(days=n % 300 - 200)
        sessions.append(
            Session(
                course=course,
                title=f"回{n}",
                place="会議室",
                capacity=20,
                state="open",
                booking_opens_at=begins - timedelta(days=20),
                booking_closes_at=begins - timedelta(days=2),
                cancel_until=begins - timedelta(days=1),
                starts_at=begins,
                ends_at=begins + timedelta(hours=2),
                changed_at=now,
            )
        )
    sessions = Session.objects.bulk_create(sessions, batch_size=AT_ONCE)
    _add(
        Booking(
            session=sessions[(n + n // len(people)) % len(sessions)],
            staff=people[n % len(people)],
            status="booked",
            requested_at=now,
        )
        for n in range(count - count // 10)
    )


def _talk(count, people):
    now, third = timezone.now(), count // 4
    group = Group.objects.create(
        name="会", mission="", starts_on=now.date(), made_by=people[0], made_at=now
    )
    rows = LogEntry.objects.bulk_create(
        (
            LogEntry(group=group, author=people[n], on=now, title=f"投稿{n}", at=now)
            for n in range(third)
        ),
        batch_size=AT_ONCE,
    )
    kind = "community.logentry"
    about = [{"kind": kind, "object_id": row.pk} for row in rows]
    _add(
        Entry(author=row.author, at=now - timedelta(minutes=n), **about[n])
        for n, row in enumerate(rows)
    )
    _add(Reaction(sort="useful", staff=people[0], at=now, **each) for each in about)
    _add(Comment(author=people[0], body="はい", written_at=now, **each) for each in about)


def _checks_and_searches(count, people):
    now = timezone.now()
    this_year = fiscal_year(timezone.localdate())
    _add(
        SkillCheck(staff=people[n % len(people)], fiscal_year=this_year, taken_at=now)
        for n in range(count // 2)
    )
    _add(
        SearchQuery(
            asked_on=now.date() - timedelta(days=n % 60),
            words=f"言葉{n % 700}",
            strict_count=n % 2,
            shown_count=n % 2,
            where="site",
        )
        for n in range(count // 2)
    )


def _notices(count, people):
    now = timezone.now()
    _add(
        Notification(
            recipient=people[n % len(people)],
            kind="consultations.replied",
            cause=f"b{n}",
            title="知らせ",
            link="/",
            created_at=now,
            useful_until=now + timedelta(days=30),
            delivery=Delivery.values[0],
        )
        for n in range(count)
    )


def bench(options: argparse.Namespace) -> int:
    """The most queries of any home."""
    with scratch("home") as (database, *_others):
        people = fill(options.people, options.objects)
        pages = {}
        for role, staff in people.items():
            client = Client()
            client.force_login(staff)
            pages[role] = Asked(database, client, "/")
        pages["select 1"] = Asked(database, client, "/bare/")
        clock, processor = _times(pages, options.rounds)
        counts = {name: page.queries() for name, page in pages.items()}
        print("page\tp50_ms\tp95_ms\tcpu_p95_ms\tqueries\tp95_to_bare")
        base = p50_and_p95(clock["select 1"])[1]
        for name in pages:
            p50, p95 = p50_and_p95(clock[name])
            cpu = p50_and_p95(processor[name])[1]
            figures = [f"{p50:.1f}", f"{p95:.1f}", f"{cpu:.1f}", counts[name], f"{p95 / base:.1f}"]
            print(name, *figures, sep="\t", flush=True)
    return max(counts.values())


def _times(pages: dict[str, Asked], rounds: int) -> tuple[dict, dict]:
    """Milliseconds of each page by the clock and of the processor; the first round is left out."""
    clock: dict[str, list[float]] = {name: [] for name in pages}
    processor: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(rounds + 1):
        for name, page in pages.items():
            begin = time.process_time()
            spent = page.spent()
            if number:
                clock[name].append(spent)
                processor[name].append((time.process_time() - begin) * 1000)
    return clock, processor


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--objects", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    settings.ROOT_URLCONF = "tests.benchmarks.bare_urls"
    setup_test_environment()
    print(f"{connection.vendor}, {options.people} people, {options.objects} objects", flush=True)
    most = bench(options)
    teardown_test_environment()
    return int(most > MOST_QUERIES)


if __name__ == "__main__":
    raise SystemExit(main())
