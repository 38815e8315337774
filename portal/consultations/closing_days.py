"""Days on which the desk is closed, and what they do to promised times."""

from datetime import date, datetime

from django.db import transaction

from portal.audit.trail import record
from portal.consultations.deadlines import refresh_clock
from portal.consultations.models import ClosedDay, Consultation
from portal.errors import DomainError
from portal.staff.models import StaffMember


class AlreadyClosed(DomainError):
    message = "この日は、すでに閉庁日にしてあります。"


@transaction.atomic
def close_day(on: date, reason: str, *, by: StaffMember, now: datetime) -> ClosedDay:
    """Open promises are worked out anew. Raises AlreadyClosed."""
    made, is_new = ClosedDay.objects.get_or_create(
        on=on, defaults={"reason": reason, "added_by": by}
    )
    if not is_new:
        raise AlreadyClosed
    _refresh_all(by=by, now=now)
    record("consultation.day_closed", actor=by, obj=made, details={"on": on.isoformat()})
    return made


@transaction.atomic
def open_day(closed: ClosedDay, *, by: StaffMember, now: datetime) -> None:
    """Take a closed day back."""
    ClosedDay.objects.filter(pk=closed.pk).delete()
    _refresh_all(by=by, now=now)
    details = {"on": closed.on.isoformat()}
    record("consultation.day_opened", actor=by, obj=closed, details=details)


def _refresh_all(*, by: StaffMember, now: datetime) -> None:
    for row in Consultation.objects.select_for_update().unfinished().order_by("pk"):
        refresh_clock(row, by=by, now=now)
