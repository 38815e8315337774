"""A month as weeks of days, with what happens on each day."""

import re
from calendar import Calendar
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

import jpholiday
from django.utils import timezone

from training.models import Meeting

SUNDAY = 6
WEEKDAYS = ["日", "月", "火", "水", "木", "金", "土"]
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class Day(NamedTuple):
    day: date
    is_in_month: bool
    is_today: bool
    holiday: str
    meetings: list[Meeting]


class Month(NamedTuple):
    first: date
    weeks: list[list[Day]]

    @property
    def before(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.first + timedelta(days=31):%Y-%m}"


def first_day(typed: str, today: date) -> date:
    """2026-11 as its first day; this month for anything else."""
    found = MONTH.fullmatch(typed)
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def span(first: date) -> tuple[datetime, datetime]:
    """The moments between which the weeks of a month lie."""
    days = list(Calendar(SUNDAY).itermonthdates(first.year, first.month))
    return _midnight(days[0]), _midnight(days[-1] + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def month_of(first: date, meetings: Iterable[Meeting], today: date) -> Month:
    by_day: dict[date, list[Meeting]] = {}
    for meeting in meetings:
        by_day.setdefault(timezone.localdate(meeting.starts_at), []).append(meeting)
    weeks = [
        [
            Day(
                day,
                day.month == first.month,
                day == today,
                jpholiday.is_holiday_name(day) or "",
                by_day.get(day, []),
            )
            for day in week
        ]
        for week in Calendar(SUNDAY).monthdatescalendar(first.year, first.month)
    ]
    return Month(first, weeks)
