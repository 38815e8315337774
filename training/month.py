"""A month as weeks of days, with what happens on each day."""

import re
from calendar import Calendar
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import jpholiday
from django.utils import timezone

SUNDAY = 6
WEEKDAYS = ["日", "月", "火", "水", "木", "金", "土"]
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class Day(NamedTuple):
    """``entries`` are what the caller put on this day."""

    day: date
    is_in_month: bool
    is_today: bool
    holiday: str
    entries: list


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


def month_of(first: date, dated: Iterable[tuple[date, Any]], today: date) -> Month:
    """``dated`` are pairs of a day and what happens on it, in the order they are shown."""
    by_day: dict[date, list] = {}
    for day, entry in dated:
        by_day.setdefault(day, []).append(entry)
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
