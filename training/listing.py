"""Lists people look through: the catalogue, the sessions, their own."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q

from portal.staff.models import StaffMember
from training.models import Booking, Course, Form, Meeting, Session, Tier, Topic
from training.verdict import Facts, Verdict, facts_of_many, free_seats, judge


class Conditions(NamedTuple):
    """What a list is narrowed to: the whole state stands in the address."""

    words: str = ""
    tier: str = ""
    topic: str = ""
    form: str = ""

    @classmethod
    def from_address(cls, query) -> "Conditions":
        """An unknown code counts as no condition."""
        return cls(
            query.get("q", "").replace("\0", "").strip()[:100],
            _known(query.get("tier", ""), Tier),
            _known(query.get("topic", ""), Topic),
            _known(query.get("form", ""), Form),
        )

    @property
    def is_empty(self) -> bool:
        return not any(self)

    def courses(self):
        found = Course.objects.live().about(self.words)
        if self.tier:
            found = found.for_tier(self.tier)
        if self.topic:
            found = found.filter(topic=self.topic)
        if self.form:
            found = found.filter(form=self.form)
        return found


def _known(code: str, choices) -> str:
    return code if code in choices.values else ""


def choices_of(conditions: Conditions) -> list[dict]:
    """The selects above a list, each with its choices and what is chosen."""
    return [
        {"name": name, "label": label, "choices": choices.choices, "chosen": chosen}
        for name, label, choices, chosen in [
            ("tier", "対象", Tier, conditions.tier),
            ("topic", "テーマ", Topic, conditions.topic),
            ("form", "形式", Form, conditions.form),
        ]
    ]


def courses_named_in(text: str):
    """Courses on a tool that the text names: 「ＡＩ－ＯＣＲ」, "ai ocr" and 「AI-OCR」 alike."""
    text = unicodedata.normalize("NFKC", text).lower()
    topics = [
        topic
        for topic in Topic
        if all(part in text for part in re.findall(r"\w+", topic.label.lower()))
    ]
    return Course.objects.live().filter(topic__in=topics).order_by("code")


def with_coming_sessions(courses, now: datetime):
    """Add ``coming``: how many public sessions of each course lie ahead."""
    ahead = Q(sessions__state=Session.State.OPEN, sessions__starts_at__gt=now)
    return courses.annotate(coming=Count("sessions", filter=ahead))


class Row(NamedTuple):
    """A session in a list, as one person sees it."""

    session: Session
    facts: Facts
    verdict: Verdict
    free: int


def rows_for(sessions: Iterable[Session], staff: StaffMember, now: datetime) -> list[Row]:
    sessions = list(sessions)
    facts = facts_of_many(sessions, staff)
    return [
        Row(each, facts[each.pk], judge(each, facts[each.pk], staff, now), free)
        for each in sessions
        for free in [free_seats(each, facts[each.pk])]
    ]


def clashes(session: Session, staff: StaffMember) -> list[Meeting]:
    """Meetings of other sessions that ``staff`` has a seat in or waits for, at the same time."""
    others = Booking.objects.live().filter(staff=staff).exclude(session=session)
    elsewhere = Meeting.objects.filter(session__in=others.values("session"))
    at_once = Q(pk=None)
    for meeting in session.meetings.all():
        at_once |= Q(starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at)
    return list(elsewhere.filter(at_once).select_related("session__course"))


def live_bookings(session: Session) -> tuple[list[Booking], list[Booking]]:
    """Those who have a seat, by reading; those who wait, in their order."""
    live = session.bookings.select_related("staff", "department")
    booked = live.booked().order_by("staff__reading", "staff__name", "pk")
    return list(booked), list(live.waiting())
