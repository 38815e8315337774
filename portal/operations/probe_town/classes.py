"""Sessions: open with seats taken, full with a waitlist, and held with a survey."""

import json
from datetime import datetime, timedelta

from portal.operations.probe_town.marks import Marks
from portal.operations.probe_town.people import Town
from training.booking import book_seat
from training.calendars import replace_key
from training.models import Course, Session, SurveyQuestion, SurveyTexts
from training.running import Times, make_session, open_session

SESSIONS, HELD, SEATS = 50, 10, 20
TWO_HOURS = timedelta(hours=2)


def teach(town: Town, marks: Marks, now: datetime) -> dict[str, list]:
    """Returns the sessions and the keys of calendar feeds, for the seed."""
    courses = list(Course.objects.order_by("pk"))
    sessions = [_session(number, courses, town, marks, now) for number in range(SESSIONS)]
    feeds = {name: _feed(staff, now) for name, staff in town.people.items()}
    return {
        "sessions": sessions,
        "feeds": list(feeds.values()),
        "feed_of": feeds,
    }


def _session(number: int, courses, town: Town, marks: Marks, now: datetime) -> dict:
    trainer = town.three("tr")[number % 2]
    starts = now + timedelta(days=7 + number)
    times = Times(starts, starts + TWO_HOURS)
    course = courses[number % len(courses)]
    made = make_session(course, _values(number, starts, now), [times], by=trainer, now=now)
    open_session(made, by=trainer, now=now)
    # The first is full, and three wait; the others have a few people.
    count = SEATS + 3 if number == 0 else 5
    for staff in town.more[number * 3 : number * 3 + count]:
        book_seat(made, staff, now=now)
    if number >= SESSIONS - HELD:
        _hold(made, marks, now)
    return {"id": made.pk, "trainer": trainer.username, "capacity": SEATS, "is_held": number >= 40}


def _values(number: int, starts: datetime, now: datetime) -> dict:
    return {
        "title": f"見本{number}",
        "place": "会議室1",
        "online_address": "",
        "capacity": SEATS,
        "booking_opens_at": now - timedelta(days=1),
        "booking_closes_at": starts - timedelta(days=1),
        "cancel_until": starts - timedelta(days=1),
        "audience": [],
        "section_cap": None,
        "section_cap_until": None,
        "equipment": "",
        "bring": "",
        "partners": "",
    }


def _hold(session: Session, marks: Marks, now: datetime) -> None:
    """Over since three weeks; its survey has free words of six people."""
    began = now - timedelta(days=21)
    Session.objects.filter(pk=session.pk).update(
        starts_at=began,
        ends_at=began + TWO_HOURS,
        booking_opens_at=began - timedelta(days=20),
        booking_closes_at=began - timedelta(days=1),
        cancel_until=began - timedelta(days=1),
    )
    session.meetings.update(starts_at=began, ends_at=began + TWO_HOURS)
    question = SurveyQuestion.objects.filter(kind=SurveyQuestion.Kind.TEXT).first()
    if question:
        canaries = [
            marks.give("survey", "training.SurveyTexts", roles=("OF",)) for _person in range(6)
        ]
        texts = json.dumps(sorted(f"感想 {each}" for each in canaries), ensure_ascii=False)
        SurveyTexts.objects.create(session=session, question=question, texts=texts)


def _feed(staff, now: datetime) -> str:
    return f"/calendar/feed/{replace_key(staff, now=now)}.ics"
