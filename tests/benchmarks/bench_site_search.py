"""The search over everything beside the casebook's own, in one run: 10,000 objects each.

First 10,000 cases, and the page of the casebook; then 10,000 things of all kinds, and the page of
the site search, for somebody without a role and for an officer. The queries are the judged ones.
``ratio`` is over the casebook's p95.

Run by ``make bench``; ``--size 10000``. Works in a scratch database of the kind that DATABASE_URL
names, and leaves nothing behind.
"""

import argparse
import io
import json
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.core.management import call_command
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

from casebook.measuring import Document, grown, own_documents, scratch_index
from leaders.models import ActivityReport, Appointment, SmallFinding
from portal.consultations.models import Consultation, Faq, Idea
from portal.guidance.models import GlossaryTerm
from portal.search.evaluation import percentile, read_judged
from portal.search.finding import refresh_everything
from portal.search.models import Findable
from portal.search.upkeep import tidy
from portal.staff.models import Role, RoleGrant, StaffMember
from training.models import Course, Session

JUDGED = Path(__file__).parent / "judged.json"
LONG_AGO = date(2020, 4, 1)
AT_ONCE = 500
# No multiple of the number of kinds, so that nobody is a leader twice.
PEOPLE = 1_301


def bench(options: argparse.Namespace) -> None:
    judged = [one.query for one in read_judged(json.loads(JUDGED.read_text()))]
    reader, officer, *people = _people()
    documents = grown(own_documents(), options.size)[: options.size]
    print("\t".join(["database", "objects", "page", "reader", "p50_ms", "p95_ms", "sql", "ratio"]))
    with scratch_index("default", documents):
        base = _measure("casebook:case_list", options.size, reader, judged)
    _fill(documents, [reader, officer, *people])
    refresh_everything()
    tidy()
    count = Findable.objects.count()
    for staff in (reader, officer):
        _measure("home:search", count, staff, judged, base)


def _people() -> list[StaffMember]:
    names = ["reader", "officer", *(f"p{n}" for n in range(PEOPLE - 2))]
    people = StaffMember.objects.bulk_create(
        StaffMember(username=name, name=f"職員{n}") for n, name in enumerate(names)
    )
    RoleGrant.objects.create(staff=people[1], role=Role.OFFICER, starts_on=LONG_AGO)
    return people


class Planted(NamedTuple):
    """What one thing is made of."""

    number: int
    title: str
    text: str
    staff: StaffMember
    now: datetime
    course: Course


def _fill(documents: list[Document], people: list[StaffMember]) -> None:
    """As many things as documents: each kind has its share of the texts."""
    now, first = timezone.now(), documents[0]
    course = Course(code="c", title="科目", aim=first.body, topic="rpa", form="class")
    course.save()
    rows: dict[type, list] = {}
    for number, (title, text) in enumerate(documents):
        staff = people[number % len(people)]
        plan = Planted(number, title[:80], text, staff, now, course)
        made = MAKERS[number % len(MAKERS)](plan)
        rows.setdefault(type(made), []).append(made)
    for model, made in rows.items():
        model.objects.bulk_create(made, batch_size=AT_ONCE)


def _faq(plan: Planted) -> Faq:
    return Faq(
        question=plan.title,
        answer=plan.text,
        category="other",
        state="published" if plan.number % 10 else "in_review",
        written_by=plan.staff,
        written_at=plan.now,
        reviewed_by_id=plan.staff.pk + (1 if plan.staff.username == "reader" else -1),
    )


def _course(plan: Planted) -> Course:
    return Course(
        code=f"c{plan.number}", title=plan.title, aim=plan.text, topic="rpa", form="class"
    )


def _session(plan: Planted) -> Session:
    soon = plan.now + timedelta(days=2)
    return Session(
        course=plan.course,
        title=plan.title[:60],
        place=plan.text[:100],
        equipment=plan.text,
        capacity=9,
        state="open" if plan.number % 10 else "draft",
        booking_opens_at=plan.now,
        booking_closes_at=soon,
        cancel_until=soon,
        starts_at=soon,
        ends_at=soon + timedelta(hours=2),
        changed_at=plan.now,
    )


def _report(plan: Planted) -> ActivityReport:
    at = {"happened_on": plan.now.date(), "made_at": plan.now, "changed_at": plan.now}
    return ActivityReport(staff=plan.staff, title=plan.title, what=plan.text, **at)


def _finding(plan: Planted) -> SmallFinding:
    return SmallFinding(staff=plan.staff, text=plan.text[:280], at=plan.now)


def _term(plan: Planted) -> GlossaryTerm:
    word = f"{plan.title[:40]}{plan.number}"
    return GlossaryTerm(term=word, reading="よみ", meaning=plan.text[:600])


def _idea(plan: Planted) -> Idea:
    state = ("noted", "submitted", "adopted")[plan.number % 3]
    words = {"title": plan.title, "now_words": plan.text}
    return Idea(author=plan.staff, state=state, noted_at=plan.now, **words)


def _consultation(plan: Planted) -> Consultation:
    return Consultation(
        kind="other",
        subject=plan.title,
        work=plan.text[:200],
        trouble=plan.text,
        asker=plan.staff,
        asked_at=plan.now,
        moved_at=plan.now,
        is_confidential=plan.number % 5 == 0,
    )


def _leader(plan: Planted) -> Appointment:
    days = {"starts_on": LONG_AGO, "ends_on": date(2099, 3, 31), "appointed_at": plan.now}
    return Appointment(staff=plan.staff, role_name="リーダー", appointed_by=plan.staff, **days)


MAKERS = [
    _faq,
    _course,
    _session,
    _report,
    _finding,
    _term,
    _idea,
    _consultation,
    _leader,
]


def _measure(page: str, count: int, staff, judged: list[str], base: float | None = None) -> float:
    """The second round, so that everything that is kept in memory is there; gives the p95."""
    client = Client()
    client.force_login(staff)
    times, sql = [], 0
    for _round in range(2):
        times.clear()
        for words in judged:
            begin = time.perf_counter()
            answer = client.get(reverse(page), {"q": words})
            times.append((time.perf_counter() - begin) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"{words}: {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(page), {"q": judged[0]})
    sql = len(queries)
    p95 = percentile(times, 0.95)
    figures = [f"{percentile(times, 0.5):.1f}", f"{p95:.1f}", str(sql)]
    ratio = f"{p95 / base:.2f}" if base else "1.00"
    print("\t".join([connection.vendor, str(count), page, staff.username, *figures, ratio]))
    return p95


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000)
    options = parser.parse_args()
    setup_test_environment()
    with TemporaryDirectory() as folder:
        # A file, not memory: what is measured should be like the real thing.
        name = f"{folder}/bench.sqlite3" if connection.vendor == "sqlite" else "bench_site_search"
        connection.settings_dict["TEST"]["NAME"] = name
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            call_command("load_initial_content", stdout=io.StringIO())
            bench(options)
        finally:
            teardown_databases(databases, verbosity=0)
    teardown_test_environment()


if __name__ == "__main__":
    main()
