"""Sessions to try things with: marked デモ, in demo mode only, made once."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from portal.notifications.working_time import is_working_day
from portal.staff.models import StaffMember
from training.booking import book_seat
from training.models import Course, Session
from training.running import Times, make_session, open_session

# Code of the course, name, days from today, capacity, and who has asked for a seat.
SESSIONS = [
    ("rpa-intro", "デモ 第1回", 14, 1, []),
    ("ai-ocr", "デモ 第1回", 21, 2, ["leader", "manager", "editor"]),
    ("design-thinking", "デモ 第1回", 30, 20, ["leader"]),
    ("spreadsheet", "デモ 午前の部", 35, 10, []),
]


def make_demo_training(now: datetime) -> None:
    """Raises nothing and does nothing outside of demo mode, or when they are there already."""
    trainer = StaffMember.objects.filter(username="trainer").first()
    if not settings.DEMO_MODE or trainer is None or Session.objects.filter(is_demo=True).exists():
        return
    for code, title, days, capacity, people in SESSIONS:
        course = Course.objects.get(code=code)
        times = _times(now, days)
        values = _values(title, capacity, times, now)
        session = make_session(course, values, [times], by=trainer, now=now, is_demo=True)
        open_session(session, by=trainer, now=now)
        for staff in StaffMember.objects.filter(username__in=people).order_by("pk"):
            book_seat(session, staff, now=now)


def _times(now: datetime, days: int) -> Times:
    day = timezone.localdate(now) + timedelta(days=days)
    while not is_working_day(day):
        day += timedelta(days=1)
    moments = [timezone.make_aware(datetime.combine(day, at)) for at in (time(14), time(16))]
    return Times(*moments)


def _values(title: str, capacity: int, times: Times, now: datetime) -> dict:
    closes = times.starts_at - timedelta(days=1)
    return {
        "title": title,
        "place": "デモ会議室",
        "online_address": "",
        "capacity": capacity,
        "booking_opens_at": now - timedelta(days=1),
        "booking_closes_at": closes,
        "cancel_until": closes,
        "audience": [],
        "section_cap": None,
        "section_cap_until": None,
        "equipment": "",
        "bring": "筆記用具",
        "partners": "",
    }
