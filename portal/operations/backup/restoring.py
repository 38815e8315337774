"""Bringing a backup back: all of it is checked before anything here is touched."""

import hashlib
import json
import tarfile
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from portal.audit.trail import record
from portal.errors import DomainError
from portal.files.rooms import rooms
from portal.operations.backup.database import put_back
from portal.operations.backup.keeping import FORMAT, key
from portal.operations.backup.sealing import BackupDamaged, NotABackup, Opener
from portal.personal.anonymising import replay
from portal.staff.models import StaffMember, StaffSession


class MadeElsewhere(DomainError):
    """The backup is whole, but not for this database or this version of the portal."""

    message = "新しい版のDXポータルで作ったバックアップです。先にこちらの版を上げてください。"


class NotEmpty(DomainError):
    message = (
        "この環境には、もうデータがあります。空の環境に戻すか、"
        "今のデータを置き換えてよければ --replace を付けてください。"
    )


class Restored(NamedTuple):
    made_at: datetime
    files: int
    erased_again: int


def check(path: Path, folder: Path) -> dict:
    """Unpack the backup ``path`` into ``folder`` and return its manifest.

    Raises NotABackup, BackupDamaged, MadeElsewhere or KeyMissing.
    """
    with path.open("rb") as file:
        _unpack(Opener(file, key()), folder)
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
    except FileNotFoundError as error:
        raise NotABackup from error
    _check_version(manifest)
    there = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    there.pop("manifest.json")
    if {name: _sha256(found) for name, found in there.items()} != manifest["sha256"]:
        raise BackupDamaged
    return manifest


def restore(path: Path, *, replace: bool, now: datetime) -> Restored:
    """Make this portal what it was when the backup was made.

    Everybody must sign in again, and people erased since then are erased again. Raises what
    ``check`` raises, or NotEmpty; then nothing was touched.
    """
    if not replace and not _is_empty():
        raise NotEmpty
    beside = Path(settings.PRIVATE_ROOT).parent
    beside.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=beside, prefix="restoring-") as scratch:
        folder = Path(scratch)
        manifest = check(path, folder)
        put_back(folder / "database")
        for name, room in rooms().items():
            room.exchange(folder / name, now=now)
    call_command("migrate", verbosity=0)
    Session.objects.all().delete()
    StaffSession.objects.all().delete()
    erased = replay(now=now)
    made_at = datetime.fromisoformat(manifest["made_at"])
    record(
        "operations.backup.restored",
        actor=None,
        details={"file": path.name, "erased_again": erased},
    )
    return Restored(made_at, len(manifest["sha256"]), erased)


def _unpack(opened: Opener, folder: Path) -> None:
    try:
        with tarfile.open(fileobj=opened, mode="r|") as archive:
            archive.extractall(folder, filter="data")
        while opened.read(1024 * 1024):
            pass
    except (tarfile.TarError, EOFError) as error:
        raise BackupDamaged from error


def _check_version(manifest: dict) -> None:
    if manifest["format"] != FORMAT:
        raise MadeElsewhere
    if manifest["database"] != connection.vendor:
        raise MadeElsewhere(
            f"{manifest['database']} のバックアップです。同じ種類のデータベースに戻してください。"
        )
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    if set(map(tuple, manifest["migrations"])) - known:
        raise MadeElsewhere


def _is_empty() -> bool:
    try:
        return not StaffMember.objects.exists()
    except DatabaseError:
        return True
    finally:
        connection.close()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
