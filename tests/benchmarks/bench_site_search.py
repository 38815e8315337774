"""The search over everything beside the casebook's own, for eight roles, in one run.

10,000 cases in one database, 10,000 things of all kinds in another. Both pages are asked for each
judged query by somebody of each role, one after the other; the best of the rounds counts for each
query. ``ratio`` is the site search's p95 over the casebook's. Words are planted in hidden things
of every kind, and none of them may be seen by a role beyond its right: that ends the run.

Run by ``make bench``; ``--size 10000 --rounds 3``. Works in scratch databases of the kind that
DATABASE_URL names, and leaves nothing behind.
"""

import argparse
import io
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection
from wagtail.search.backends import get_search_backend

from casebook.measuring import Document, fill, grown, own_documents
from leaders.models import ActivityReport, Appointment, SmallFinding
from portal.consultations.models import Consultation, Faq, Idea
from portal.files.models import FileWords
from portal.guidance.models import GlossaryTerm, TrendNote
from portal.home.searching import Asked as Words
from portal.home.searching import answer
from portal.search.evaluation import read_judged
from portal.search.finding import refresh_everything
from portal.search.models import Findable
from portal.search.upkeep import tidy
from portal.staff.models import StaffMember
from tests.benchmarks.places import Asked, copied, go_to, in_turns, p50_and_p95, scratch
from tests.home.planting import (
    BESIDE,
    PLANTED,
    pages_shown_to,
    people_of_all_roles,
    plant,
    suggestions_to,
)
from training.models import Course, Session

JUDGED = Path(__file__).parent / "judged.json"
LONG_AGO = date(2020, 4, 1)
AT_ONCE = 500
# No multiple of the number of kinds, so that nobody is a leader twice.
PEOPLE = 1_301
ROLES = {
    "staff": "ST",
    "leader": "LD",
    "trainer": "TR",
    "officer": "OF",
    "editor": "ED",
    "auditor": "AU",
    "admin": "AD",
    "manager": "MG",
}


def bench(options: argparse.Namespace) -> None:
    with scratch("site_search") as made:
        call_command("load_initial_content", stdout=io.StringIO())
        people = people_of_all_roles()
        documents = grown(own_documents(), options.size)[: options.size]
        casebook = copied(made, "casebook")
        fill(get_search_backend(), documents)
        everything = made[0]
        go_to(everything)
        fill_with_all_kinds(documents)
        readers = plant(people)
        refresh_everything()
        tidy()
        print(f"{connection.vendor}, {Findable.objects.count()} things", flush=True)
        print(f"{len(readers)} words planted; {beyond_right(people, readers)} seen beyond right")
        compare(people, casebook, everything, options.rounds)


def beyond_right(people: dict[str, StaffMember], readers: dict[str, set[str]]) -> int:
    """How many hidden words anybody sees or counts. Raises RuntimeError for any."""
    for code in ROLES.values():
        allowed = {marker for marker, who in readers.items() if code in who}
        shown = set(PLANTED.findall(pages_shown_to(people[code]) + suggestions_to(people[code])))
        if shown - allowed:
            raise RuntimeError(f"{code}: {sorted(shown - allowed)}")
        for hidden in readers.keys() - allowed:
            if answer(Words(hidden), people[code]).strict_count:
                raise RuntimeError(f"{code}: {hidden} is counted")
        if not answer(Words(BESIDE), people[code]).strict_count:
            raise RuntimeError(f"{code}: nothing is found at all")
    return 0


def compare(people, casebook: str, everything: str, rounds: int) -> None:
    """One line for each role, and one for all of them together."""
    judged = [one.query for one in read_judged(json.loads(JUDGED.read_text()))]
    asked: dict[str, list[tuple[Asked, Asked]]] = {}
    for role, code in ROLES.items():
        pair = []
        for database, page in [(casebook, "casebook:case_list"), (everything, "home:search")]:
            go_to(database)
            client = Client()
            client.force_login(people[code])
            path = reverse(page)
            pair.append([Asked(database, client, path, (("q", words),)) for words in judged])
        asked[role] = list(zip(*pair, strict=True))
    asked["together"] = [each for pairs in asked.values() for each in pairs]
    best = in_turns([page for pair in asked["together"] for page in pair], rounds)
    print("role\tcasebook_p50\tcasebook_p95\tsearch_p50\tsearch_p95\tsql\tratio")
    for role, pairs in asked.items():
        base = p50_and_p95([best[one] for one, _other in pairs])
        ours = p50_and_p95([best[other] for _one, other in pairs])
        figures = [f"{each:.1f}" for each in (*base, *ours)]
        print(role, *figures, pairs[0][1].queries(), f"{ours[1] / base[1]:.2f}", sep="\t")


class Planted(NamedTuple):
    """What one thing is made of."""

    number: int
    title: str
    text: str
    staff: StaffMember
    now: datetime
    course: Course


def fill_with_all_kinds(documents: list[Document]) -> None:
    """As many things as documents: each kind has its share of the texts."""
    now, first = timezone.now(), documents[0]
    people = StaffMember.objects.bulk_create(
        StaffMember(username=f"p{n}", name=f"職員{n}") for n in range(PEOPLE)
    )
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
        reviewed_by_id=plan.staff.pk - 1,
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


def _trend(plan: Planted) -> TrendNote:
    told = {"what": plan.text[:1000], "source": "出典", "written_at": plan.now}
    return TrendNote(origin="nation", title=plan.title, **told)


def _file(plan: Planted) -> FileWords:
    document = get_document_model().objects.create(
        title=plan.title,
        file=f"documents/{plan.number}.txt",
        collection=Collection.get_first_root_node(),
    )
    return FileWords(document=document, words=plan.text, digest="", read_at=plan.now)


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
    _trend,
    _file,
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    setup_test_environment()
    bench(options)
    teardown_test_environment()


if __name__ == "__main__":
    main()
