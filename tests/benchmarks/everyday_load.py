"""An ordinary day, and nine o'clock: people on real processes, over HTTP. Source: SAFETY E6.

    python -m tests.benchmarks.everyday_load [--seconds 600] [--rate 30] [--opening 500] [--sqlite]

300 people are signed in; requests begin at a fixed rate, whether or not earlier ones have ended;
nine of ten read, one writes. Then 500 people press 「申し込む」 for the same 20 seats within ten
seconds. PostgreSQL is a server of its own, made for this and ended afterwards. Prints figures, and
the memory of every process before and after. Exits 1 on an answer of 5xx, a lost write or an
overbooked session; the times are figures to read, for they depend on the machine.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from tests.chaos.own_postgres import OwnPostgres
from tests.chaos.town_hall import TownHall, end_cleanly_when_told
from tests.chaos.writers import ANSWERED, Writers, send

PEOPLE = 300
EACH = 30
READ = [
    "/", "/casebook/", "/casebook/?q=手上げ", "/casebook/awara-shi/", "/casebook/tsuru-shi/",
    "/guidance/", "/guidance/plan/", "/training/", "/training/month/", "/consultations/",
    "/notifications/", "/community/", "/kpi/", "/leaders/", "/faq/",
]  # fmt: skip
WRITES = 0.1
SEATS, OPENING_SECONDS = 20, 10
THREADS = 64
OPEN_SESSION = """
from datetime import timedelta
from django.test import Client
from django.utils import timezone
from portal.staff.models import StaffMember
from training.models import Course
from training.running import Times, make_session, open_session

def cookie(name):
    browser = Client()
    browser.force_login(StaffMember.objects.create(username=name, name=name))
    return browser.cookies["session"].value

now = timezone.now()
starts = now + timedelta(days=90)
values = {"title": "人気の回", "place": "会議室", "online_address": "", "capacity": told["seats"],
          "booking_opens_at": now, "booking_closes_at": starts - timedelta(days=1),
          "cancel_until": starts - timedelta(days=1), "audience": [], "section_cap": None,
          "section_cap_until": None, "equipment": "", "bring": "", "partners": ""}
made = make_session(Course.objects.first(), values, [Times(starts, starts + timedelta(hours=1))],
                    by=StaffMember.objects.get(username="trainer"), now=now)
open_session(made, by=StaffMember.objects.get(username="trainer"), now=now)
answer = {"session": made.pk, "cookies": [cookie(f"nine{n}") for n in range(told["people"])]}
"""
SEATS_TAKEN = """
from training.models import Session
from training.verdict import place_of
session = Session.objects.get(pk=told)
answer = {"booked": session.bookings.booked().count(),
          "places": sorted(place_of(each) for each in session.bookings.waiting())}
