"""What a leader leaves open changes hands in the act that ends the term, however it ends."""

from datetime import datetime

from django.utils import timezone

from leaders.models import Appointment, TermStep
from leaders.notices import open_work_given, open_work_left
from leaders.open_work import hand_over_all
from portal.staff.models import StaffMember


def hand_over_work(
    appointment: Appointment, to: StaffMember | None, *, by: StaffMember | None, now: datetime
) -> int:
    """``to`` is None when the DX section takes over; it is told, and finds what waits for an owner.

    Returns how many things changed hands. Call it in the transaction that ends the term.
    """
    count = hand_over_all(appointment.staff, to, by=by, now=now)
    if count:
        TermStep.objects.create(
            appointment=appointment,
            kind=TermStep.Kind.HANDED_OVER,
            on=timezone.localdate(now),
            at=now,
            by=by,
            note=f"{count}件（{to.name if to else 'DX課'}へ）",
        )
        if to:
            open_work_given(appointment, to, count, now=now)
        else:
            open_work_left(appointment, count, now=now)
    return count
