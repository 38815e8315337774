"""One's own data to take away: asked for, made by a job, there for a day, for oneself alone."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from portal.audit.trail import record
from portal.errors import DomainError
from portal.files.keeping import keep_made_file, remove_files_of
from portal.files.models import StoredFile
from portal.personal.gathering import package_of
from portal.personal.models import OwnDataExport
from portal.personal.notices import own_data_ready
from portal.staff.models import StaffMember

# Source: RIGHTS, "export file: by its maker only, for 24 h, no-store, logged".
TAKEN_WITHIN = timedelta(hours=24)
RECORD_KEPT = timedelta(days=90)
State = OwnDataExport.State


class AlreadyAsked(DomainError):
    message = "いま用意しています。用意できたら、お知らせします。"


@transaction.atomic
def ask_for_own_data(staff: StaffMember, *, now: datetime) -> OwnDataExport:
    """Raises AlreadyAsked while one is being made."""
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    if OwnDataExport.objects.filter(staff=staff, state=State.WAITING).exists():
        raise AlreadyAsked
    export = OwnDataExport.objects.create(staff=staff, state=State.WAITING, asked_at=now)
    record("personal.export.asked", actor=staff, obj=export)
    transaction.on_commit(partial(make_package.enqueue, export.pk))
    return export


@task()
def make_package(pk: int) -> None:
    """Safe to run twice: what was made already is left as it is."""
    export = OwnDataExport.objects.select_related("staff").get(pk=pk)
    if export.state == State.WAITING:
        finish_export(export, now=timezone.now())


@transaction.atomic
def finish_export(export: OwnDataExport, *, now: datetime) -> None:
    """Make the file and tell the person that it is there."""
    waiting = OwnDataExport.objects.select_for_update().filter(pk=export.pk, state=State.WAITING)
    if not waiting.exists():
        return
    content = package_of(export.staff, now=now)
    name = f"own-data-{timezone.localdate(now):%Y%m%d}.zip"
    keep_made_file(content, name, owner=export, by=export.staff, now=now)
    expires_at = now + TAKEN_WITHIN
    waiting.update(state=State.READY, ready_at=now, expires_at=expires_at)
    own_data_ready(export, until=expires_at, now=now)
    record("personal.export.made", actor=None, obj=export, details={"bytes": len(content)})


@transaction.atomic
def forget_exports(now: datetime) -> int:
    """Take away the files whose day is over, and the records of long ago. Returns how many."""
    over = OwnDataExport.objects.select_for_update().filter(state=State.READY, expires_at__lte=now)
    expired = list(over)
    for export in expired:
        remove_files_of(export, by=None)
    over.update(state=State.EXPIRED)
    OwnDataExport.objects.filter(state=State.EXPIRED, asked_at__lt=now - RECORD_KEPT).delete()
    return len(expired)


def file_of(export: OwnDataExport) -> StoredFile | None:
    return StoredFile.objects.of(export).first()


def may_take(staff: StaffMember, export: OwnDataExport) -> bool:
    """By its maker only, for a day. Source: RIGHTS, "export file: download"."""
    return export.staff_id == staff.pk and export.may_be_taken(timezone.now())
