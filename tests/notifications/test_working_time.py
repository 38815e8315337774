"""8:30 to 17:15 on the days the city hall works."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.notifications.working_time import is_working_day, is_working_time

TOKYO = ZoneInfo("Asia/Tokyo")


def at(month, day, hour, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 11, 23), False),  # 勤労感謝の日
        (date(2026, 9, 22), False),  # 国民の休日, between two holidays
        (date(2026, 5, 6), False),  # 振替休日
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
    ],
)
def test_the_city_hall_rests_at_weekends_on_holidays_and_at_the_turn_of_the_year(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        (at(11, 20, 8, 29), False),
        (at(11, 20, 8, 30), True),
        (at(11, 20, 17, 14), True),
        (at(11, 20, 17, 15), False),
    ],
)
def test_the_first_moment_belongs_to_working_time_and_the_last_does_not(moment, works):
    assert is_working_time(moment) is works
