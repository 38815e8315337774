"""The private room: files below PRIVATE_ROOT, which no web server shows."""

import logging
import os
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from portal.errors import NO_ROOM
from portal.files.refusals import FileRefused

# The group is the web server's, which hands files out by X-Accel-Redirect.
FOLDER_MODE = 0o750
FILE_MODE = 0o640
UNFINISHED = ".part"
logger = logging.getLogger(__name__)


def write(content: bytes, extension: str, *, now: datetime) -> str:
    """Keep ``content`` under a new name and give its path below the root.

    On the disk before this returns; a process killed in the middle leaves a ``.part``. Raises
    FileRefused when the disk is full, and then leaves nothing.
    """
    path = f"{now:%Y/%m}/{uuid.uuid4().hex}.{extension}"
    target = place_of(path)
    target.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + UNFINISHED)
    try:
        _write_through(unfinished, content)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        if error.errno not in NO_ROOM:
            raise
        logger.error("no room for uploads: %s", error)
        raise FileRefused("no_room") from error
    unfinished.rename(target)
    return path


def _write_through(place: Path, content: bytes) -> None:
    with open(place, "xb") as file:
        os.fchmod(file.fileno(), FILE_MODE)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def place_of(path: str) -> Path:
    """Raises ValueError for a path that leads out of the root."""
    root = Path(settings.PRIVATE_ROOT).resolve()
    place = (root / path).resolve()
    if not place.is_relative_to(root) or place == root:
        raise ValueError(path)
    return place


def remove(path: str) -> None:
    place_of(path).unlink(missing_ok=True)


def everything() -> Iterator[tuple[str, float]]:
    """(path below the root, time of its last change) of every file, unfinished ones too."""
    root = Path(settings.PRIVATE_ROOT).resolve()
    for place in sorted(root.rglob("*")):
        if place.is_file():
            yield place.relative_to(root).as_posix(), place.stat().st_mtime
