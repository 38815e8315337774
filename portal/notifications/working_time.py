"""When the city hall works: mails wait for it, unless they are urgent."""

from datetime import date, datetime, time

import jpholiday
from django.utils import timezone

# Source: the city's working hours, 8:30 to 17:15 on weekdays.
OPENS, CLOSES = time(8, 30), time(17, 15)
SATURDAY = 5
# Source: 地方自治法第4条の2, 29 December to 3 January; as (month, day).
YEAR_END = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


def is_working_day(day: date) -> bool:
    if day.weekday() >= SATURDAY or (day.month, day.day) in YEAR_END:
        return False
    return not jpholiday.is_holiday(day)


def is_working_time(moment: datetime) -> bool:
    """8:30 belongs to it and 17:15 does not."""
    local = timezone.localtime(moment)
    return OPENS <= local.time() < CLOSES and is_working_day(local.date())
