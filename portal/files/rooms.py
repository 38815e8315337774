"""The rooms for files: ``private`` for attachments, ``media`` for what the CMS shows to staff.

Folders of this machine or, where S3_BUCKET is set, parts of a bucket that all machines share.
"""

import logging
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from portal.errors import NO_ROOM, FilesAway
from portal.files.disk import DiskRoom
from portal.files.refusals import FileRefused

if TYPE_CHECKING:
    from portal.files.bucket import BucketRoom

# By name: its packages are there only where they are used.
BUCKET_ROOM = "portal.files.bucket.BucketRoom"
logger = logging.getLogger(__name__)


def rooms() -> "dict[str, DiskRoom | BucketRoom]":
    """By their names, which are also those in a backup."""
    if settings.S3_BUCKET:
        return {name: import_string(BUCKET_ROOM)(name) for name in ("media", "private")}
    return {"media": DiskRoom(settings.MEDIA_ROOT), "private": DiskRoom(settings.PRIVATE_ROOT)}


def private_room() -> "DiskRoom | BucketRoom":
    return rooms()["private"]


def keep_new(content: bytes, extension: str, *, now: datetime) -> str:
    """Keep ``content`` in the private room under a new name; gives its path there.

    Raises FileRefused when there is no room for it, and then leaves nothing.
    """
    path = f"{now:%Y/%m}/{uuid.uuid4().hex}.{extension}"
    try:
        private_room().keep(path, content)
    except FilesAway as error:
        logger.error("no answer from the bucket: %s", error)
        raise FileRefused("files_away") from error
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        logger.error("no room for uploads: %s", error)
        raise FileRefused("no_room") from error
    return path
