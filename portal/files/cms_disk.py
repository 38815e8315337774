"""Files of the CMS that no row knows: uploads that broke off between the disk and the row."""

import logging
from datetime import datetime, timedelta

from wagtail.documents import get_document_model

from portal.files.models import PortalImage, PortalRendition
from portal.files.rooms import rooms

FOLDERS = ("documents/", "original_images/", "images/")
logger = logging.getLogger(__name__)


def cms_orphans(*, now: datetime, age: timedelta) -> list[str]:
    """Paths in the media room, older than ``age``."""
    newest = (now - age).timestamp()
    # Listed first: what comes in meanwhile is then in the rows.
    found = list(rooms()["media"].everything())
    old = [path for path, at in found if at <= newest and path.startswith(FOLDERS)]
    known = _known()
    return [path for path in old if path not in known]


def delete_cms_orphans(*, now: datetime, age: timedelta) -> int:
    orphans = cms_orphans(now=now, age=age)
    for path in orphans:
        rooms()["media"].remove(path)
    if orphans:
        logger.info("swept %d orphan files of the CMS", len(orphans))
    return len(orphans)


def _known() -> set[str]:
    models = (get_document_model(), PortalImage, PortalRendition)
    return {path for model in models for path in model.objects.values_list("file", flat=True)}
