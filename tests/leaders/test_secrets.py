"""Why people came, rested and left: 200 markers, and none of them outside owner and DX課."""

import re
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from leaders.leaving import Farewell, resign
from leaders.models import RecruitmentWindow, SelfNomination
from leaders.nominating import Hand, give_head_view
from leaders.selecting import comment_on, decline
from leaders.terms import pause
from portal.audit.models import AuditEvent
from portal.files.words import words_of
from portal.notifications.models import Notification
from portal.operations.probe_objects import arguments_from, path_of, samples_of
from portal.operations.probe_people import missing_walkers, walkers
from portal.operations.probing import ask_for
from portal.rights.route_map import every_route, ties_of
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.leaders.builders import (
    a_closed_window,
    a_hand,
    a_leader,
    a_rest,
    a_section,
    an_officer,
    the_programme,
)
from tests.rights.town import a_town

pytestmark = pytest.mark.django_db
MARKER = re.compile(r"MARK\d+X")
PEOPLE = 25
DESK = "/leaders/manage/nominations/"
# In shares, so that several processes walk at once.
SHARES = 4
FILES = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


class Markers:
    """Words that stand nowhere else."""

    def __init__(self):
        self.made = 0

    def __call__(self) -> str:
        self.made += 1
        return f"MARK{self.made}X"


@pytest.fixture
def marked():
    """The head of the section that everything is marked in."""
    return mark_a_section()


def mark_a_section():
    """25 hands and 25 terms with eight texts per pair. Returns the head of their section."""
    the_programme(heads="consulted")
    now, marker, officer = timezone.now(), Markers(), an_officer()
    section = a_section("3010", "税務課")
    head = a_staff_member("head", department=section, is_manager=True)
    # Two calls at one time are refused: a town has its own.
    closed = RecruitmentWindow.objects.filter(closes_at__lt=now)
    window = closed.first() or a_closed_window(now)
    for _person in range(PEOPLE):
        hand = Hand(marker(), marker(), marker())
        nomination = a_hand(
            window, a_staff_member(department=section), now=now - timedelta(days=1), hand=hand
        )
        give_head_view(nomination, view="arrange", words=marker(), by=head, now=now)
        comment_on(nomination, marker(), by=officer, now=now)
        decline(nomination, marker(), by=officer, now=now)
        term = a_leader(now, staff=a_staff_member(department=section))
        today = timezone.localdate(now)
        rest = a_rest(today, today + timedelta(days=2), words=marker())
        pause(term, rest, by=term.staff, now=now)
        resign(term, Farewell("private", marker(), None), by=term.staff, now=now)
    assert marker.made == 8 * PEOPLE == 200
    return head


def addresses() -> list[str]:
    """Every address of this part with some numbers in it, and those where words could leak to."""
    found = ["/", "/notifications/", "/privacy/", "/staff/", "/audit/", "/casebook/"]
    numbers = [*range(1, 4), SelfNomination.objects.latest("pk").pk]
    for route in every_route():
        if not route.name.startswith("leaders:"):
            continue
        if "<" not in route.pattern:
            found.append(route.pattern)
            continue
        for number in numbers:
            found.append(re.sub(r"<[^>]+>", str(number), route.pattern))
    return found


WHO = [None, "head", "leader", Role.TRAINER, Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR]


@pytest.mark.thorough
def test_nobody_else_reads_any_of_them(client, marked):
    paths = addresses()
    for who in WHO:
        client.force_login(somebody(who, marked))
        hits = {path for path in paths if MARKER.search(page_of(client.get(path)))}
        # What the head wrote is shown to the head on the page where it was written.
        own_words = {path for path in hits if who == "head" and path.endswith("/head/")}
        assert hits == own_words, who


def somebody(who, head):
    if who == "head":
        return head
    if who == "leader":
        return a_leader(timezone.now()).staff
    return a_staff_member(role=who)


def page_of(answer) -> str:
    return answer.content.decode(errors="replace")


def test_no_notice_mail_trail_or_check_carries_any(marked):
    call_command("check_terms", stdout=(said := StringIO()))
    kept = [
        *(notice.title + notice.link for notice in Notification.objects.all()),
        *(f"{event.details}{event.object_label}" for event in AuditEvent.objects.all()),
        *(f"{letter.subject}{letter.body}" for letter in mail.outbox),
        said.getvalue(),
    ]

    assert [words for words in kept if MARKER.search(words)] == []


def test_the_owner_and_the_desk_read_them(client, marked):
    nomination = SelfNomination.objects.first()
    client.force_login(nomination.staff)
    own = client.get(f"/leaders/nominations/{nomination.pk}/").content.decode()
    client.force_login(an_officer())
    desk = client.get(f"/leaders/manage/nominations/{nomination.pk}/").content.decode()

    assert len(set(MARKER.findall(own))) == 4
    assert len(set(MARKER.findall(desk))) == 5
    reasons = client.get("/leaders/manage/reasons/").content.decode()
    assert MARKER.findall(reasons) == []


@pytest.mark.thorough
@pytest.mark.parametrize("share", range(SHARES))
def test_nobody_meets_one_at_any_address_of_the_portal(share, settings, tmp_path):
    """The whole map by GET, with what stands in the town and with what is marked."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": FILES}
    a_town()
    # After the town, so that nobody who walks owns a mark or heads the marked section.
    mark_a_section()
    people = {walker.code: walker for walker in walkers()}
    paths = [path for route in every_route() for path in paths_of(route, list(people.values()))]

    def met_by(walker, paths):
        return {path for path in paths if marks_in(ask_for(walker, "GET", path))}

    # The desk reads them: so marks are seen where they are.
    assert met_by(people.pop("OF"), [path for path in paths if path.startswith(DESK)])
    met = {walker.code: met_by(walker, paths) for walker in [*people.values()][share::SHARES]}
    assert {code: found for code, found in met.items() if found} == {}
    assert missing_walkers() == []


def paths_of(route, people) -> set[str]:
    """What the map tries, and the address of the oldest marked and the newest row of its kind."""
    found = set()
    for tie in ties_of(route.name):
        if "GET" not in tie.methods:
            continue
        found |= {sample.path for sample in samples_of(route, tie, people)}
        if tie.sample.startswith("leaders."):
            rows = apps.get_model(tie.sample)._default_manager.order_by("-pk")[:PEOPLE]
            ends = [*rows[:1], *list(rows)[-1:]]
            found |= {path_of(route, arguments_from(row, route)) for row in ends}
    return found


def marks_in(answer) -> set[str]:
    """In its text, in a packed table or a PDF, and in where it leads."""
    body = answer.body
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    elif body.startswith(b"%PDF"):
        body = words_of(body, "pdf").encode()
    return set(MARKER.findall(body.decode(errors="replace") + answer.location))
