"""The board of the leaders, the managers of sections, and the yearly duties."""

from datetime import date, datetime, timedelta

from django.db import transaction

from leaders.models import BoardPost, Duty, SectionManager
from portal.audit.trail import record
from portal.staff.models import Department, StaffMember


@transaction.atomic
def open_topic(title: str, text: str, *, by: StaffMember, now: datetime) -> BoardPost:
    made = BoardPost.objects.create(title=title, text=text, staff=by, at=now)
    record("leaders.board.posted", actor=by, obj=made)
    return made


@transaction.atomic
def answer_topic(topic: BoardPost, text: str, *, by: StaffMember, now: datetime) -> BoardPost:
    made = BoardPost.objects.create(topic=topic, text=text, staff=by, at=now)
    record("leaders.board.posted", actor=by, obj=made)
    return made


@transaction.atomic
def name_manager(
    department: Department, staff: StaffMember | None, *, by: StaffMember, on: date
) -> SectionManager | None:
    """``staff`` answers for DX in the section from ``on``; None: nobody does any more."""
    department = Department.objects.select_for_update().get(pk=department.pk)
    held = SectionManager.objects.filter(department=department, ends_on=None)
    if staff and held.filter(staff=staff).exists():
        return held.get()
    held.filter(starts_on=on).delete()
    held.update(ends_on=on - timedelta(days=1))
    made = None
    if staff:
        made = SectionManager.objects.create(
            department=department, staff=staff, starts_on=on, named_by=by
        )
    details = {"department": department.pk, "staff": staff.pk if staff else None}
    record("leaders.manager.named", actor=by, obj=made, details=details)
    return made


@transaction.atomic
def add_duty(month: int, text: str, *, by: StaffMember) -> Duty:
    made = Duty.objects.create(month=month, text=text)
    record("leaders.programme.changed", actor=by, obj=made, details={"fields": ["duty"]})
    return made


@transaction.atomic
def remove_duty(duty: Duty, *, by: StaffMember) -> None:
    record("leaders.programme.changed", actor=by, obj=duty, details={"fields": ["duty"]})
    duty.delete()
