"""The acts of an officer on a consultation, besides writing in it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import events_at_the_end, record
from portal.consultations.deadlines import note_change, refresh_clock
from portal.consultations.models import Consultation, Reading, Tag, Tick
from portal.consultations.moving import IsClosed, locked, step
from portal.consultations.notices import (
    asker_is_told_of_readers,
    officer_is_assigned,
    work_is_handed_over,
)
from portal.consultations.people import officers
from portal.consultations.vocabulary import CHECKLISTS, Event, Status
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged

FACTS = ["kind", "priority", "agreed_due_at"]


class AlreadyAssigned(DomainError):
    message = "ほかの人が先に担当を変えました。画面を開き直して、担当を確かめてください。"


class NotAnOfficer(DomainError):
    message = "担当にできるのは、いまDX課の役割がある人だけです。"


class NotNamed(DomainError):
    message = "非公開の相談です。先に「読める担当者」に加えてください。"


class AsksThemselves(DomainError):
    message = "自分の相談の担当にはなれません。ほかの担当者に頼んでください。"


class NoSuchItem(DomainError):
    message = "この種類の相談にはない確認項目です。画面を開き直してください。"


class Facts(NamedTuple):
    """What an officer sets in one form."""

    kind: str
    priority: str
    agreed_due_at: datetime | None
    tags: tuple[str, ...] = ()


def take(consultation: Consultation, *, by: StaffMember, now: datetime) -> None:
    """Take what nobody has taken. Raises AlreadyAssigned when somebody was faster."""
    assign(consultation, by, seen=None, by=by, now=now)


@transaction.atomic
def assign(
    consultation: Consultation,
    to: StaffMember,
    *,
    seen: int | None,
    by: StaffMember,
    now: datetime,
) -> None:
    """Give the work to ``to``. ``seen`` is the id of the assignee whom ``by`` saw on the page.

    Raises AlreadyAssigned when that is no longer so, IsClosed, NotAnOfficer, NotNamed or
    AsksThemselves; then nothing changes.
    """
    row = locked(consultation)
    if row.assignee_id != seen:
        raise AlreadyAssigned
    if row.status == Status.CLOSED:
        raise IsClosed
    _check_may_work_on(row, to, now)
    _give(row, to, by=by, now=now)
    officer_is_assigned(row, to=to, by=by, now=now)
    record("consultation.assigned", actor=by, obj=row, details={"to": to.pk})


def _check_may_work_on(row: Consultation, to: StaffMember, now: datetime) -> None:
    if to.pk == row.asker_id:
        raise AsksThemselves
    if not officers(timezone.localdate(now)).filter(pk=to.pk).exists():
        raise NotAnOfficer
    if row.is_confidential and not row.named.filter(pk=to.pk).exists():
        raise NotNamed


def _give(row: Consultation, to: StaffMember | None, *, by: StaffMember, now: datetime) -> None:
    note_change(row, Event.ASSIGNEE, (row.assignee_id, to.pk if to else None), by=by, now=now)
    Consultation.objects.filter(pk=row.pk).update(assignee=to, moved_at=now)
    row.assignee = to
    if row.status == Status.OPEN and to:
        step(row, Status.IN_PROGRESS, by=by, now=now)


@transaction.atomic
def assign_many(
    consultations: Iterable[Consultation], to: StaffMember, *, by: StaffMember, now: datetime
) -> list[tuple[Consultation, str]]:
    """Give several to ``to``. Returns those that could not be given, each with the reason."""
    left_out = []
    with events_at_the_end():
        for each in sorted(consultations, key=lambda row: row.pk):
            if each.assignee_id == to.pk:
                continue
            try:
                assign(each, to, seen=each.assignee_id, by=by, now=now)
            except DomainError as refusal:
                left_out.append((each, str(refusal)))
    return left_out


@transaction.atomic
def set_facts(
    consultation: Consultation, facts: Facts, *, version: str, by: StaffMember, now: datetime
) -> None:
    """Kind, priority, agreed day and tags. Raises ChangedMeanwhile when somebody was faster."""
    row = lock_unchanged(consultation, FACTS, version)
    events = {"kind": Event.KIND, "priority": Event.PRIORITY, "agreed_due_at": Event.AGREED_DUE}
    for name, event in events.items():
        old, new = getattr(row, name), getattr(facts, name)
        if old != new:
            note_change(row, event, (_code(old), _code(new)), by=by, now=now)
            setattr(row, name, new)
    Consultation.objects.filter(pk=row.pk).update(
        kind=row.kind, priority=row.priority, agreed_due_at=row.agreed_due_at, moved_at=now
    )
    _set_tags(row, facts.tags, by=by, now=now)
    refresh_clock(row, by=by, now=now)
    record("consultation.changed", actor=by, obj=row)


def _set_tags(row: Consultation, names: tuple[str, ...], *, by: StaffMember, now: datetime) -> None:
    tags = [Tag.objects.get_or_create(name=name)[0] for name in names]
    old, new = (sorted(tag.pk for tag in each) for each in (row.tags.all(), tags))
    if old != new:
        row.tags.set(tags)
        note_change(row, Event.TAGS, (len(old), len(new)), by=by, now=now)


def _code(value) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return "" if value is None else str(value)


@transaction.atomic
def tick(consultation: Consultation, items: set[str], *, by: StaffMember, now: datetime) -> None:
    """The ticked items of the checklist are exactly ``items``. Raises NoSuchItem."""
    row = locked(consultation)
    if not items <= CHECKLISTS[row.kind].keys():
        raise NoSuchItem
    old = set(row.ticks.values_list("item", flat=True))
    row.ticks.filter(item__in=old - items).delete()
    Tick.objects.bulk_create(
        Tick(consultation=row, item=item, by=by, at=now) for item in sorted(items - old)
    )
    if old != items:
        note_change(row, Event.CHECKED, (len(old), len(items)), by=by, now=now)
        record("consultation.changed", actor=by, obj=row)


@transaction.atomic
def name_officer(
    consultation: Consultation, officer: StaffMember, *, by: StaffMember, now: datetime
) -> None:
    """Let one more officer read a confidential consultation; the asker is told.

    Raises NotAnOfficer and AsksThemselves.
    """
    row = locked(consultation)
    if officer.pk == row.asker_id:
        raise AsksThemselves
    if not officers(timezone.localdate(now)).filter(pk=officer.pk).exists():
        raise NotAnOfficer
    if row.named.filter(pk=officer.pk).exists():
        return
    row.named.add(officer)
    change = note_change(row, Event.NAMED, ("", officer.pk), by=by, now=now)
    asker_is_told_of_readers(row, cause=f"named/{change.pk}", now=now)
    record("consultation.named", actor=by, obj=row, details={"officer": officer.pk})


@transaction.atomic
def hand_over(
    person: StaffMember, to: StaffMember, *, by: StaffMember | None, now: datetime
) -> int:
    """Give all open work of ``person`` to ``to``: in April, on leave, at a resignation.

    Of confidential ones ``to`` becomes a reader in place of ``person``, and the asker is told.
    Returns how many. Raises NotAnOfficer.
    """
    if not officers(timezone.localdate(now)).filter(pk=to.pk).exists():
        raise NotAnOfficer
    rows = Consultation.objects.select_for_update().unfinished().filter(assignee=person)
    rows = list(rows.exclude(asker=to).order_by("pk"))
    with events_at_the_end():
        for row in rows:
            _hand_over_one(row, person, to, now=now, by=by)
    if rows:
        cause = f"hand_over/{person.pk}/{now.isoformat()}"
        work_is_handed_over(len(rows), from_name=person.name, to=to, cause=cause, now=now)
    return len(rows)


def _hand_over_one(row, person, to, *, by: StaffMember | None, now: datetime) -> None:
    note_change(row, Event.HANDED_OVER, (person.pk, to.pk), by=by, now=now)
    Consultation.objects.filter(pk=row.pk).update(assignee=to)
    if row.is_confidential:
        row.named.remove(person)
        row.named.add(to)
        change = note_change(row, Event.NAMED, (person.pk, to.pk), by=by, now=now)
        asker_is_told_of_readers(row, cause=f"named/{change.pk}", now=now)
    record("consultation.handed_over", actor=by, obj=row, details={"to": to.pk})


def open_for_reading(
    consultation: Consultation, staff: StaffMember, *, now: datetime
) -> list[Reading]:
    """Note that ``staff`` has the page open. Returns who else opened it in the last 10 minutes."""
    Reading.objects.update_or_create(
        consultation=consultation, staff=staff, defaults={"seen_at": now}
    )
    recent = now - timedelta(minutes=10)
    others = consultation.readings.filter(seen_at__gt=recent).exclude(staff=staff)
    return list(others.select_related("staff").order_by("-seen_at"))