"""


class Times:
    """What came back, and how long it took."""

    def __init__(self):
        self.lock, self.seconds, self.codes = threading.Lock(), [], Counter()

    def note(self, seconds: float, code: int) -> None:
        with self.lock:
            self.seconds.append(seconds)
            self.codes[code] += 1

    def at(self, share: float) -> str:
        ordered = sorted(self.seconds)
        return f"{ordered[min(len(ordered) - 1, int(share * len(ordered)))]:.2f} s"

    def words(self) -> str:
        codes = " ".join(f"{code}×{count}" for code, count in sorted(self.codes.items()))
        figures = f"p50 {self.at(0.5)}, p95 {self.at(0.95)}, p99 {self.at(0.99)}"
        return f"{len(self.seconds)} answers, {figures}, slowest {self.at(1)}; {codes}"

    @property
    def is_clean(self) -> bool:
        return not any(code >= 500 or code == 0 for code in self.codes)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--rate", type=float, default=30)
    parser.add_argument("--opening", type=int, default=500)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--prepared", type=Path, help="a SQLite file that prepare has made")
    options = parser.parse_args()
    end_cleanly_when_told()
    server = None if options.sqlite else OwnPostgres()
    with tempfile.TemporaryDirectory(prefix="everyday-") as folder:
        hall = TownHall(Path(folder) / "hall", server)
        try:
            return _measure(hall, options)
        finally:
            hall.close()
            if server:
                server.destroy()


def _measure(hall: TownHall, options) -> int:
    if options.prepared and options.sqlite:
        (hall.folder / "db" / "db.sqlite3").write_bytes(options.prepared.read_bytes())
    else:
        hall.manage("prepare")
    writers = Writers(hall, count=PEOPLE // EACH)
    hall.start()
    for path in READ:
        hall.status(path, cookie=writers.writers[0]["people"][0]["cookie"])
    before = memory(hall)
    print(f"{hall.kind}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before")
    day = _day(writers, options.seconds, options.rate)
    after, verdict = memory(hall), writers.compare()
    print(
        f"everyday, {PEOPLE} signed in, {options.rate:g}/s for {options.seconds} s: {day.words()}"
    )
    print(f"  writes: {verdict.words()}")
    print(f"  memory, MB: before {before}, after {after}")
    opening, taken = _opening(hall, options.opening)
    waiting = options.opening - SEATS
    is_fair = taken["booked"] == SEATS and taken["places"] == list(range(1, waiting + 1))
    print(f"opening, {options.opening} people in {OPENING_SECONDS} s: {opening.words()}")
    words = "without gap or twin" if is_fair else "WRONG"
    print(f"  {taken['booked']} of {SEATS} seats, {len(taken['places'])} wait, {words}")
    print(f"load {os.getloadavg()[0]:.1f} afterwards")
    is_right = day.is_clean and verdict.is_clean and opening.is_clean and is_fair
    return 0 if is_right else 1


def _day(writers: Writers, seconds: int, rate: float) -> Times:
    """Requests begin at their time, however long the earlier ones take."""
    times, chance = Times(), random.Random(1)
    people = [person for writer in writers.writers for person in writer["people"]]
    begin = time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        for number in range(int(seconds * rate)):
            time.sleep(max(0.0, begin + number / rate - time.monotonic()))
            person = people[chance.randrange(len(people))]
            act = _write if chance.random() < WRITES else _read
            pool.submit(act, writers, person, times, begin + number / rate, chance.random())
    return times


def _read(writers: Writers, person: dict, times: Times, due: float, dice: float) -> None:
    path = READ[int(dice * len(READ))]
    code = writers.hall.status(path, cookie=person["cookie"], timeout=60)
    # From the moment it was due: waiting in the line counts.
    times.note(time.monotonic() - due, code)


def _write(writers: Writers, person: dict, times: Times, due: float, dice: float) -> None:
    work = f"CHAOS-{uuid.uuid4().hex[:12]}"
    try:
        if dice < 0.5:
            answer = writers.send_ticket(person, work, work)
            if ANSWERED.match(answer.headers.get("Location", "")):
                writers.journal.append({"kind": "ticket", "work": work})
        else:
            session = writers.sessions[int(dice * 100) % len(writers.sessions)]
            answer = writers.press_for_a_seat(person, session)
        times.note(time.monotonic() - due, answer.status_code)
    except requests.RequestException:
        times.note(time.monotonic() - due, 0)


def _opening(hall: TownHall, people: int) -> tuple[Times, dict]:
    made = hall.ask(OPEN_SESSION, {"people": people, "seats": SEATS})
    times, begin = Times(), time.monotonic()

    def press(number: int, cookie: str) -> None:
        due = begin + OPENING_SECONDS * number / people
        time.sleep(max(0.0, due - time.monotonic()))
        try:
            path = f"/training/sessions/{made['session']}/book/"
            answer = send(hall, {"cookie": cookie}, path, {})
            times.note(time.monotonic() - due, answer.status_code)
        except requests.RequestException:
            times.note(time.monotonic() - due, 0)

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(press, range(people), made["cookies"]))
    return times, hall.ask(SEATS_TAKEN, made["session"])


def memory(hall: TownHall) -> list[int]:
    """Resident megabytes of every process of the portal, the largest first."""
    leaders = {process.pid for process in hall.processes}
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            group = int((place / "stat").read_text().rpartition(")")[2].split()[2])
            status = (place / "status").read_text()
        except (OSError, ValueError):
            continue
        if group in leaders:
            (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
            found.append(int(line.split()[1]) // 1024)
    return sorted(found, reverse=True)


if __name__ == "__main__":
    sys.exit(main())
