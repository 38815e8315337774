"""A room on the disk: files below a folder that no web server shows."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone

# The group is the web server's, which hands files out by X-Accel-Redirect.
FOLDER_MODE = 0o750
FILE_MODE = 0o640
UNFINISHED = ".part"
PIECE = 256 * 1024


class DiskRoom:
    def __init__(self, root: Path):
        self.root = Path(root).resolve()

    def keep(self, path: str, content: bytes) -> None:
        """On the disk before this returns; a process killed in the middle leaves a ``.part``.

        Raises OSError when the disk is full, and then leaves nothing.
        """
        target = self.place_of(path)
        target.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        unfinished = target.with_name(target.name + UNFINISHED)
        try:
            _write_through(unfinished, content)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        unfinished.rename(target)

    def place_of(self, path: str) -> Path:
        """Raises ValueError for a path that leads out of the root."""
        place = (self.root / path).resolve()
        if not place.is_relative_to(self.root) or place == self.root:
            raise ValueError(path)
        return place

    def has(self, path: str) -> bool:
        return self.place_of(path).is_file()

    def size_of(self, path: str) -> int:
        """Raises FileNotFoundError."""
        return self.place_of(path).stat().st_size

    def opened(self, path: str) -> BinaryIO:
        """Raises FileNotFoundError."""
        return self.place_of(path).open("rb")

    def pieces(self, path: str, first: int, last: int) -> Iterator[bytes]:
        """The bytes from ``first`` to ``last``, both included."""
        with self.opened(path) as file:
            file.seek(first)
            left = last - first + 1
            while left and (piece := file.read(min(PIECE, left))):
                left -= len(piece)
                yield piece

    def remove(self, path: str) -> None:
        self.place_of(path).unlink(missing_ok=True)

    def everything(self) -> Iterator[tuple[str, float]]:
        """(path below the root, time of its last change) of every file, unfinished ones too."""
        for place in sorted(self.root.rglob("*")):
            if place.is_file() and not place.is_symlink():
                yield place.relative_to(self.root).as_posix(), place.stat().st_mtime

    def exchange(self, source: Path, *, now: datetime) -> None:
        """Hold what ``source`` holds. What was here steps aside under a name with the moment."""
        root = self.root
        if root.exists() and any(root.iterdir()):
            root.rename(root.with_name(f"{root.name}-until-{moment(now)}"))
        elif root.exists():
            root.rmdir()
        if source.exists():
            shutil.move(source, root)
        root.mkdir(parents=True, exist_ok=True)
        os.chmod(root, FOLDER_MODE)


def moment(now: datetime) -> str:
    return f"{timezone.localtime(now):%Y%m%d-%H%M%S}"


def _write_through(place: Path, content: bytes) -> None:
    with open(place, "xb") as file:
        os.fchmod(file.fileno(), FILE_MODE)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
