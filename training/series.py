"""A session every week: what each would run into, and making those that were chosen."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

import jpholiday
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.notifications.working_time import is_working_day
from portal.staff.models import StaffMember
from training.models import BusySeason, Meeting, Session
from training.running import Times, open_session, repeat_session

DAYS_OF_WEEK = 7
NUMBERED = re.compile(r"第(\d{1,3})回")


class Planned(NamedTuple):
    """One session of a series before it is made: ``number`` 1 comes first after the model.

    ``problems`` are sentences; none of them forbids the session.
    """

    number: int
    days: int
    title: str
    meetings: list[Times]
    problems: list[str]


class Taken(NamedTuple):
    """Meetings of others between two moments, and the seasons in which all are busy."""

    meetings: list[Meeting]
    trainers: set[int]
    seasons: list[BusySeason]


def plan_series(model: Session, *, count: int, weeks: int, now: datetime) -> list[Planned]:
    """``count`` sessions like ``model``, one every ``weeks`` weeks after it. Writes nothing."""
    rows = [Times(each.starts_at, each.ends_at) for each in model.meetings.all()]
    days = [DAYS_OF_WEEK * weeks * number for number in range(1, count + 1)]
    shifted = {each: [_later(times, each) for times in rows] for each in days}
    taken = _taken(model, [times for meetings in shifted.values() for times in meetings])
    return [
        Planned(
            number,
            each,
            title_of(model.title, number),
            shifted[each],
            [problem for times in shifted[each] for problem in _problems(model, times, taken, now)],
        )
        for number, each in enumerate(days, start=1)
    ]


@transaction.atomic
def make_series(
    model: Session, chosen: list[Planned], *, opens: bool, by: StaffMember, now: datetime
) -> list[Session]:
    """A draft for each of ``chosen``, or all of them open at once. All are made or none."""
    made = [
        repeat_session(model, days=each.days, title=each.title, by=by, now=now) for each in chosen
    ]
    return [open_session(each, by=by, now=now) for each in made] if opens else made


def title_of(title: str, number: int) -> str:
    """「第1回」 counts on; any other name stays."""
    return NUMBERED.sub(lambda found: f"第{int(found[1]) + number}回", title, count=1)


def _later(times: Times, days: int) -> Times:
    return Times(*(moment + timedelta(days=days) for moment in times))


def _taken(model: Session, times: list[Times]) -> Taken:
    begin, end = min(each.starts_at for each in times), max(each.ends_at for each in times)
    trainers = set(model.trainers.values_list("pk", flat=True))
    near = Meeting.objects.filter(starts_at__lt=end, ends_at__gt=begin).exclude(
        session__state=Session.State.CANCELLED
    )
    where = Q(session__trainers__in=trainers)
    if model.place:
        where |= Q(session__place=model.place)
    meetings = near.filter(where).exclude(session=model).distinct().order_by("starts_at", "pk")
    related = meetings.select_related("session__course").prefetch_related("session__trainers")
    seasons = BusySeason.objects.filter(department=None, is_live=True).order_by("starts_on", "pk")
    return Taken(list(related), trainers, list(seasons))


def _problems(model: Session, times: Times, taken: Taken, now: datetime):
    day = timezone.localdate(times.starts_at)
    if times.starts_at <= now:
        yield "もう過ぎた日時です。"
    if not is_working_day(day):
        yield f"{_why_closed(day)}です。"
    for season in taken.seasons:
        if season.starts_on <= day <= season.ends_on:
            yield f"{season}と重なります。"
    for other in taken.meetings:
        if other.starts_at < times.ends_at and other.ends_at > times.starts_at:
            yield _clash(model, other, taken)


def _why_closed(day: date) -> str:
    weekday = "土曜日" if day.weekday() == 5 else "日曜日" if day.weekday() == 6 else "閉庁日"
    return jpholiday.is_holiday_name(day) or weekday


def _clash(model: Session, other: Meeting, taken: Taken) -> str:
    if model.place and other.session.place == model.place:
        return f"同じ会場で「{other.session}」があります。"
    names = "、".join(
        staff.name for staff in other.session.trainers.all() if staff.pk in taken.trainers
    )
    return f"{names}さんは「{other.session}」を受け持っています。"
