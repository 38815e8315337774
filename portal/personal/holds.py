"""保存期間の延長: placed at once, because it protects; lifted by another person."""

from datetime import datetime

from django.db import transaction

from portal.audit.trail import record
from portal.errors import DomainError
from portal.personal.models import Hold
from portal.staff.models import StaffMember


class AlreadyLifted(DomainError):
    message = "この延長は、すでに解除されています。"


class LiftedByAnother(DomainError):
    message = "自分で付けた延長は解除できません。別のシステム管理者に頼んでください。"


@transaction.atomic
def place_hold(
    *, staff: StaffMember | None, model: str, reason: str, by: StaffMember, now: datetime
) -> Hold:
    """Nothing of ``staff``, or nothing of the kind ``model``, is erased until it is lifted."""
    hold = Hold.objects.create(staff=staff, model=model, reason=reason, placed_by=by, placed_at=now)
    record("personal.hold.placed", actor=by, obj=hold)
    return hold


@transaction.atomic
def lift_hold(hold: Hold, *, by: StaffMember, now: datetime) -> None:
    """Raises LiftedByAnother or AlreadyLifted."""
    if hold.placed_by == by:
        raise LiftedByAnother
    if not Hold.objects.in_force().filter(pk=hold.pk).update(lifted_by=by, lifted_at=now):
        raise AlreadyLifted
    record("personal.hold.lifted", actor=by, obj=hold)
