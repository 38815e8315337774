"""The rounds of ``training_rush``: run inside of ``manage.py shell``, beside the real server."""

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from http import HTTPStatus
from threading import Barrier
from typing import NamedTuple

import requests
from django.test import Client
from django.utils import timezone

from portal.staff.models import Role, StaffMember
from portal.staff.roles import grant_role
from portal.submitting.versions import version_of
from tests.training.builders import a_session
from training.booking import book_seat
from training.checking import faults
from training.forms.sessions import SessionForm
from training.models import Session
from training.verdict import place_of

PEOPLE, SEATS, ROUNDS = 100, 20, 10
CSRF = "x" * 32
WAIT = 300
MOMENT = "%Y-%m-%dT%H:%M"


class Press(NamedTuple):
    """Somebody who is signed in sends a form."""

    staff: StaffMember
    path: str
    typed: dict


class House(NamedTuple):
    site: str
    people: list[StaffMember]
    officer: StaffMember
    cookies: dict[int, str]


def run(site: str) -> None:
    """Exits 1 when anything is wrong."""
    house, wrong = _house(site), []
    for number in range(ROUNDS):
        session = _session()
        begun = timezone.now()
        codes = _all_at_once(house, [_booking(staff, session) for staff in house.people])
        seconds = (timezone.now() - begun).total_seconds()
        found = [*_of_a_rush(session), *_of_the_server(codes), *faults(timezone.now())]
        sys.stdout.write(f"round {number + 1}: {seconds:.1f} s, {dict(codes)} {found or 'clean'}\n")
        wrong += found
    for mixed in (_cancels_and_growth, _called_off):
        found = mixed(house)
        sys.stdout.write(f"{mixed.__name__}: {found or 'clean'}\n")
        wrong += found
    sys.exit(1 if wrong else 0)


def _house(site: str) -> House:
    make = StaffMember.objects.create_user
    people = [make(f"rush{number}", name=f"職員{number}") for number in range(PEOPLE)]
    officer = make("rush-officer", name="DX課の職員")
    grant_role(officer, Role.OFFICER, by=None, on=timezone.localdate())
    return House(site, people, officer, {each.pk: _signed_in(each) for each in [*people, officer]})


def _signed_in(staff: StaffMember) -> str:
    browser = Client()
    browser.force_login(staff)
    return browser.cookies["session"].value


def _session(**fields) -> Session:
    # Ten in the morning: it ends on the day on which it begins, whenever this runs.
    starts = timezone.now().replace(hour=1, minute=0, second=0, microsecond=0) + timedelta(days=20)
    return a_session(starts_at=starts, capacity=SEATS, **fields)


def _booking(staff: StaffMember, session: Session) -> Press:
    return Press(staff, f"/training/sessions/{session.pk}/book/", {})


def _cancelling(booking) -> Press:
    typed = {"reason": "duty", "words": ""}
    return Press(booking.staff, f"/training/bookings/{booking.pk}/cancel/", typed)


def _all_at_once(house: House, presses: list[Press]) -> Counter:
    start = Barrier(len(presses))

    def press(each: Press) -> int:
        with requests.Session() as browser:
            cookies = {"session": house.cookies[each.staff.pk], "csrftoken": CSRF}
            browser.cookies.update(cookies)
            form = {"csrfmiddlewaretoken": CSRF, **each.typed}
            start.wait()
            answer = browser.post(house.site + each.path, form, timeout=WAIT, allow_redirects=False)
        is_shut_out = "/accounts/" in answer.headers.get("Location", "")
        return HTTPStatus.UNAUTHORIZED if is_shut_out else answer.status_code

    with ThreadPoolExecutor(len(presses)) as pool:
        return Counter(pool.map(press, presses))


def _of_the_server(codes: Counter) -> list[str]:
    """A press leads on: anything but a redirect is wrong."""
    return [f"{count} × {code}" for code, count in codes.items() if code != HTTPStatus.FOUND]


def _of_a_rush(session: Session) -> list[str]:
    booked = session.bookings.booked().count()
    places = sorted(place_of(each) for each in session.bookings.waiting())
    wrong = [] if booked == SEATS else [f"{booked} booked for {SEATS} seats"]
    if places != list(range(1, PEOPLE - SEATS + 1)):
        wrong.append(f"{len(places)} places on the waitlist, with gaps or twins")
    return wrong


def _cancels_and_growth(house: House) -> list[str]:
    """30 have asked; 15 of them give back, 60 others come, and the room grows by 5."""
    session = _session()
    asked = [book_seat(session, each, now=timezone.now()) for each in house.people[:30]]
    path = f"/training/manage/sessions/{session.pk}/edit/"
    presses = [
        *(_cancelling(booking) for booking in asked[::2]),
        *(_booking(staff, session) for staff in house.people[30:90]),
        Press(house.officer, path, _edited(session, SEATS + 5)),
    ]
    codes = _all_at_once(house, presses)
    booked, waiting = session.bookings.booked().count(), session.bookings.waiting().count()
    wrong = [] if (booked, waiting) == (25, 50) else [f"{booked} booked, {waiting} waiting"]
    return [*wrong, *_of_the_server(codes), *faults(timezone.now())]


def _called_off(house: House) -> list[str]:
    session = _session()
    asked = [book_seat(session, each, now=timezone.now()) for each in house.people[:30]]
    path = f"/training/manage/sessions/{session.pk}/cancel/"
    presses = [
        *(_cancelling(booking) for booking in asked[::3]),
        *(_booking(staff, session) for staff in house.people[30:80]),
        Press(house.officer, path, {"reason": "台風のため"}),
    ]
    codes = _all_at_once(house, presses)
    live = session.bookings.live().count()
    wrong = [f"{live} still on the list"] if live else []
    return [*wrong, *_of_the_server(codes), *faults(timezone.now())]


def _edited(session: Session, capacity: int) -> dict:
    meeting = session.meetings.get()
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    moments = ("booking_opens_at", "booking_closes_at", "cancel_until")
    return {
        "row_version": version_of(session, SessionForm.compared),
        "capacity": capacity,
        "place": session.place,
        **{name: _typed(getattr(session, name)) for name in moments},
        "day_1": f"{start:%Y-%m-%d}",
        "from_1": f"{start:%H:%M}",
        "to_1": f"{end:%H:%M}",
    }


def _typed(moment: datetime) -> str:
    return f"{timezone.localtime(moment):{MOMENT}}"
