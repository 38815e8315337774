"""People who write over HTTP, press again when no answer comes, and remember what was confirmed."""

import random
import re
import threading
import time
import uuid
from typing import NamedTuple

import requests

from tests.chaos.town_hall import TownHall

PEOPLE_EACH, SESSIONS = 30, 8
CSRF = "x" * 32
ANSWERED = re.compile(r"^/consultations/(\d+)/")
PAUSE = 0.05

SET_UP = """
from datetime import timedelta
from django.test import Client
from django.utils import timezone
from portal.staff.models import Role, StaffMember
from portal.staff.roles import grant_role
from training.models import Course
from training.running import Times, make_session, open_session

def cookie(staff):
    browser = Client()
    browser.force_login(staff)
    return browser.cookies["session"].value

def person(name, role=None):
    staff = StaffMember.objects.create(username=name, name=name, email=f"{name}@city.example.test")
    if role:
        grant_role(staff, role, by=None, on=timezone.localdate())
    return {"id": staff.pk, "cookie": cookie(staff)}

now = timezone.now()
writers = [
    {"people": [person(f"{told['name']}{n}p{m}") for m in range(told["people"])],
     "officer": person(f"{told['name']}{n}officer", Role.OFFICER)}
    for n in range(told["writers"])
]
trainer = StaffMember.objects.get(username="trainer")
sessions = []
for number in range(told["sessions"]):
    starts = now + timedelta(days=20 + number)
    values = {"title": f"{told['name']} {number}", "place": "会議室", "capacity": 5000,
              "online_address": "",
              "booking_opens_at": now - timedelta(days=1),
              "booking_closes_at": starts - timedelta(days=1),
              "cancel_until": starts - timedelta(days=1), "audience": [], "section_cap": None,
              "section_cap_until": None, "equipment": "", "bring": "", "partners": ""}
    made = make_session(Course.objects.first(), values,
                        [Times(starts, starts + timedelta(hours=1))], by=trainer, now=now)
    open_session(made, by=trainer, now=now)
    sessions.append(made.pk)
answer = {"writers": writers, "sessions": sessions}
"""
COMPARE = """
from collections import Counter
from datetime import timedelta
from django.db import connection
from django.utils import timezone
from portal.audit.models import AuditEvent
from portal.consultations.models import Change, Consultation, Entry
from portal.files.keeping import check_files
from portal.files.models import StoredFile
from portal.notifications.models import Notification
from training.models import Booking, BookingEvent

lost, doubled, half = [], [], []
rows = {}
for row in Consultation.objects.filter(work__startswith="CHAOS"):
    rows.setdefault(row.work, []).append(row)
doubled += [work for work, found in rows.items() if len(found) > 1]
def recorded(action):
    return set(AuditEvent.objects.filter(action=action).values_list("object_id", flat=True))
asked, taken = recorded("consultation.asked"), recorded("consultation.assigned")
links = set(Notification.objects.values_list("link", flat=True))
for work, found in rows.items():
    for row in found:
        entries = Entry.objects.filter(consultation=row)
        files = [stored for each in entries for stored in StoredFile.objects.of(each)]
        parts = {
            "recorded": str(row.pk) in asked, "history": row.changes.exists(),
            "deadline": row.next_due_at is not None, "entry": entries.count() == 1,
            "file": len(files) == 1,
            "told": any(link.startswith(f"/consultations/{row.pk}/") for link in links),
            "assigned": (row.assignee_id is None) == (str(row.pk) not in taken),
        }
        half += [f"{work} {part}" for part, is_there in parts.items() if not is_there]
for each in told:
    if each["kind"] == "ticket" and each["work"] not in rows:
        lost.append(each["work"])
    if each["kind"] == "take":
        if not Consultation.objects.filter(pk=each["id"], assignee=each["officer"]).exists():
            lost.append(f"take {each['id']}")
    if each["kind"] == "seat":
        seats = Booking.objects.filter(session=each["session"], staff=each["staff"])
        if not seats.live().exists():
            lost.append(f"seat {each['session']} {each['staff']}")
live = Counter(Booking.objects.live().values_list("session", "staff"))
doubled += [f"seat {key}" for key, count in live.items() if count > 1]
booked = recorded("training.booking.made")
events = set(BookingEvent.objects.values_list("booking", flat=True))
half += [f"seat {pk}" for pk in Booking.objects.values_list("pk", flat=True)
         if str(pk) not in booked or pk not in events]
files = check_files(now=timezone.now(), age=timedelta(0))
half += [*files.missing, *files.changed]
integrity = "ok"
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        integrity = cursor.fetchone()[0]
answer = {"lost": lost, "doubled": doubled, "half": half, "integrity": integrity,
          "orphans": len(files.orphans)}
"""


class Verdict(NamedTuple):
    confirmed: int
    lost: list[str]
    doubled: list[str]
    half: list[str]
    notes: str

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.half or self.notes)

    def words(self) -> str:
        found = f"{self.confirmed} confirmed, {len(self.lost)} lost, {len(self.doubled)} doubled, "
        return found + f"{len(self.half)} half" + (f", {self.notes}" if self.notes else "")


