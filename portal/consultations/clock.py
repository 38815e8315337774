"""When an answer is due: a pure function over the city's calendar that tells its steps.

``due_at(start, minutes, calendar, pauses)`` counts working minutes alone. Every piece of time
that it counts or leaves out is a Step, so that the screen can show how it came about.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

import jpholiday
from django.utils import timezone

from portal.errors import DomainError

WEEKDAYS = "月火水木金土日"
# Source: 地方自治法第4条の2, 29 December to 3 January; as (month, day).
YEAR_END = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
# Nothing is promised for later than this; a calendar without working days ends here, too.
FURTHEST = timedelta(days=3700)


class Hours(NamedTuple):
    """One stretch of opening time: 8:30 belongs to it and 12:00 does not."""

    opens: time
    closes: time


# Source: the city's working hours, with the lunch hour of the desk.
CITY_HOURS = (Hours(time(8, 30), time(12, 0)), Hours(time(13, 0), time(17, 15)))
CITY_WEEK = dict.fromkeys(range(5), CITY_HOURS)


class Calendar(NamedTuple):
    """When the desk works: stretches by weekday (0 is Monday), and days on which it does not.

    ``closures`` are days closed by hand, with the reason. ``holiday_name`` gives the name of a
    national holiday, or None.
    """

    week: dict[int, tuple[Hours, ...]] = CITY_WEEK
    closures: dict[date, str] = {}
    holiday_name: Callable[[date], str | None] = jpholiday.is_holiday_name

    def closed_because(self, day: date) -> str:
        """Why the desk is closed all day, in one word; empty when it opens."""
        if day in self.closures:
            return self.closures[day] or "閉庁日"
        if (day.month, day.day) in YEAR_END:
            return "年末年始"
        if name := self.holiday_name(day):
            return f"祝日（{name}）"
        if not self.week.get(day.weekday()):
            return f"{WEEKDAYS[day.weekday()]}曜"
        return ""

    def stretches(self, day: date) -> list[tuple[datetime, datetime]]:
        return [
            (_moment(day, hours.opens), _moment(day, hours.closes))
            for hours in self.week[day.weekday()]
        ]


class Sort(StrEnum):
    WORK = "work"
    CLOSED = "closed"
    BREAK = "break"
    PAUSE = "pause"


class Step(NamedTuple):
    """A piece of time: counted (WORK) or left out, and why."""

    sort: Sort
    starts: datetime
    ends: datetime
    words: str = ""

    @property
    def minutes(self) -> int:
        return round((self.ends - self.starts).total_seconds() / 60)


class Deadline(NamedTuple):
    """``at`` is None while the clock stands still: a pause has no end yet."""

    at: datetime | None
    steps: list[Step]


class NoWorkingTime(DomainError):
    message = "開庁日が1日もない暦です。開庁時間と閉庁日の設定を見直してください。"


class BadTarget(DomainError):
    message = "対応の目標時間は1分以上にしてください。"


Pause = tuple[datetime, datetime | None]


def due_at(
    start: datetime, minutes: int, calendar: Calendar, pauses: list[Pause] | None = None
) -> Deadline:
    """The moment when ``minutes`` of working time after ``start`` are over.

    ``pauses`` are not counted; they do not overlap, and only the last may have no end. Raises
    NoWorkingTime for a calendar that never opens, BadTarget for no minutes.
    """
    if minutes < 1:
        raise BadTarget
    if not any(calendar.week.values()):
        raise NoWorkingTime
    left, steps = timedelta(minutes=minutes), []
    for piece in _pieces(start, calendar, sorted(pauses or [])):
        if piece.sort is Sort.PAUSE and piece.ends is None:
            return Deadline(None, steps)
        if piece.sort is not Sort.WORK:
            steps.append(piece)
            continue
        used = min(piece.ends - piece.starts, left)
        steps.append(piece._replace(ends=piece.starts + used))
        left -= used
        if not left:
            return Deadline(piece.starts + used, steps)
    raise NoWorkingTime


def _pieces(start: datetime, calendar: Calendar, pauses: list[Pause]) -> Iterator[Step]:
    day = timezone.localdate(start)
    last = day + FURTHEST
    while day < last:
        if reason := calendar.closed_because(day):
            yield Step(Sort.CLOSED, _moment(day), _moment(day + timedelta(days=1)), reason)
        else:
            yield from _pieces_of_a_day(start, calendar.stretches(day), pauses)
        day += timedelta(days=1)


def _pieces_of_a_day(start, stretches, pauses) -> Iterator[Step]:
    closed_at = None
    for opens, closes in stretches:
        if closed_at and closed_at < opens and opens > start:
            yield Step(Sort.BREAK, closed_at, opens, "昼休み")
        if closes > start:
            yield from _without_pauses(max(opens, start), closes, pauses)
            closed_at = closes


def _without_pauses(begin: datetime, end: datetime, pauses: list[Pause]) -> Iterator[Step]:
    for stops, goes_on in pauses:
        if stops >= end or (goes_on and goes_on <= begin):
            continue
        if stops > begin:
            yield Step(Sort.WORK, begin, stops)
        if goes_on is None:
            yield Step(Sort.PAUSE, max(stops, begin), None, "返事待ち")
            return
        yield Step(Sort.PAUSE, max(stops, begin), min(goes_on, end), "返事待ち")
        begin = min(goes_on, end)
    if begin < end:
        yield Step(Sort.WORK, begin, end)


def summary(deadline: Deadline) -> str:
    """The steps in one line: 「金16:40＋35分、月8:30＋25分（土曜、日曜、昼休みを除く）」."""
    counted = [step for step in deadline.steps if step.sort is Sort.WORK]
    words = [f"{_clock_words(days[0].starts)}＋{_length(days)}" for days in _by_day(counted)]
    if len(words) > 3:
        words = [words[0], f"{len(words) - 2}日", words[-1]]
    left_out = list(dict.fromkeys(s.words for s in deadline.steps if s.sort is not Sort.WORK))
    without = f"（{'、'.join(left_out)}を除く）" if left_out else ""
    return "、".join(words) + without


def day_lines(deadline: Deadline) -> list[tuple[date, str]]:
    """The steps day by day, for a table: (day, what was counted or why it was not)."""
    return [
        (timezone.localdate(steps[0].starts), "、".join(_step_words(step) for step in steps))
        for steps in _by_day(deadline.steps)
    ]


def _by_day(steps: list[Step]) -> list[list[Step]]:
    days = groupby(steps, key=lambda step: timezone.localdate(step.starts))
    return [list(group) for _day, group in days]


def _step_words(step: Step) -> str:
    if step.sort is Sort.CLOSED:
        return f"{step.words}のため数えません"
    starts, ends = timezone.localtime(step.starts), timezone.localtime(step.ends)
    span = f"{starts:%-H:%M}〜{ends:%-H:%M}"
    if step.sort is Sort.WORK:
        return f"{span} {_length([step])}"
    return f"{span} {step.words}を除く"


def _clock_words(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{WEEKDAYS[local.weekday()]}{local:%-H:%M}"


def _length(steps: list[Step]) -> str:
    hours, minutes = divmod(sum(step.minutes for step in steps), 60)
    if not hours:
        return f"{minutes}分"
    return f"{hours}時間{minutes}分" if minutes else f"{hours}時間"


def _moment(day: date, at: time = time(0)) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
