"""Handing a video to the player of a page: a part at a time, to the person who may read it."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse

from portal.files import disk
from portal.files.kinds import KINDS, MEGABYTE, VIDEOS
from portal.files.models import StoredFile

# One span of bytes (RFC 9110, 14.1.2). Several at once are answered with the whole.
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
PIECE = MEGABYTE // 4


def video_answer(stored: StoredFile, asked: str) -> HttpResponse:
    """The bytes that ``asked`` (the Range header) names; 416 outside of them. Raises Http404."""
    place = disk.place_of(stored.path)
    if stored.kind not in VIDEOS or not place.is_file():
        raise Http404
    if settings.PRIVATE_FILES_LOCATION:
        # The web server in front understands the header itself.
        response = HttpResponse()
        response["X-Accel-Redirect"] = f"{settings.PRIVATE_FILES_LOCATION}{quote(stored.path)}"
    else:
        response = _part(place, asked)
    response["Accept-Ranges"] = "bytes"
    response["Content-Type"] = KINDS[stored.kind].mime
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _part(place: Path, asked: str) -> HttpResponse:
    size = place.stat().st_size
    found = RANGE.fullmatch(asked)
    if not found or not any(found.groups()):
        response = StreamingHttpResponse(_pieces(place, 0, size - 1))
        response["Content-Length"] = str(size)
        return response
    first, last = _span(*found.groups(), size)
    if first > last:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    response = StreamingHttpResponse(_pieces(place, first, last), status=206)
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte, both included; the first after the last for a span outside."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last or size), size - 1)


def _pieces(place: Path, first: int, last: int) -> Iterator[bytes]:
    with place.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
