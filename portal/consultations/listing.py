"""The list of the desk: saved views with their counts, and what narrows them."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from portal.consultations.models import Consultation
from portal.consultations.vocabulary import RUNNING, Status
from portal.counting import counted
from portal.staff.models import StaffMember

# Search results beyond this many are not looked at.
MOST = 1000
# Counts above this read 99+: nobody works by the difference, and counting on costs time.
ENOUGH = 99
STALLED_AFTER = timedelta(days=7)


class View(NamedTuple):
    """A saved view: ``chosen(rows, staff, now)`` narrows what the officer may read."""

    label: str
    chosen: Callable[[QuerySet, StaffMember, datetime], QuerySet]
    is_by_due: bool = True


def _end_of_today(now: datetime) -> datetime:
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time(0)))


VIEWS = {
    "mine": View("自分の担当", lambda rows, staff, now: rows.unfinished().filter(assignee=staff)),
    "unassigned": View(
        "担当なし", lambda rows, staff, now: rows.unfinished().filter(assignee=None)
    ),
    "today": View(
        "今日まで",
        lambda rows, staff, now: rows.filter(
            status__in=RUNNING, next_due_at__lt=_end_of_today(now)
        ),
    ),
    "waiting": View("返事待ち", lambda rows, staff, now: rows.filter(status=Status.WAITING)),
    "stalled": View(
        "動きなし",
        lambda rows, staff, now: rows.unfinished().filter(moved_at__lt=now - STALLED_AFTER),
    ),
    "open": View("未完了すべて", lambda rows, staff, now: rows.unfinished()),
    "all": View("完了も含む", lambda rows, staff, now: rows, is_by_due=False),
}


class Conditions(NamedTuple):
    """What narrows the list. Empty means everything."""

    view: str = "open"
    kind: str = ""
    department: int | None = None
    tag: str = ""
    words: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.department or self.tag or self.words)


def desk_list(staff: StaffMember, conditions: Conditions, now: datetime) -> QuerySet:
    """The consultations of a view, in its order, with the people of each row."""
    view = VIEWS[conditions.view]
    rows = view.chosen(Consultation.objects.on_desk_of(staff), staff, now)
    if conditions.kind:
        rows = rows.filter(kind=conditions.kind)
    if conditions.department:
        rows = rows.filter(department=conditions.department)
    if conditions.tag:
        rows = rows.filter(tags__name=conditions.tag)
    if conditions.words:
        found = rows.found_by(conditions.words).ranked_pks()[:MOST]
        rows = rows.filter(pk__in=found)
    rows = rows.by_due() if view.is_by_due else rows.order_by("-moved_at", "-pk")
    return rows.with_people()


class Counted(NamedTuple):
    """A view and how many it holds; above ENOUGH nobody counts on."""

    code: str
    label: str
    number: int

    @property
    def words(self) -> str:
        return f"{ENOUGH}+" if self.number > ENOUGH else f"{self.number}"


def counts(staff: StaffMember, now: datetime) -> list[Counted]:
    """The views of what is open. Their cost does not grow with what the desk has seen."""
    rows = Consultation.objects.on_desk_of(staff)
    views = {
        code: view.chosen(rows, staff, now).order_by().values("pk")[: ENOUGH + 1]
        for code, view in VIEWS.items()
        if view.is_by_due
    }
    found = counted(StaffMember.objects.filter(pk=staff.pk), **views)
    return [Counted(code, VIEWS[code].label, number) for code, number in found.items()]
