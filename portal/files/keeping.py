"""Keeping files: bringing one in, taking it out, and finding what does not fit together."""

import logging
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Count, Sum
from django.utils import timezone
from wagtail.documents import get_document_model

from portal.audit.trail import record
from portal.files.checking import CheckedFile
from portal.files.kinds import BYTES_PER_DAY, FILES_PER_DAY
from portal.files.models import PortalImage, StoredFile
from portal.files.names import extension_of
from portal.files.refusals import FileRefused
from portal.files.rooms import keep_new, private_room
from portal.staff.models import StaffMember

# Younger files may belong to a request that has not ended.
ORPHAN_AGE = timedelta(hours=24)
logger = logging.getLogger(__name__)


@transaction.atomic
def store(
    upload: CheckedFile, *, by: StaffMember, owner: models.Model, now: datetime
) -> StoredFile:
    """Keep a checked file for ``owner``, which is saved already.

    Raises FileRefused when ``by`` has brought in enough today, and then keeps nothing.
    """
    # Of one person's uploads at once each must see the other's rows.
    StaffMember.objects.select_for_update().get(pk=by.pk)
    check_quota(by, [len(upload.content)], now=now)
    stored = StoredFile(
        name=upload.name,
        kind=upload.kind.extension,
        size=len(upload.content),
        sha256=upload.sha256,
        path=keep_new(upload.content, upload.kind.extension, now=now),
        is_scanned=upload.is_scanned,
        uploaded_by=by,
        uploaded_at=now,
        owner_type=ContentType.objects.get_for_model(owner),
        owner_id=str(owner.pk),
    )
    try:
        stored.save(force_insert=True)
    except Exception:
        private_room().remove(stored.path)
        raise
    record("files.stored", actor=by, obj=stored, details={"kind": stored.kind})
    return stored


@transaction.atomic
def keep_made_file(
    content: bytes, name: str, *, by: StaffMember, owner: models.Model, now: datetime
) -> StoredFile:
    """Keep a file that the portal made itself for ``by``: not checked, and on nobody's quota."""
    extension = extension_of(name)
    stored = StoredFile(
        name=name,
        kind=extension,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        path=keep_new(content, extension, now=now),
        uploaded_by=by,
        uploaded_at=now,
        owner_type=ContentType.objects.get_for_model(owner),
        owner_id=str(owner.pk),
    )
    try:
        stored.save(force_insert=True)
    except Exception:
        private_room().remove(stored.path)
        raise
    record("files.stored", actor=None, obj=stored, details={"kind": stored.kind})
    return stored


@transaction.atomic
def remove(stored: StoredFile, *, by: StaffMember | None) -> None:
    """Take a file out; its bytes go when the transaction is through."""
    StoredFile.objects.filter(pk=stored.pk).delete()
    transaction.on_commit(partial(private_room().remove, stored.path))
    record("files.removed", actor=by, obj=stored)


def remove_files_of(owner: models.Model, *, by: StaffMember | None) -> None:
    """For verbs that delete ``owner``: its files must not outlive it."""
    for stored in StoredFile.objects.of(owner):
        remove(stored, by=by)


def check_quota(staff: StaffMember, sizes: list[int], *, now: datetime) -> None:
    """Raises FileRefused when today's files, the CMS's too, and these are too many or too large."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    own = StoredFile.objects.brought_in_by(staff, midnight)
    count, size = _count_and_size(own, "size")
    for model in (PortalImage, get_document_model()):
        rows = model.objects.filter(uploaded_by_user=staff, created_at__gte=midnight)
        more, larger = _count_and_size(rows, "file_size")
        count, size = count + more, size + larger
    if count + len(sizes) > FILES_PER_DAY or size + sum(sizes) > BYTES_PER_DAY:
        raise FileRefused("quota")


def _count_and_size(rows, column: str) -> tuple[int, int]:
    found = rows.aggregate(count=Count("pk"), size=Sum(column))
    return found["count"], found["size"] or 0


class Findings(NamedTuple):
    """What does not fit together, as paths below the private root."""

    missing: list[str]
    changed: list[str]
    orphans: list[str]

    def __bool__(self):
        return bool(self.missing or self.changed or self.orphans)


def check_files(*, now: datetime, age: timedelta = ORPHAN_AGE) -> Findings:
    """Rows without a file, files whose hash is wrong, and files older than ``age`` without a row.

    Files are listed first: one that comes in meanwhile is then in the rows.
    """
    found = dict(private_room().everything())
    rows = dict(StoredFile.objects.order_by("path").values_list("path", "sha256"))
    hashes = {path: _hash(path) for path in rows}
    missing = [path for path in rows if hashes[path] is None]
    changed = [path for path in rows if hashes[path] not in {None, rows[path]}]
    newest = (now - age).timestamp()
    orphans = [path for path, at in found.items() if path not in rows and at <= newest]
    return Findings(missing, changed, orphans)


def delete_orphans(*, now: datetime, age: timedelta = ORPHAN_AGE) -> int:
    """Delete the files without a row: uploads broken off, transactions rolled back."""
    orphans = check_files(now=now, age=age).orphans
    for path in orphans:
        private_room().remove(path)
    if orphans:
        logger.info("swept %d orphan files", len(orphans))
    return len(orphans)


def _hash(path: str) -> str | None:
    """None for a file that is missing."""
    try:
        with private_room().opened(path) as file:
            digest = sha256()
            while piece := file.read(1024 * 1024):
                digest.update(piece)
    except FileNotFoundError:
        return None
    return digest.hexdigest()
