"""A consultation as a page shows it: its thread in order, and its history in words."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from portal.consultations.models import Consultation, Entry, InternalNote, RemovedFile
from portal.consultations.removing import OWN_FOR
from portal.consultations.vocabulary import READERS, Event, Kind, Priority, Status
from portal.files.models import StoredFile
from portal.staff.models import StaffMember

ENTRY, NOTE = "entry", "note"
WORDS = {
    Event.STATUS: dict(Status.choices),
    Event.KIND: dict(Kind.choices),
    Event.ASKED: dict(Kind.choices),
    Event.PRIORITY: dict(Priority.choices),
    Event.CONFIDENTIAL: READERS,
    Event.FILE: {"1": "1件"},
}
PEOPLE = {Event.ASSIGNEE, Event.NAMED, Event.SHARED, Event.HANDED_OVER}
MOMENTS = {Event.CLOCK, Event.AGREED_DUE}


class Item(NamedTuple):
    """One thing written. ``sort`` is ENTRY or NOTE; they never look alike."""

    sort: str
    row: Entry | InternalNote
    files: list[StoredFile]
    is_own: bool
    removed: list[RemovedFile]
    removable: frozenset


class Line(NamedTuple):
    """One line of the history in words."""

    at: datetime
    by: str
    what: str
    words: str


class Reader(NamedTuple):
    """Who looks at a thread, and as what."""

    staff: StaffMember
    with_notes: bool
    is_desk: bool
    now: datetime


def thread_of(consultation: Consultation, reader: Reader) -> list[Item]:
    """Oldest first. The notes are read only for those who may read them."""
    entries = list(consultation.entries.select_related("author").order_by("at", "pk"))
    items = _items(ENTRY, entries, reader)
    if reader.with_notes:
        notes = list(consultation.notes.select_related("author").order_by("at", "pk"))
        items += _items(NOTE, notes, reader)
    return sorted(items, key=lambda item: item.row.at)


def _items(sort: str, rows: list, reader: Reader) -> list[Item]:
    files, removed = _files_of(rows), _removed_of(sort, rows)
    return [
        Item(
            sort,
            row,
            files.get(str(row.pk), []),
            row.author_id == reader.staff.pk,
            removed.get(row.pk, []),
            _removable(sort, files.get(str(row.pk), []), reader),
        )
        for row in rows
    ]


def _removable(sort: str, files: list[StoredFile], reader: Reader) -> frozenset:
    """The files beside which the reader meets the way to take them out."""
    young = reader.now - OWN_FOR
    return frozenset(
        each.pk
        for each in files
        if reader.is_desk
        or (sort == ENTRY and each.uploaded_by_id == reader.staff.pk and each.uploaded_at >= young)
    )


def _removed_of(sort: str, rows: list) -> dict[int, list[RemovedFile]]:
    """The traces of files taken out, by the entry or note."""
    found: dict[int, list[RemovedFile]] = {}
    traces = RemovedFile.objects.filter(**{f"{sort}__in": [row.pk for row in rows]})
    for each in traces.select_related("by").order_by("at", "pk") if rows else []:
        found.setdefault(getattr(each, f"{sort}_id"), []).append(each)
    return found


def _files_of(rows: list) -> dict[str, list[StoredFile]]:
    if not rows:
        return {}
    kind = ContentType.objects.get_for_model(rows[0])
    found = StoredFile.objects.filter(owner_type=kind, owner_id__in=[str(row.pk) for row in rows])
    files: dict[str, list[StoredFile]] = {}
    for each in found.order_by("uploaded_at", "id"):
        files.setdefault(each.owner_id, []).append(each)
    return files


def history_of(consultation: Consultation) -> list[Line]:
    """Every change, oldest first, its codes in words."""
    changes = list(consultation.changes.select_related("by").order_by("at", "pk"))
    ids = {code for c in changes if c.what in PEOPLE for code in (c.old, c.new) if code}
    names = {str(p.pk): p.name for p in StaffMember.objects.filter(pk__in=ids)} if ids else {}
    return [_line(change, names) for change in changes]


def _line(change, names: dict[str, str]) -> Line:
    old, new = (_words(change.what, code, names) for code in (change.old, change.new))
    by = change.by.name if change.by else "自動"
    words = f"{old} → {new}" if old and new else new or old
    return Line(change.at, by, change.get_what_display(), words or "なし")


def _words(what: str, code: str, names: dict[str, str]) -> str:
    if not code:
        return ""
    if what in PEOPLE:
        return names.get(code, "")
    if what in MOMENTS:
        return f"{timezone.localtime(parse_datetime(code)):%-m月%-d日 %-H:%M}"
    if what in (Event.MERGED, Event.LINKED):
        return f"相談 {code}番"
    return WORDS.get(what, {}).get(code, code)
