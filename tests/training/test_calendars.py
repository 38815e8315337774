"""Calendar files open in three programs' parsers, and a feed opens by its own key alone."""

import random
from datetime import UTC, timedelta

import icalendar
import ics
import pytest
import vobject

from tests.builders import a_staff_member
from tests.training.builders import NOW, STARTS, a_booking, a_session
from training.booking import book_seat, cancel_own, cancel_session
from training.calendars import calendar_of, feed_of, person_of, replace_key, revoke_key
from training.models import CancelReason

pytestmark = pytest.mark.django_db


def by_icalendar(content):
    return [
        (str(event["summary"]), event.decoded("dtstart").astimezone(UTC), str(event["status"]))
        for event in icalendar.Calendar.from_ical(content).walk("VEVENT")
    ]


def by_vobject(content):
    calendar = vobject.readOne(content.decode())
    return [
        (event.summary.value, event.dtstart.value.astimezone(UTC), event.status.value)
        for event in calendar.contents.get("vevent", [])
    ]


def by_ics(content):
    return [
        (event.name, event.begin.datetime.astimezone(UTC), event.status)
        for event in sorted(ics.Calendar(content.decode()).events)
    ]


@pytest.mark.parametrize("read", [by_icalendar, by_vobject, by_ics])
def test_three_parsers_read_the_same_meetings(read):
    session = a_session(meetings=2, title="第1回、午前；髙﨑\\の部")
    staff = a_staff_member()
    book_seat(session, staff, now=NOW)

    expected = [
        (str(session), STARTS, "CONFIRMED"),
        (str(session), STARTS + timedelta(days=7), "CONFIRMED"),
    ]

    assert read(calendar_of(session)) == expected
    assert read(feed_of(staff, NOW)) == expected


def facts(content):
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return str(event["uid"]), event["sequence"], str(event["status"])


def test_the_uid_stays_and_the_sequence_grows_through_every_step():
    session, staff = a_session(), a_staff_member()
    seen = []
    for _round in range(2):
        booking = book_seat(session, staff, now=NOW)
        seen.append(facts(feed_of(staff, NOW)))
        cancel_own(booking, reason=CancelReason.DUTY, words="", now=NOW)
        seen.append(facts(feed_of(staff, NOW)))

    assert len({uid for uid, _sequence, _status in seen}) == 1
    assert [sequence for _uid, sequence, _status in seen] == sorted(
        {sequence for _uid, sequence, _status in seen}
    )
    assert [status for *_rest, status in seen] == ["CONFIRMED", "CANCELLED"] * 2


def test_a_session_called_off_is_cancelled_in_the_feed():
    session, staff = a_session(), a_staff_member()
    book_seat(session, staff, now=NOW)
    before = facts(feed_of(staff, NOW))

    cancel_session(session, reason="台風のため", by=a_staff_member(), now=NOW)

    uid, sequence, status = facts(feed_of(staff, NOW))
    assert (uid, status) == (before[0], "CANCELLED")
    assert sequence > before[1]


def test_the_time_zone_is_in_the_file():
    calendar = icalendar.Calendar.from_ical(calendar_of(a_session()))

    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Tokyo"]


def test_who_only_waits_or_looks_has_nothing_in_the_feed():
    session, staff = a_session(), a_staff_member()
    a_booking(session, staff, status="waitlisted")

    assert by_icalendar(feed_of(staff, NOW)) == []


def test_a_new_key_shuts_the_old_one():
    staff = a_staff_member()
    old = replace_key(staff, now=NOW)
    new = replace_key(staff, now=NOW)

    assert (person_of(old), person_of(new)) == (None, staff)
    revoke_key(staff)
    assert person_of(new) is None


def test_an_account_that_is_switched_off_has_no_feed():
    staff = a_staff_member()
    key = replace_key(staff, now=NOW)
    staff.is_active = False
    staff.save()

    assert person_of(key) is None


def test_the_feed_answers_a_program_and_saves_it_what_it_has(client):
    staff = a_staff_member()
    book_seat(a_session(), staff, now=NOW)
    key = replace_key(staff, now=NOW)

    first = client.get(f"/calendar/feed/{key}.ics")
    again = client.get(f"/calendar/feed/{key}.ics", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"


def test_two_thousand_wrong_keys_open_nothing(client):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    chance = random.Random(1)
    key = replace_key(a_staff_member(), now=NOW)
    guessed = ["".join(chance.choices(letters, k=len(key))) for _each in range(1000)]
    flipped = []
    while len(flipped) < 1000:
        place = chance.randrange(len(key))
        letter = chance.choice(letters)
        if letter != key[place]:
            flipped.append(key[:place] + letter + key[place + 1 :])

    assert {person_of(each) for each in guessed + flipped} == {None}
    shown = {client.get(f"/calendar/feed/{each}.ics").status_code for each in flipped[:50]}
    assert shown == {404}
