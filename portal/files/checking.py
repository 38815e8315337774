"""Every check of an uploaded file, in one place."""

import zipfile
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

import puremagic
from django.core.files.uploadedfile import UploadedFile

from portal.files.kinds import KINDS, MEGABYTE, PICTURES, VIDEOS, Allowance, Kind
from portal.files.names import check_name, extension_of
from portal.files.office import MAIN_PARTS, check_office
from portal.files.pdf import check_pdf
from portal.files.pictures import check_picture
from portal.files.refusals import FileRefused
from portal.files.scanning import scan
from portal.files.texts import check_text
from portal.files.videos import check_video

ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
MARKUP = (b"<script", b"<html", b"<!doctype", b"<?php", b"<iframe", b"<svg ")
# Readers look for the beginning of a PDF this far into a file.
PDF_WITHIN = 1024
# Source: EICAR Anti-Virus Test File. Knowing it is no virus scan: it keeps a trial of the
# scanner from passing for a success where none is configured.
TEST_VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class CheckedFile(NamedTuple):
    """A file that passed every check. ``content`` is what is to be kept, not what was sent."""

    name: str
    kind: Kind
    content: bytes
    is_scanned: bool

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def check(upload: UploadedFile, allowance: Allowance) -> CheckedFile:
    """Look at everything, cheapest first. Raises FileRefused, and then nothing is kept."""
    check_name(upload.name or "")
    kind = _kind(upload.name, allowance)
    _check_size(upload, allowance.limit_of(kind))
    upload.seek(0)
    content = upload.read()
    _check_mixture(content, kind)
    clean = _check_content(content, kind)
    return CheckedFile(upload.name, kind, clean, is_scanned=scan(content))


def _kind(name: str, allowance: Allowance) -> Kind:
    extension = extension_of(name)
    if extension not in allowance.kinds:
        raise FileRefused("kind_unknown", kinds="、".join(allowance.kinds))
    return KINDS[extension]


def _check_size(upload: UploadedFile, limit: int) -> None:
    if not upload.size:
        raise FileRefused("empty")
    if upload.size > limit:
        size = f"{upload.size / MEGABYTE:.1f}"
        raise FileRefused("too_large", size=size, limit=limit // MEGABYTE)


def _check_content(content: bytes, kind: Kind) -> bytes:
    try:
        if kind.extension in PICTURES:
            return check_picture(content, kind.extension)
        if kind.extension in MAIN_PARTS:
            return check_office(content, kind.extension)
        if kind.extension in VIDEOS:
            return check_video(content, kind.extension)
        return check_pdf(content) if kind.extension == "pdf" else check_text(content)
    except FileRefused as refusal:
        if refusal.reason != "content_differs":
            raise
        raise FileRefused("content_differs", label=kind.label, guess=_guess(content)) from refusal


def _guess(content: bytes) -> str:
    try:
        found = puremagic.from_string(content[:4096])
    except puremagic.PureError:
        return ""
    return f"（{found.lstrip('.')} のようです）" if found else ""


def _check_mixture(content: bytes, kind: Kind) -> None:
    """One file must not be a second thing for a reader who looks for something else."""
    if content[:200].lstrip().startswith(TEST_VIRUS):
        raise FileRefused("test_virus")
    if kind.extension in MAIN_PARTS:
        is_mixed = b"%PDF-" in content[:PDF_WITHIN]
    else:
        is_mixed = _holds_a_package(content) or any(each in content for each in ARCHIVES)
    if kind.extension in PICTURES:
        lowered = content.lower()
        is_mixed = is_mixed or any(each in lowered for each in MARKUP) or b"%PDF-" in content
    if kind.extension in ("csv", "txt"):
        is_mixed = is_mixed or content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"%PDF-")
    if is_mixed:
        raise FileRefused("content_mixed")


def _holds_a_package(content: bytes) -> bool:
    # The list of a zip stands at its end, so any file can have one behind it.
    if b"PK\x05\x06" not in content[-70_000:]:
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return bool(package.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
