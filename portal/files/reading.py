"""Reading the words of files for the search: a job, one file at a time, each within limits."""

import logging
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from wagtail.documents import get_document_model

from portal.files.models import FileWords, StoredFile
from portal.files.names import extension_of
from portal.files.rooms import private_room
from portal.files.words import SECONDS

READABLE = ("pdf", "docx", "xlsx", "pptx", "txt", "csv")
# Wall-clock time also counts waiting for the disk; processor time is limited by the reader itself.
PATIENCE_SECONDS = 2 * SECONDS
FILES_AT_ONCE = 20
ROOT = Path(__file__).resolve().parents[2]
logger = logging.getLogger(__name__)
_owners: set[str] = set()


def reads_files_of(model_label: str) -> None:
    """Say that the search may find the files of this model. Files of others are never opened."""
    _owners.add(model_label.lower())


def unread_files() -> QuerySet[StoredFile]:
    """Files that nobody has read yet, of owners whose files may be found."""
    apart = [label.split(".") for label in sorted(_owners)]
    types = [ContentType.objects.get_by_natural_key(app, name).pk for app, name in apart]
    return StoredFile.objects.filter(owner_type__in=types, kind__in=READABLE, words=None)


def unread_documents() -> QuerySet:
    """Documents of the CMS that are new, or whose file was exchanged."""
    never_read = Q(words=None)
    exchanged = ~Q(words__digest=F("file_hash"))
    return get_document_model().objects.filter(never_read | exchanged)


def has_unread_files(_now: datetime) -> bool:
    return unread_files().exists() or unread_documents().exists()


def read_files(now: datetime) -> list[int]:
    """Read up to 20 of each. Returns the numbers of the FileWords written; a file that cannot be
    read is kept as one without words, so that it is not tried again."""
    read = [
        _read_stored(stored, now)
        for stored in unread_files().order_by("uploaded_at")[:FILES_AT_ONCE]
    ]
    documents = unread_documents().order_by("pk")[:FILES_AT_ONCE]
    return read + [_read_document(document, now) for document in documents]


def _read_stored(stored: StoredFile, now: datetime) -> int:
    try:
        with private_room().opened(stored.path) as file:
            content = file.read()
    except FileNotFoundError:
        content = b""
    made = FileWords.objects.create(
        stored=stored, words=_words(content, stored.kind), digest=stored.sha256, read_at=now
    )
    return made.pk


def _read_document(document, now: datetime) -> int:
    try:
        with document.file.storage.open(document.file.name, "rb") as file:
            content = file.read()
    except (FileNotFoundError, ValueError):
        content = b""
    if not document.file_hash:
        # Documents that came before Wagtail kept hashes get theirs now, or would be read for ever.
        document._set_document_file_metadata()
        type(document).objects.filter(pk=document.pk).update(file_hash=document.file_hash)
    kind = extension_of(document.file.name)
    values = {"words": _words(content, kind), "digest": document.file_hash, "read_at": now}
    made, _is_new = FileWords.objects.update_or_create(document=document, defaults=values)
    return made.pk


def _words(content: bytes, kind: str) -> str:
    if not content or kind not in READABLE:
        return ""
    command = [sys.executable, "-m", "portal.files.words", kind]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            command,
            input=content,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            cwd=ROOT,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        logger.warning("the words of a %s could not be read: %s", kind, type(error).__name__)
        return ""
    return done.stdout.decode()
