"""Taking back a reorganisation that was prepared and has not begun.

Once its day has come, people and what they wrote belong to the new order: then the opposite
reorganisation is made instead, and the past stays true.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import Department, StaffMember


class AlreadyBegun(DomainError):
    message = "始まった改正は取り消せません。名前を戻すなど、反対の改正をしてください。"


class OthersDependOnIt(DomainError):
    message = "この部署への統合や、下に置く予定があります。先にそちらを取り消してください。"


def may_be_taken_back(row: Department, today: date) -> bool:
    """Whether ``row`` begins after today, or ends after today without a row of its own after it."""
    if row.starts_on > today:
        return row.ends_on is None
    return _is_about_to_end(row, today)


@transaction.atomic
def take_back(row: Department, *, by: StaffMember, now: datetime) -> Department | None:
    """Undo what was prepared for ``row``. Returns the department that stays; None for none.

    A row that has not begun goes, and the one before it goes on. A closing or merging that has
    not come is forgotten. Raises AlreadyBegun or OthersDependOnIt.
    """
    row = Department.objects.select_for_update().get(pk=row.pk)
    today = timezone.localdate(now)
    if not may_be_taken_back(row, today):
        raise AlreadyBegun
    kept = _forget_beginning(row) if row.starts_on > today else _go_on(row)
    record("staff.department.taken_back", actor=by, obj=kept or row)
    return kept


def _is_about_to_end(row: Department, today: date) -> bool:
    if row.ends_on is None or row.ends_on < today:
        return False
    # A new name or a new place begins a row of the same code: that row is taken back instead.
    return row.successor is None or row.successor.code != row.code


def _forget_beginning(row: Department) -> Department | None:
    merging = row.predecessors.exclude(code=row.code)
    if merging.exists() or row.children.exists() or row.members.exists():
        raise OthersDependOnIt
    before = row.predecessors.filter(code=row.code).first()
    kept = _go_on(before) if before else None
    try:
        with transaction.atomic():
            Department.objects.filter(pk=row.pk).delete()
    except ProtectedError as error:
        raise OthersDependOnIt from error
    return kept


def _go_on(row: Department) -> Department:
    row.ends_on = row.successor = None
    row.save(update_fields=["ends_on", "successor"])
    return row
