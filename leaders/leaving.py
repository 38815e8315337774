"""Leaving as easily as one joined: one page, one act, and what is open changes hands."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from leaders.models import Appointment, TermStep
from leaders.notices import open_work_given
from leaders.open_work import hand_over_all
from leaders.terms import Ending, TermIsOver, end_term, locked
from portal.errors import DomainError
from portal.staff.models import StaffMember


class NotYourTerm(DomainError):
    message = "退任を申し出られるのは、本人だけです。"


class SuccessorIsNoLeader(DomainError):
    message = "引き継ぐ人は、いま活動中のリーダーから選んでください。"


class Farewell(NamedTuple):
    """``reason`` from the closed list, words as one likes; ``successor`` None is the DX section."""

    reason: str
    words: str
    successor: StaffMember | None


@transaction.atomic
def resign(
    appointment: Appointment, farewell: Farewell, *, by: StaffMember, now: datetime
) -> Appointment:
    """Hand over and end the term at once; history and counts stay.

    Raises NotYourTerm, TermIsOver or SuccessorIsNoLeader, and then changes nothing.
    """
    if appointment.staff_id != by.pk:
        raise NotYourTerm
    appointment = locked(appointment)
    today = timezone.localdate(now)
    if appointment.ended_at or appointment.ends_on < today:
        raise TermIsOver
    successor = farewell.successor
    if successor and not successors_of(appointment, now).filter(staff=successor).exists():
        raise SuccessorIsNoLeader
    count = hand_over_all(appointment.staff, successor, by=by, now=now)
    if count:
        TermStep.objects.create(
            appointment=appointment,
            kind=TermStep.Kind.HANDED_OVER,
            on=today,
            at=now,
            by=by,
            note=f"{count}件",
        )
        if successor:
            open_work_given(appointment, successor, count, now=now)
    ending = Ending(Appointment.End.RESIGNED, farewell.reason, farewell.words)
    return end_term(appointment, ending, by=by, now=now)


def successors_of(appointment: Appointment, now: datetime):
    """Terms of other leaders who are at work today; those of the same section first."""
    others = Appointment.objects.at_work(timezone.localdate(now)).filter(staff__is_active=True)
    return others.exclude(staff=appointment.staff).select_related("staff__department")
