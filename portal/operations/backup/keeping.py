"""Making a backup: one sealed file with the database, all files and the settings without secrets.

A member of it is named ``database``, ``media/…``, ``private/…``, ``settings.json`` or, at its end,
``manifest.json``, which says what stands in it and the sha256 of every other member.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal.audit.trail import record
from portal.errors import DomainError
from portal.files.receiving import INCOMING
from portal.files.rooms import rooms
from portal.operations.backup.database import dump
from portal.operations.backup.sealing import Sealer

FORMAT = 1
ENDING = ".dxbackup"
NAME = re.compile(r"dx-portal-\d{8}-\d{6}\.dxbackup")
# Names of variables whose values are secrets, or may hold one (an address with a password).
SECRET = re.compile(r"SECRET|KEY|PASSWORD|_URL$|CERT|METADATA|CLIENT_ID")
README = Path(settings.BASE_DIR) / "README.md"


class KeyMissing(DomainError):
    message = "バックアップの鍵がありません。BACKUP_KEY か BACKUP_KEY_FILE を設定してください。"


def key() -> str:
    """The key of the settings. Raises KeyMissing: a backup is never written in the clear."""
    if not settings.BACKUP_KEY:
        raise KeyMissing
    return settings.BACKUP_KEY


def make_backup(folder: Path, *, now: datetime) -> Path:
    """Write a backup into ``folder`` and return its path. Whole, or not there at all.

    Raises KeyMissing, or what ``dump`` raises.
    """
    secret = key()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"dx-portal-{timezone.localtime(now):%Y%m%d-%H%M%S}{ENDING}"
    unfinished = target.with_suffix(".unfinished")
    try:
        with TemporaryDirectory(dir=folder) as scratch, unfinished.open("wb") as file:
            os.chmod(unfinished, 0o600)
            _write(file, secret, Path(scratch), now)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    details = {"file": target.name, "bytes": target.stat().st_size}
    record("operations.backup.made", actor=None, details=details)
    return target


def forget_old_backups(folder: Path, *, keep: int) -> list[str]:
    """Remove all but the newest ``keep`` backups; returns the names of those removed."""
    old = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))[:-keep]
    for path in old:
        path.unlink()
    return [path.name for path in old]


def newest_backup(folder: Path) -> Path | None:
    made = [path for path in folder.glob(f"*{ENDING}") if NAME.fullmatch(path.name)]
    return max(made, default=None, key=lambda path: path.name)


def _write(file, secret: str, scratch: Path, now: datetime) -> None:
    sealer = Sealer(file, secret)
    hashes = {}
    with tarfile.open(fileobj=sealer, mode="w|") as archive:
        database = scratch / "database"
        dump(database)
        # The files after the database: whatever a row names is there by now.
        with database.open("rb") as source:
            _add_file(archive, "database", source, database.stat().st_size, hashes)
        _add_rooms(archive, hashes)
        _add(archive, "settings.json", json.dumps(open_settings(), indent=2).encode(), hashes)
        manifest = {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "database": connection.vendor,
            "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
            "sha256": hashes,
        }
        _add(archive, "manifest.json", json.dumps(manifest).encode(), {})
    sealer.close()


def _add_rooms(archive: tarfile.TarFile, hashes: dict) -> None:
    for name, room in rooms().items():
        for path, _at in room.everything():
            if path.startswith(INCOMING):
                # On its way in, and still changing: no row asks for it yet.
                continue
            try:
                size, source = room.size_of(path), room.opened(path)
            except FileNotFoundError:
                # Removed since the room was read: no row of the database asks for it any more.
                continue
            with source:
                _add_file(archive, f"{name}/{path}", source, size, hashes)


def open_settings() -> dict[str, str]:
    """The variables of the README's table that are set and are no secrets."""
    names = re.findall(r"^\| `([A-Z0-9_]+)` \|", README.read_text(), re.MULTILINE)
    return {n: os.environ[n] for n in names if n in os.environ and not SECRET.search(n)}


def _add(archive: tarfile.TarFile, name: str, content: bytes, hashes: dict) -> None:
    _add_file(archive, name, io.BytesIO(content), len(content), hashes)


def _add_file(archive: tarfile.TarFile, name: str, source, size: int, hashes: dict) -> None:
    member = tarfile.TarInfo(name)
    member.size = size
    hashing = _Hashing(source)
    archive.addfile(member, hashing)
    hashes[name] = hashing.digest.hexdigest()


class _Hashing:
    """Hands on what is read, and keeps its hash: a file is read once, wherever it lies."""

    def __init__(self, source: BinaryIO):
        self.source, self.digest = source, hashlib.sha256()

    def read(self, count: int) -> bytes:
        # A bucket may give less than it was asked for; the archive takes that for an end.
        pieces = bytearray()
        while len(pieces) < count and (piece := self.source.read(count - len(pieces))):
            pieces += piece
        self.digest.update(pieces)
        return bytes(pieces)
