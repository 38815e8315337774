"""Taking a file out of a thread: with a reason, and a trace that stays."""

from datetime import datetime, timedelta

from django.db import transaction

from portal.audit.trail import events_at_the_end
from portal.consultations.deadlines import note_change
from portal.consultations.models import Consultation, Entry, InternalNote, RemovedFile
from portal.consultations.moving import locked
from portal.consultations.rights import may_answer
from portal.consultations.vocabulary import Event
from portal.errors import DomainError
from portal.files.keeping import remove
from portal.files.models import StoredFile
from portal.staff.models import StaffMember

# Source: RIGHTS, "ticket attachment, delete": one's own within 15 minutes, or else the desk.
OWN_FOR = timedelta(minutes=15)


class AlreadyRemoved(DomainError):
    message = "このファイルは、すでに削除されています。画面を開き直してください。"


def consultation_of(stored: StoredFile) -> Consultation | None:
    """The consultation in whose thread a file stands; None for files of other parts."""
    owner = stored.owner
    return owner.consultation if isinstance(owner, Entry | InternalNote) else None


def may_remove(staff: StaffMember, stored: StoredFile, now: datetime) -> bool:
    consultation = consultation_of(stored)
    if consultation is None:
        return False
    is_own = stored.uploaded_by_id == staff.pk and isinstance(stored.owner, Entry)
    is_young = now - stored.uploaded_at <= OWN_FOR
    return (is_own and is_young) or may_answer(staff, consultation)


@transaction.atomic
def remove_file(stored: StoredFile, reason: str, *, by: StaffMember, now: datetime) -> None:
    """Whoever reads the thread sees that a file was there, why it went, and who took it out.

    Raises AlreadyRemoved.
    """
    row = locked(consultation_of(stored))
    if not StoredFile.objects.filter(pk=stored.pk).exists():
        raise AlreadyRemoved
    place = "entry" if isinstance(stored.owner, Entry) else "note"
    RemovedFile.objects.create(**{place: stored.owner}, reason=reason, by=by, at=now)
    with events_at_the_end():
        remove(stored, by=by)
    if place == "entry":
        note_change(row, Event.FILE, ("", "1"), by=by, now=now)
