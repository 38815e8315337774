"""Videos: the parts that a browser needs, from the first byte to the last, and nothing else."""

from collections.abc import Iterator

from portal.files.refusals import FileRefused

# The outermost boxes of an MP4 file (ISO/IEC 14496-12), and those that it cannot do without.
BOXES = {
    b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"udta", b"meta", b"moof", b"mfra",
    b"sidx", b"ssix", b"styp", b"pdin", b"uuid", b"emsg", b"prft",
}  # fmt: skip
NEEDED = {b"ftyp", b"moov", b"mdat"}
# The beginning of a Matroska file, and the word by which WebM calls itself (RFC 9559).
EBML, WEBM = b"\x1aE\xdf\xa3", b"webm"
HEADER, LARGE_HEADER, MOST_BOXES = 8, 16, 100_000


def check_video(content: bytes, extension: str) -> bytes:
    """Raises FileRefused. The pictures themselves are left to the browser's sandbox."""
    if extension == "webm":
        if not content.startswith(EBML) or WEBM not in content[:64]:
            raise FileRefused("content_differs", label="WebM動画", guess="")
        return content
    if content[4:8] != b"ftyp":
        raise FileRefused("content_differs", label="MP4動画", guess="")
    names = list(_boxes(content))
    if not set(names) >= NEEDED or set(names) - BOXES:
        raise FileRefused("video_broken")
    return content


def _boxes(content: bytes) -> Iterator[bytes]:
    """The names of the outermost boxes. Raises FileRefused where their lengths do not fit."""
    at = 0
    for _number in range(MOST_BOXES):
        if at == len(content):
            return
        size, header = int.from_bytes(content[at : at + 4]), HEADER
        if size == 1:
            size, header = int.from_bytes(content[at + HEADER : at + LARGE_HEADER]), LARGE_HEADER
        if size == 0:
            size = len(content) - at
        if size < header or at + size > len(content):
            break
        yield content[at + 4 : at + HEADER]
        at += size
    raise FileRefused("video_broken")
