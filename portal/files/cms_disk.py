"""Files of the CMS that no row knows: uploads that broke off between the disk and the row."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from wagtail.documents import get_document_model

from portal.files.models import PortalImage, PortalRendition

FOLDERS = ("documents", "original_images", "images")
logger = logging.getLogger(__name__)


def cms_orphans(*, now: datetime, age: timedelta) -> list[str]:
    """Paths below the media folder, older than ``age``. Empty where files lie elsewhere (S3)."""
    if not isinstance(default_storage, FileSystemStorage):
        return []
    root, newest = Path(default_storage.location), (now - age).timestamp()
    # Listed first: what comes in meanwhile is then in the rows.
    found = [place for folder in FOLDERS for place in sorted((root / folder).rglob("*"))]
    old = [each for each in found if each.is_file() and each.stat().st_mtime <= newest]
    known = _known()
    return [path for each in old if (path := each.relative_to(root).as_posix()) not in known]


def delete_cms_orphans(*, now: datetime, age: timedelta) -> int:
    orphans = cms_orphans(now=now, age=age)
    for path in orphans:
        default_storage.delete(path)
    if orphans:
        logger.info("swept %d orphan files of the CMS", len(orphans))
    return len(orphans)


def _known() -> set[str]:
    models = (get_document_model(), PortalImage, PortalRendition)
    return {path for model in models for path in model.objects.values_list("file", flat=True)}
