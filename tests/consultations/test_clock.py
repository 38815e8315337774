"""When an answer is due: one table, the steps that explain it, and what must always hold."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.consultations.clock import (
    CITY_WEEK,
    BadTarget,
    Calendar,
    Hours,
    NoWorkingTime,
    Sort,
    day_lines,
    due_at,
    summary,
)

CITY = Calendar()
NO_HOURS = Calendar(week=dict.fromkeys(range(7), ()))
ALWAYS_CLOSED = Calendar(holiday_name=lambda _day: "毎日")
CLOSED_MONDAY = Calendar(closures={date(2026, 11, 30): "停電"})


def at(words: str) -> datetime:
    return timezone.make_aware(datetime.strptime(words, "%Y-%m-%d %H:%M"))  # noqa: DTZ007


# 2026-11-20 is a Friday; Monday the 23rd is a holiday (勤労感謝の日).
MATRIX = {
    "within a morning": ("2026-11-20 09:00", 60, CITY, [], "2026-11-20 10:00"),
    "before hours": ("2026-11-20 05:00", 60, CITY, [], "2026-11-20 09:30"),
    "at the opening": ("2026-11-20 08:30", 60, CITY, [], "2026-11-20 09:30"),
    "over lunch": ("2026-11-20 11:30", 60, CITY, [], "2026-11-20 13:30"),
    "in the lunch hour": ("2026-11-20 12:30", 60, CITY, [], "2026-11-20 14:00"),
    "ends at noon": ("2026-11-20 11:00", 60, CITY, [], "2026-11-20 12:00"),
    "ends at closing": ("2026-11-20 16:15", 60, CITY, [], "2026-11-20 17:15"),
    "over the night": ("2026-11-19 17:00", 60, CITY, [], "2026-11-20 09:15"),
    "after hours": ("2026-11-19 20:00", 60, CITY, [], "2026-11-20 09:30"),
    "friday night, weekend and holiday": ("2026-11-20 16:40", 60, CITY, [], "2026-11-24 08:55"),
    "weekend": ("2026-11-28 10:00", 60, CITY, [], "2026-11-30 09:30"),
    "holiday": ("2026-11-23 10:00", 60, CITY, [], "2026-11-24 09:30"),
    "year end": ("2026-12-28 17:00", 60, CITY, [], "2027-01-04 09:15"),
    "a day of the city": ("2026-11-24 08:30", 465, CITY, [], "2026-11-24 17:15"),
    "five days": ("2026-11-24 08:30", 5 * 465, CITY, [], "2026-11-30 17:15"),
    "closed by hand": ("2026-11-27 17:00", 60, CLOSED_MONDAY, [], "2026-12-01 09:15"),
    "a pause in the day": (
        "2026-11-20 09:00",
        60,
        CITY,
        [("2026-11-20 09:30", "2026-11-20 11:00")],
        "2026-11-20 11:30",
    ),
    "a pause over night and weekend": (
        "2026-11-20 09:00",
        60,
        CITY,
        [("2026-11-20 09:30", "2026-11-24 10:00")],
        "2026-11-24 10:30",
    ),
    "a pause outside of hours": (
        "2026-11-19 17:00",
        60,
        CITY,
        [("2026-11-19 18:00", "2026-11-19 22:00")],
        "2026-11-20 09:15",
    ),
    "a pause that goes on": ("2026-11-20 09:00", 60, CITY, [("2026-11-20 09:30", None)], None),
    "answered before the pause": (
        "2026-11-20 09:00",
        60,
        CITY,
        [("2026-11-20 10:30", None)],
        "2026-11-20 10:00",
    ),
    "a week without a day": ("2026-11-20 09:00", 60, Calendar(week={}), [], NoWorkingTime),
    "days without hours": ("2026-11-20 09:00", 60, NO_HOURS, [], NoWorkingTime),
    "every day is a holiday": ("2026-11-20 09:00", 60, ALWAYS_CLOSED, [], NoWorkingTime),
}


@pytest.mark.parametrize("name", MATRIX)
def test_when_it_is_due(name):
    start, minutes, calendar, pauses, expected = MATRIX[name]
    pauses = [(at(begin), at(end) if end else None) for begin, end in pauses]

    if expected is NoWorkingTime:
        with pytest.raises(NoWorkingTime):
            due_at(at(start), minutes, calendar, pauses)
    else:
        deadline = due_at(at(start), minutes, calendar, pauses)
        assert deadline.at == (at(expected) if expected else None)


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if isinstance(row[4], str)])
def test_the_steps_add_up_to_the_promise(name):
    start, minutes, calendar, pauses, _expected = MATRIX[name]
    pauses = [(at(begin), at(end) if end else None) for begin, end in pauses]

    deadline = due_at(at(start), minutes, calendar, pauses)

    counted = [step for step in deadline.steps if step.sort is Sort.WORK]
    assert sum(step.minutes for step in counted) == minutes
    assert counted[-1].ends == deadline.at


def test_a_friday_evening_is_explained_in_one_line():
    deadline = due_at(at("2026-11-20 16:40"), 60, CITY)

    assert summary(deadline) == (
        "金16:40＋35分、火8:30＋25分（土曜、日曜、祝日（勤労感謝の日）を除く）"
    )


def test_every_day_is_explained():
    assert day_lines(due_at(at("2026-11-20 11:30"), 300, CITY)) == [
        (
            date(2026, 11, 20),
            "11:30〜12:00 30分、12:00〜13:00 昼休みを除く、13:00〜17:15 4時間15分",
        ),
        (date(2026, 11, 21), "土曜のため数えません"),
        (date(2026, 11, 22), "日曜のため数えません"),
        (date(2026, 11, 23), "祝日（勤労感謝の日）のため数えません"),
        (date(2026, 11, 24), "8:30〜8:45 15分"),
    ]


def test_no_minutes_are_no_promise():
    with pytest.raises(BadTarget):
        due_at(at("2026-11-20 09:00"), 0, CITY)


moments = st.integers(0, 500_000).map(lambda m: at("2026-04-01 00:00") + timedelta(minutes=m))
minutes = st.integers(1, 5000)
days = st.integers(0, 360).map(lambda n: date(2026, 4, 1) + timedelta(days=n))
weeks = st.sampled_from(
    [
        CITY_WEEK,
        {2: (Hours(time(10), time(12)), Hours(time(14), time(15)), Hours(time(16), time(18)))},
    ]
)


@settings(max_examples=50, deadline=None)
@given(moments, st.integers(0, 20_000), minutes, weeks)
def test_who_asks_later_is_never_due_earlier(start, later, length, week):
    calendar = Calendar(week=week)

    first = due_at(start, length, calendar).at
    second = due_at(start + timedelta(minutes=later), length, calendar).at

    assert first <= second


@settings(max_examples=50, deadline=None)
@given(moments, minutes, st.sets(days, max_size=5))
def test_a_closed_day_more_never_makes_it_earlier(start, length, closed):
    calendar = Calendar(closures=dict.fromkeys(closed, "閉庁"))

    assert due_at(start, length, CITY).at <= due_at(start, length, calendar).at


@settings(max_examples=50, deadline=None)
@given(moments, minutes, st.integers(0, 3000), st.integers(1, 5000))
def test_a_pause_never_makes_it_earlier(start, length, begins, lasts):
    pause = (
        start + timedelta(minutes=begins),
        start + timedelta(minutes=begins + lasts),
    )

    assert due_at(start, length, CITY).at <= due_at(start, length, CITY, [pause]).at


@settings(max_examples=50, deadline=None)
@given(moments, minutes)
def test_it_is_due_while_the_desk_is_open(start, length):
    due = timezone.localtime(due_at(start, length, CITY).at)

    assert not CITY.closed_because(due.date())
    assert time(8, 30) < due.time() <= time(17, 15)
