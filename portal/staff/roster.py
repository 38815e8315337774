"""Importing the roster: checked and shown first, then applied as a whole, and undone as a whole."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import events_at_the_end, record
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.staff.roster_columns import Layout, Record, records
from portal.staff.roster_models import RosterImport, RosterLine
from portal.staff.roster_plan import Plan, Records, plan_roster
from portal.staff.roster_trail import record_lines, record_undone
from portal.staff.roster_undoing import restore
from portal.staff.roster_writing import (
    AT_ONCE,
    change_departments,
    change_people,
    make_departments,
    make_people,
)
from portal.tables.reading import read_table

KEPT_FOR_CONFIRMING = timedelta(hours=24)
# Old names and addresses are kept as long as somebody may still want to go back.
KEPT_FOR_UNDOING = timedelta(days=30)
PROBLEMS_SHOWN = 50
State, Kind, Subject = RosterImport.State, RosterLine.Kind, RosterLine.Subject


class ImportHasProblems(DomainError):
    message = "ファイルに問題があるため反映できません。直してからもう一度取り込んでください。"


class ImportExpired(DomainError):
    message = "確認の期限（24時間）を過ぎました。ファイルをもう一度取り込んでください。"


class RosterChangedSince(DomainError):
    message = "確認の画面を作ったあとに名簿が変わりました。ファイルをもう一度取り込んでください。"


class NotTheLastImport(DomainError):
    message = "取り消せるのは、最後に反映した取り込みだけです。"


class UndoTooLate(DomainError):
    message = "反映から30日を過ぎたため取り消せません。直した名簿を取り込んでください。"


def read_rows(data: bytes | None, layout: Layout, *, form: str = "auto") -> list[Record] | None:
    """The rows of one file; None for none. Raises FileRefused when it cannot be read at all."""
    if data is None:
        return None
    return records(read_table(data, sheet=layout.sheet, form=form), layout)


def hash_of_files(*contents: bytes | None) -> str:
    """SHA-256 over the files that were sent; which of the two each was counts."""
    parts = [hashlib.sha256(content).digest() if content else b"-" for content in contents]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def stage_import(
    rows: Records,
    *,
    names: list[str],
    file_hash: str,
    is_complete: bool,
    by: StaffMember | None,
    now: datetime,
) -> RosterImport:
    """Check the rows and keep the differences for 24 hours, for somebody to confirm.

    The same file sent again by the same person leads to the same import.
    """
    forget_imports(now=now)
    plan = plan_roster(rows, is_complete=is_complete, on=timezone.localdate(now), by=by)
    waiting = RosterImport.objects.filter(
        state=State.READY,
        made_by=by,
        file_hash=file_hash,
        is_complete=is_complete,
        fingerprint=plan.fingerprint(),
    ).first()
    if waiting and not plan.problems:
        return waiting
    return _keep(
        plan, rows, names=names, file_hash=file_hash, is_complete=is_complete, by=by, now=now
    )


@transaction.atomic
def apply_import(roster_import: RosterImport, *, by: StaffMember | None, now: datetime) -> None:
    """Write all differences or none. Applied already: does nothing.

    Raises ImportHasProblems, ImportExpired or RosterChangedSince, and then changes nothing.
    """
    # Whoever applies locks all that wait: of two imports at once the second sees the first.
    waiting = list(
        RosterImport.objects.select_for_update().filter(state=State.READY).order_by("pk")
    )
    roster_import.refresh_from_db()
    if roster_import.state in (State.APPLIED, State.UNDONE):
        return
    if roster_import not in waiting:
        raise ImportHasProblems
    if roster_import.expires_at <= now:
        raise ImportExpired
    plan = plan_roster(
        _kept_records(roster_import),
        is_complete=roster_import.is_complete,
        on=timezone.localdate(now),
        by=by,
    )
    if plan.problems or plan.fingerprint() != roster_import.fingerprint:
        raise RosterChangedSince
    with events_at_the_end():
        _write(plan)
        RosterImport.objects.filter(pk=roster_import.pk).update(
            state=State.APPLIED, applied_by=by, applied_at=now, records={}
        )
        record_lines(plan.lines, by=by, roster_import=roster_import)
        details = {**plan.counts(), "hash": roster_import.file_hash}
        record("staff.roster.applied", actor=by, obj=roster_import, details=details)
    roster_import.refresh_from_db()


@transaction.atomic
def undo_import(roster_import: RosterImport, *, by: StaffMember, now: datetime) -> None:
    """Bring back what the last import changed. Undone already: does nothing.

    People it made are deactivated, departments it made are deleted. Raises NotTheLastImport,
    UndoTooLate or TouchedSince, and then changes nothing.
    """
    applied = RosterImport.objects.select_for_update().exclude(applied_at=None)
    last = list(applied.order_by("applied_at", "pk"))
    roster_import.refresh_from_db()
    if roster_import.state == State.UNDONE:
        return
    still_applied = [each for each in last if each.state == State.APPLIED]
    if not still_applied or still_applied[-1] != roster_import:
        raise NotTheLastImport
    if roster_import.applied_at + KEPT_FOR_UNDOING <= now:
        raise UndoTooLate
    lines = list(roster_import.lines.order_by("pk"))
    restore(lines, on=timezone.localdate(now))
    RosterImport.objects.filter(pk=roster_import.pk).update(
        state=State.UNDONE, undone_by=by, undone_at=now
    )
    with events_at_the_end():
        record_undone(lines, by=by, roster_import=roster_import)
        record("staff.roster.undone", actor=by, obj=roster_import)
    roster_import.refresh_from_db()


def last_applied() -> RosterImport | None:
    """The import that may be undone."""
    applied = RosterImport.objects.filter(state=State.APPLIED)
    return applied.order_by("-applied_at", "-pk").first()


@transaction.atomic
def forget_imports(*, now: datetime) -> None:
    """Erase what nobody confirmed in time, and old values that nobody may go back to."""
    unused = RosterImport.objects.filter(state__in=[State.READY, State.REFUSED])
    unused.filter(expires_at__lte=now).delete()
    RosterLine.objects.filter(roster_import__applied_at__lte=now - KEPT_FOR_UNDOING).delete()


@transaction.atomic
def _keep(plan: Plan, rows: Records, *, by: StaffMember | None, now: datetime, **fields):
    names = fields.pop("names")
    roster_import = RosterImport.objects.create(
        state=State.REFUSED if plan.problems else State.READY,
        file_names=names,
        records={} if plan.problems else rows._asdict(),
        problems=plan.problems[:PROBLEMS_SHOWN],
        problem_count=len(plan.problems),
        counts=plan.counts(),
        fingerprint=plan.fingerprint(),
        made_by=by,
        made_at=now,
        expires_at=now + KEPT_FOR_CONFIRMING,
        **fields,
    )
    RosterLine.objects.bulk_create(
        [RosterLine(roster_import=roster_import, **line._asdict()) for line in plan.lines],
        batch_size=AT_ONCE,
    )
    record(
        "staff.roster.checked", actor=by, obj=roster_import, details={"hash": fields["file_hash"]}
    )
    return roster_import


def _kept_records(roster_import: RosterImport) -> Records:
    kept = roster_import.records
    return Records(
        *(
            None if kept[name] is None else [Record(row, texts) for row, texts in kept[name]]
            for name in Records._fields
        )
    )


def _write(plan: Plan) -> None:
    def lines(subject, *, new):
        return {
            line.key: line.after
            for line in plan.lines
            if line.subject == subject and (line.kind == Kind.NEW) == new
        }

    new_departments = lines(Subject.DEPARTMENT, new=True)
    make_departments(new_departments)
    change_departments({**new_departments, **lines(Subject.DEPARTMENT, new=False)})
    change_people(lines(Subject.PERSON, new=False))
    make_people(lines(Subject.PERSON, new=True))
