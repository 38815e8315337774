"""What readers say: 読みました, 役に立った, 困った. And how many have read, never below five."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count

from portal.audit.trail import record
from portal.errors import DomainError
from portal.guidance.models import Edition, Feedback, Guide, Reading
from portal.staff.models import StaffMember

FEWEST = 5


class NotInForceAnyMore(DomainError):
    message = "読んでいるあいだに、新しい版になりました。新しい版を開いて読んでください。"


class AlreadySettled(DomainError):
    message = "この声への対応は、もう終わっています。"


@transaction.atomic
def mark_read(current: Edition, staff: StaffMember, *, shown: str, now: datetime) -> None:
    """Note that ``staff`` has read the edition in force. Said twice it stands once.

    ``shown`` is the code of the edition that stood on the screen. Raises NotInForceAnyMore when
    that is no longer the one in force.
    """
    if shown != current.code:
        raise NotInForceAnyMore
    Reading.objects.update_or_create(
        staff=staff, guide=current.guide, defaults={"edition": current, "read_at": now}
    )


def last_read(guide: Guide, staff: StaffMember) -> Reading | None:
    return Reading.objects.filter(guide=guide, staff=staff).select_related("edition").first()


@transaction.atomic
def say(
    edition: Edition, staff: StaffMember, opinion: str, words: str, *, now: datetime
) -> Feedback:
    """What ``staff`` thinks of ``edition``; a new opinion takes the place of the old one."""
    values = {"opinion": opinion, "words": words, "at": now, "settled_by": None, "settled_at": None}
    found, _made = Feedback.objects.update_or_create(edition=edition, staff=staff, defaults=values)
    return found


@transaction.atomic
def settle(feedback: Feedback, *, by: StaffMember, now: datetime) -> None:
    """Raises AlreadySettled."""
    open_ones = Feedback.objects.filter(pk=feedback.pk, settled_at=None)
    if not open_ones.update(settled_by=by, settled_at=now):
        raise AlreadySettled
    record("guidance.feedback.settled", actor=by, obj=feedback)


class Share(NamedTuple):
    """How many of a department have read an edition.

    ``words`` names no number of people below five, on neither side: not of those who have read,
    and not of those who have not.
    """

    department: str
    words: str
    is_exact: bool


def few(count: int) -> str:
    """A number of people, or 「5人未満」; nobody is nobody."""
    return f"{count}人" if count >= FEWEST or count == 0 else f"{FEWEST}人未満"


def shares(edition: Edition) -> list[Share]:
    """Departments of five or more, by their code. Nothing is added up: a sum tells the rest."""
    staff = StaffMember.objects.filter(is_active=True, department__isnull=False)
    people = staff.values("department__code", "department__name").annotate(count=Count("pk"))
    readers = dict(
        staff.filter(pk__in=Reading.objects.filter(edition=edition).values("staff"))
        .values_list("department__code")
        .annotate(count=Count("pk"))
    )
    rows = people.filter(count__gte=FEWEST).order_by("department__code")
    return [
        _share(row["department__name"], readers.get(row["department__code"], 0), row["count"])
        for row in rows
    ]


def _share(name: str, readers: int, people: int) -> Share:
    left = people - readers
    if readers < FEWEST:
        return Share(name, "5人未満", is_exact=False)
    if left < FEWEST:
        return Share(name, "ほぼ全員（残りは5人未満）", is_exact=False)
    return Share(name, f"{readers}人／{people}人（{readers * 100 // people}％）", is_exact=True)
