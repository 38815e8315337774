"""The week in short: a page for everybody, and once a week a notice for who wants one."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count
from django.utils import timezone

from portal.community.feed import Line, any_of, comment_counts, lines_of
from portal.community.models import Entry, Follow, Reaction
from portal.community.notices import week_written
from portal.staff.models import StaffMember

DAYS = 7
LOOKED_AT = 200
SHOWN = 10
MONDAY = 0


class Week(NamedTuple):
    """What moved people most in the last seven days, and how much was new (up to LOOKED_AT)."""

    since: date
    until: date
    lines: list[Line]
    count: int


def week_of(staff: StaffMember, *, now: datetime) -> Week:
    """Only what ``staff`` may see; a fixed number of queries."""
    recent = Entry.objects.filter(at__gt=now - timedelta(days=DAYS), at__lte=now)
    entries = list(
        recent.visible_to(staff)
        .newest_first()
        .select_related("author", "department")
        .prefetch_related("tags")[:LOOKED_AT]
    )
    keys = [entry.key for entry in entries]
    reactions, comments = _reaction_counts(keys), comment_counts(keys)
    liveliest = sorted(entries, key=lambda e: -(reactions.get(e.key, 0) + comments.get(e.key, 0)))
    until = timezone.localdate(now)
    lines = lines_of(liveliest[:SHOWN], staff)
    return Week(until - timedelta(days=DAYS - 1), until, lines, len(entries))


def write_week_of_talk() -> str:
    """For the clock, every day."""
    return f"{write_week(timezone.now())}人に知らせました"


def write_week(now: datetime) -> int:
    """On Mondays, tell those who asked for it, if there is anything for them. Returns how many."""
    if timezone.localdate(now).weekday() != MONDAY:
        return 0
    wishes = Follow.objects.filter(is_weekly=True).values("staff")
    people = StaffMember.objects.filter(is_active=True, pk__in=wishes).order_by("pk")
    told = 0
    for person in people.iterator():
        if has_news(person, now=now):
            week_written(person, now=now)
            told += 1
    return told


def has_news(staff: StaffMember, *, now: datetime) -> bool:
    recent = Entry.objects.filter(at__gt=now - timedelta(days=DAYS), at__lte=now)
    return recent.visible_to(staff).exists()


def _reaction_counts(keys) -> dict[tuple[str, int], int]:
    rows = Reaction.objects.filter(any_of(keys)).values("kind", "object_id")
    counted = rows.annotate(count=Count("pk")).order_by()
    return {(row["kind"], row["object_id"]): row["count"] for row in counted}