class Writers:
    """Threads that write until ``stop``. A hall takes one set of writers."""

    def __init__(self, hall: TownHall, count: int = 8, *, name: str = "w"):
        self.hall, self.journal, self.told_to_stop = hall, [], threading.Event()
        self.slowest, self.refused, self.most_again = 0.0, 0, 0
        made = hall.ask(
            SET_UP, {"writers": count, "people": PEOPLE_EACH, "sessions": SESSIONS, "name": name}
        )
        self.sessions = made["sessions"]
        self.writers = made["writers"]
        self.threads: list[threading.Thread] = []

    def start(self) -> None:
        self.told_to_stop.clear()
        self.threads = [
            threading.Thread(target=self._write, args=(number, writer), daemon=True)
            for number, writer in enumerate(self.writers)
        ]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Let everybody finish what is in hand: the server must answer."""
        self.told_to_stop.set()
        for thread in self.threads:
            thread.join(120)

    def compare(self) -> Verdict:
        found = self.hall.ask(COMPARE, self.journal)
        notes = [] if found["integrity"] == "ok" else [f"integrity: {found['integrity']}"]
        for command in ("verify_audit", "check_bookings", "check_consultations"):
            done = self.hall.manage(command, check=False)
            if done.returncode:
                notes.append(f"{command}: {(done.stdout + done.stderr)[-200:]}")
        return Verdict(
            len(self.journal), found["lost"], found["doubled"], found["half"], "; ".join(notes)
        )

    def _write(self, number: int, writer: dict) -> None:
        chance, count = random.Random(number), 0
        seats = [(person, session) for session in self.sessions for person in writer["people"]]
        while not self.told_to_stop.is_set():
            person = writer["people"][count % PEOPLE_EACH]
            work, key = f"CHAOS-{number}-{count}-{uuid.uuid4().hex[:6]}", uuid.uuid4().hex
            pk = self._until_confirmed(lambda p=person, w=work, k=key: self._ticket(p, w, k))
            if pk:
                self.journal.append({"kind": "ticket", "work": work})
                officer = writer["officer"]
                if self._until_confirmed(lambda o=officer, i=pk: self._take(o, i)):
                    row = {"kind": "take", "id": pk, "officer": officer["id"]}
                    self.journal.append(row)
            if seats:
                who, session = seats.pop(chance.randrange(len(seats)))
                if self._until_confirmed(lambda w=who, s=session: self._seat(w, s)):
                    row = {"kind": "seat", "session": session, "staff": who["id"]}
                    self.journal.append(row)
            count += 1

    def _until_confirmed(self, act):
        """Press again, as a person does. Gives up only when told to stop."""
        again = 0
        while True:
            began = time.monotonic()
            try:
                answer = act()
            except requests.RequestException:
                answer = None
            self.slowest = max(self.slowest, time.monotonic() - began)
            if answer is not None or self.told_to_stop.is_set():
                return answer
            again, self.refused = again + 1, self.refused + 1
            self.most_again = max(self.most_again, again)
            time.sleep(PAUSE)

    def send_ticket(self, person: dict, work: str, key: str, *, large=False) -> requests.Response:
        """What the last of the two steps answers, or the first when it refuses."""
        key = key[-32:]
        form = {"submit_key": key, "work": work, "trouble": "困りごと", "kind": "improvement"}
        first = self._send(person, "/consultations/new/", form)
        if first.status_code != 302:
            return first
        content = f"{work} の記録\n".encode() * (100_000 if large else 100)
        files = {"files": ("記録.txt", content, "text/plain")}
        return self._send(person, "/consultations/new/check/", {"submit_key": key}, files)

    def _send(self, person: dict, path: str, form: dict, files=None) -> requests.Response:
        with requests.Session() as browser:
            browser.trust_env = False
            browser.cookies.update({"session": person["cookie"], "csrftoken": CSRF})
            return browser.post(
                self.hall.site + path,
                {"csrfmiddlewaretoken": CSRF, **form},
                files=files,
                timeout=30,
                allow_redirects=False,
            )

    def _post(self, person: dict, path: str, form: dict) -> str | None:
        return _place(self._send(person, path, form))

    def _ticket(self, person: dict, work: str, key: str) -> int | None:
        found = ANSWERED.match(_place(self.send_ticket(person, work, key)) or "")
        return int(found[1]) if found else None

    def _take(self, officer: dict, pk: int) -> bool | None:
        return self._post(officer, f"/consultations/{pk}/take/", {}) is not None or None

    def _seat(self, person: dict, session: int) -> bool | None:
        return self._post(person, f"/training/sessions/{session}/book/", {}) is not None or None


def _place(answer: requests.Response) -> str | None:
    """Where a confirmed press leads; None for anything else."""
    place = answer.headers.get("Location", "")
    return place if answer.status_code == 302 and "/accounts/" not in place else None
