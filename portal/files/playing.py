"""Handing a video to the player of a page: a part at a time, to the person who may read it."""

import re
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse

from portal.files.kinds import KINDS, VIDEOS
from portal.files.models import StoredFile
from portal.files.rooms import private_room

# One span of bytes (RFC 9110, 14.1.2). Several at once are answered with the whole.
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def video_answer(stored: StoredFile, asked: str) -> HttpResponse:
    """The bytes that ``asked`` (the Range header) names; 416 outside of them. Raises Http404."""
    if stored.kind not in VIDEOS:
        raise Http404
    try:
        size = private_room().size_of(stored.path)
    except FileNotFoundError as error:
        raise Http404 from error
    if settings.PRIVATE_FILES_LOCATION:
        # The web server in front understands the header itself.
        response = HttpResponse()
        response["X-Accel-Redirect"] = f"{settings.PRIVATE_FILES_LOCATION}{quote(stored.path)}"
    else:
        response = _part(stored.path, size, asked)
    response["Accept-Ranges"] = "bytes"
    response["Content-Type"] = KINDS[stored.kind].mime
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _part(path: str, size: int, asked: str) -> HttpResponse:
    pieces = private_room().pieces
    found = RANGE.fullmatch(asked)
    if not found or not any(found.groups()):
        response = StreamingHttpResponse(pieces(path, 0, size - 1))
        response["Content-Length"] = str(size)
        return response
    first, last = _span(*found.groups(), size)
    if first > last:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    response = StreamingHttpResponse(pieces(path, first, last), status=206)
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte, both included; the first after the last for a span outside."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last or size), size - 1)
