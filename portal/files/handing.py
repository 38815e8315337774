"""Answers that carry a file: saved, never shown; kept by no cache; harmless when opened anyway."""

import logging
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

from portal.files.kinds import KINDS
from portal.files.models import StoredFile, saved_name
from portal.files.names import extension_of
from portal.files.rooms import private_room

logger = logging.getLogger(__name__)
UNKNOWN = "application/octet-stream"


def attachment(stored: StoredFile) -> HttpResponse:
    """Raises Http404 when the file is lost; ``check_files`` names it."""
    room = private_room()
    try:
        size = room.size_of(stored.path)
        if settings.PRIVATE_FILES_LOCATION:
            # The web server in front sends the bytes, and a worker is free again.
            response = HttpResponse()
            response["X-Accel-Redirect"] = f"{settings.PRIVATE_FILES_LOCATION}{quote(stored.path)}"
        else:
            response = FileResponse(room.opened(stored.path))
            response["Content-Length"] = str(size)
    except FileNotFoundError as error:
        logger.error("stored file %s is missing", stored.pk)
        raise Http404 from error
    return sealed(response, stored.name, stored.kind)


def document_attachment(document) -> HttpResponse:
    """A document of the CMS, under its title. Raises Http404."""
    try:
        with document.file.storage.open(document.file.name, "rb") as file:
            # Read whole: Wagtail takes no streaming answer from a hook, and would serve its own.
            response = HttpResponse(file.read())
    except (FileNotFoundError, ValueError) as error:
        logger.error("document %s is missing", document.pk)
        raise Http404 from error
    name = saved_name(document.title, document.file.name)
    return sealed(response, name, extension_of(document.file.name))


def sealed(response: HttpResponse, name: str, extension: str) -> HttpResponse:
    """No entity tag: a hash of the content would tell whether somebody holds the same file."""
    kind = KINDS.get(extension)
    response["Content-Type"] = kind.mime if kind else UNKNOWN
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
