"""Writing in a consultation: the asker's side, the desk's answers, and the desk's own notes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from portal.audit.trail import events_at_the_end, record
from portal.consultations.deadlines import note_change, refresh_clock
from portal.consultations.models import Consultation, Entry, InternalNote, NoteVersion
from portal.consultations.moving import (
    IsClosed,
    IsMerged,
    NotFinished,
    going_on,
    locked,
    record_move,
    step,
)
from portal.consultations.notices import asker_is_answered, desk_is_written_to
from portal.consultations.vocabulary import Event, Status
from portal.errors import DomainError
from portal.files.checking import CheckedFile
from portal.files.keeping import store
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged


class NotYourNote(DomainError):
    message = "内部メモを直せるのは、書いた人だけです。新しいメモを書いてください。"


class NotYourConsultation(DomainError):
    message = "評価できるのは、相談した人だけです。"


@transaction.atomic
def add(
    consultation: Consultation,
    body: str,
    *,
    by: StaffMember,
    files: Iterable[CheckedFile] = (),
    now: datetime,
) -> Entry:
    """Write from the asker's side. What waited for the asker goes on.

    Raises IsMerged, IsClosed and FileRefused.
    """
    row = _writable(consultation)
    old = row.status
    entry = _write(row, body, by=by, is_from_desk=False, now=now)
    if row.status == Status.WAITING:
        step(row, going_on(row), by=by, now=now)
    desk_is_written_to(entry, now=now)
    with events_at_the_end():
        _keep(entry, files, now)
        _record_with_move(entry, row, old)
    return entry


@transaction.atomic
def reply(
    consultation: Consultation,
    body: str,
    *,
    by: StaffMember,
    then: Status,
    files: Iterable[CheckedFile] = (),
    now: datetime,
) -> Entry:
    """Answer the asker, and go on with the status ``then``. Who answers first has taken it.

    The first answer is set once and never cleared. Raises IsMerged, IsClosed, FileRefused.
    """
    row = _writable(consultation)
    old = row.status
    _set_first_answer(row, by, now)
    entry = _write(row, body, by=by, is_from_desk=True, now=now)
    if then != row.status:
        step(row, then, by=by, now=now)
    else:
        refresh_clock(row, by=by, now=now)
    asker_is_answered(entry, now=now)
    with events_at_the_end():
        _keep(entry, files, now)
        _record_with_move(entry, row, old)
    return entry


def _set_first_answer(row: Consultation, by: StaffMember, now: datetime) -> None:
    values = {}
    if row.first_answered_at is None:
        values["first_answered_at"] = row.first_answered_at = now
    if row.assignee_id is None:
        values["assignee"] = row.assignee = by
        note_change(row, Event.ASSIGNEE, ("", by.pk), by=by, now=now)
    if values:
        Consultation.objects.filter(pk=row.pk).update(**values)


@transaction.atomic
def reopen(consultation: Consultation, body: str, *, by: StaffMember, now: datetime) -> Entry:
    """What was answered or closed did not help yet. Raises IsMerged, NotFinished."""
    row = locked(consultation)
    old = row.status
    if row.merged_into_id:
        raise IsMerged
    if not row.is_finished:
        raise NotFinished
    step(row, going_on(row), by=by, now=now)
    is_from_desk = by.pk != row.asker_id
    entry = _write(row, body, by=by, is_from_desk=is_from_desk, now=now)
    (asker_is_answered if is_from_desk else desk_is_written_to)(entry, now=now)
    record_move(row, old, by=by)
    return entry


@transaction.atomic
def take_note(
    consultation: Consultation,
    body: str,
    *,
    by: StaffMember,
    files: Iterable[CheckedFile] = (),
    now: datetime,
) -> InternalNote:
    """Write for the desk alone. Nobody is told, no clock changes."""
    note = InternalNote.objects.create(consultation=consultation, author=by, body=body, at=now)
    with events_at_the_end():
        _keep(note, files, now)
        record("consultation.noted", actor=by, obj=note)
    return note


@transaction.atomic
def correct_note(
    note: InternalNote, body: str, *, by: StaffMember, version: str, now: datetime
) -> None:
    """Correct one's own note; how it read before is kept.

    Raises NotYourNote and ChangedMeanwhile.
    """
    if note.author_id != by.pk:
        raise NotYourNote
    row = lock_unchanged(note, ["body"], version)
    NoteVersion.objects.create(note=row, body=row.body, until=now)
    InternalNote.objects.filter(pk=row.pk).update(body=body, edited_at=now)
    record("consultation.note_changed", actor=by, obj=row)


@transaction.atomic
def rate(
    consultation: Consultation, steps: int, words: str, *, by: StaffMember, now: datetime
) -> None:
    """From 1 (not satisfied) to 5. May be changed. Raises NotYourConsultation, NotFinished."""
    row = locked(consultation)
    if row.asker_id != by.pk:
        raise NotYourConsultation
    if not row.is_finished:
        raise NotFinished
    values = {"rating": steps, "rating_words": words, "rated_at": now}
    Consultation.objects.filter(pk=row.pk).update(**values)
    note_change(row, Event.RATED, (row.rating, steps), by=by, now=now)
    record("consultation.rated", actor=by, obj=row)


def _writable(consultation: Consultation) -> Consultation:
    row = locked(consultation)
    if row.merged_into_id:
        raise IsMerged
    if row.status == Status.CLOSED:
        raise IsClosed
    return row


def _write(row, body: str, *, by: StaffMember, is_from_desk: bool, now: datetime) -> Entry:
    Consultation.objects.filter(pk=row.pk).update(moved_at=now)
    return Entry.objects.create(
        consultation=row, author=by, body=body, is_from_desk=is_from_desk, at=now
    )


def _keep(owner: Entry | InternalNote, files: Iterable[CheckedFile], now: datetime) -> None:
    for each in files:
        store(each, by=owner.author, owner=owner, now=now)


def _record_with_move(entry: Entry, row: Consultation, old: str) -> None:
    record("consultation.written", actor=entry.author, obj=entry)
    if row.status != old:
        record_move(row, old, by=entry.author)
