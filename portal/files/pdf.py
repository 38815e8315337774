"""PDF: a whole file, without scripts, launches or files inside.

Names are looked for in the raw bytes and in the object streams, also when written with ``#``.
Not covered: what stands in streams of encrypted files (those are refused), XFA forms, and
scripts that a faulty reader would find where the format has none.
"""

import re
import zlib

from portal.files.refusals import FileRefused

HEADER = re.compile(rb"%PDF-[12]\.\d")
NAME = re.compile(rb"/((?:[^\x00\s()<>\[\]{}/%#]|#[0-9A-Fa-f]{2}){4,40})")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
START = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF\s*\Z")
CROSS_REFERENCE = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)")
ACTIVE = {b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia"}
# Everything that the object streams of one file may hold when unpacked.
UNPACKED_LIMIT = 50 * 1024 * 1024
DICTIONARY_LENGTH = 4096
PIECE = 64 * 1024


def check_pdf(content: bytes) -> bytes:
    """Raises FileRefused."""
    if not content.startswith(b"%PDF-"):
        raise FileRefused("content_differs", label="PDF", guess="")
    _check_whole(content)
    names = _names(content)
    if b"Encrypt" in names:
        raise FileRefused("pdf_encrypted")
    if names & ACTIVE:
        raise FileRefused("pdf_active")
    for unpacked in _object_streams(content):
        if _names(unpacked) & ACTIVE:
            raise FileRefused("pdf_active")
    return content


def _check_whole(content: bytes) -> None:
    start = START.search(content[-1100:].rstrip(b"\0"))
    if not HEADER.match(content) or start is None:
        raise FileRefused("pdf_broken")
    position = int(start[1])
    if not CROSS_REFERENCE.match(content[position : position + 60]):
        raise FileRefused("pdf_broken")


def _names(content: bytes) -> set[bytes]:
    return {
        ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), name)
        for name in set(NAME.findall(content))
    }


def _object_streams(content: bytes):
    """The unpacked object streams, where newer files keep most of their objects."""
    budget = UNPACKED_LIMIT
    for stream in STREAM.finditer(content):
        before = content[max(0, stream.start() - DICTIONARY_LENGTH) : stream.start()]
        dictionary = before.rpartition(b" obj")[2]
        names = _names(dictionary)
        if b"ObjStm" not in names:
            continue
        if not _is_plainly_packed(dictionary, names):
            raise FileRefused("pdf_broken")
        unpacked = _unpacked(content, stream.end(), budget)
        budget -= len(unpacked)
        yield unpacked


def _is_plainly_packed(dictionary: bytes, names: set[bytes]) -> bool:
    # Writers use Flate alone here; any other packing would hide names from this look.
    packings = {name for name in names if name.endswith((b"Decode", b"Crypt"))}
    return packings == {b"FlateDecode"} and b"Predictor" not in names


def _unpacked(content: bytes, position: int, budget: int) -> bytes:
    stream, unpacked = zlib.decompressobj(), bytearray()
    try:
        # Piece by piece: the end of a stream is known only by unpacking it.
        while not stream.eof and position < len(content):
            piece = content[position : position + PIECE]
            unpacked += stream.decompress(piece, budget - len(unpacked))
            position += PIECE
            if stream.unconsumed_tail or len(unpacked) >= budget:
                raise FileRefused("pdf_broken")
    except zlib.error as error:
        raise FileRefused("pdf_broken") from error
    if not stream.eof:
        raise FileRefused("pdf_broken")
    return bytes(unpacked)
