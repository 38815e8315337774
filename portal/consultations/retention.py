"""What happens when the time of a consultation is over: its words go, its counts stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from portal.audit.trail import events_at_the_end, record
from portal.consultations.models import Consultation, Entry, InternalNote, RemovedFile
from portal.files.keeping import remove_files_of
from portal.staff.models import StaffMember

ERASED = "（保存期間を過ぎたため消去しました）"


@transaction.atomic
def erase_words(rows: QuerySet[Consultation], *, by: StaffMember | None, now: datetime) -> int:
    """Empty the texts of these consultations, with entries, notes and files. Returns how many.

    Kind, section, moments and rating stay for the figures; the history holds codes alone.
    """
    found = list(Consultation.objects.select_for_update().filter(pk__in=rows.values("pk")))
    with events_at_the_end():
        for row in found:
            _erase(row, by, now)
            record("consultation.erased", actor=by, obj=row)
    return len(found)


def _erase(row: Consultation, by: StaffMember | None, now: datetime) -> None:
    for owner in [*row.entries.all(), *row.notes.all()]:
        remove_files_of(owner, by=by)
    Entry.objects.filter(consultation=row).update(body=ERASED)
    InternalNote.objects.filter(consultation=row).delete()
    RemovedFile.objects.filter(entry__consultation=row).delete()
    row.readings.all().delete()
    row.subject = row.trouble = row.work = ERASED
    row.wish = row.rating_words = row.case_title = row.case_reference = ""
    row.precheck, row.erased_at = [], now
    row.save()
