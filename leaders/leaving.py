"""Leaving as easily as one joined: one page, one act, and what is open changes hands."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from leaders.models import Appointment
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
    _check_successor(appointment, farewell.successor, now)
    ending = Ending(Appointment.End.RESIGNED, farewell.reason, farewell.words)
    return end_term(appointment, ending, by=by, now=now, successor=farewell.successor)


@transaction.atomic
def end_for(
    appointment: Appointment,
    ending: Ending,
    *,
    successor: StaffMember | None,
    by: StaffMember,
    now: datetime,
) -> Appointment:
    """The DX section ends a term for somebody. Raises TermIsOver, SuccessorIsNoLeader."""
    _check_successor(appointment, successor, now)
    return end_term(appointment, ending, by=by, now=now, successor=successor)


def _check_successor(appointment: Appointment, to: StaffMember | None, now: datetime) -> None:
    if to and not successors_of(appointment, now).filter(staff=to).exists():
        raise SuccessorIsNoLeader


def successors_of(appointment: Appointment, now: datetime):
    """Terms of other leaders who are at work today; those of the same section first."""
    others = Appointment.objects.at_work(timezone.localdate(now)).filter(staff__is_active=True)
    return others.exclude(staff=appointment.staff).select_related("staff__department")
