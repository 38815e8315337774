"""Zip packages: the same contents always give the same bytes, and none unpacks without bounds."""

import re
import zipfile
import zlib
from io import BytesIO

from portal.tables.table import FileRefused

MEGABYTE = 1024 * 1024
# As one upload, and unpacked. Source: SAFETY D1, limits of packages.
MAX_BYTES = 40 * MEGABYTE
MAX_UNPACKED = 100 * MEGABYTE
MAX_MEMBERS = 2000
MAX_RATIO = 100
RATIO_COUNTS_FROM = 5 * MEGABYTE
PIECE = 64 * 1024
# Zip has no earlier day. A date of today would make every export another file.
NO_DAY = (1980, 1, 1, 0, 0, 0)
NAME = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9_.-]*(/[a-zA-Z0-9_][a-zA-Z0-9_.-]*)?")
BROKEN = "ZIPファイルが壊れています。もう一度書き出してもらってください。"
TOO_LARGE = "ZIPファイルを広げると大きすぎます。事例を分けて書き出してもらってください。"


def packed(contents: dict[str, bytes]) -> bytes:
    """A zip of these members, in this order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            info = zipfile.ZipInfo(name, NO_DAY)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            package.writestr(info, content)
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Every member by its name. Raises FileRefused before anything large is unpacked."""
    check_size(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_list(package.infolist(), len(content))
            return _members(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileRefused(BROKEN) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise FileRefused(BROKEN) from error


def is_workbook(content: bytes) -> bool:
    """Whether a zip is an Excel file: those are read, and bounded, by the tables."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            return "[Content_Types].xml" in package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileRefused(BROKEN) from error


def check_size(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise FileRefused(f"ファイルが{MAX_BYTES // MEGABYTE}MBを超えています。分けてください。")


def _check_list(infos: list[zipfile.ZipInfo], packed_size: int) -> None:
    names = [info.filename for info in infos]
    size = sum(info.file_size for info in infos)
    if any(info.flag_bits & 0x1 for info in infos):
        raise FileRefused("パスワード付きのZIPです。パスワードを外したものを選んでください。")
    if not infos or min(info.header_offset for info in infos) != 0:
        raise FileRefused(BROKEN)
    if len(set(names)) != len(names) or not all(NAME.fullmatch(name) for name in names):
        raise FileRefused("ZIPの中に、このポータルが知らない名前のファイルがあります。")
    if len(infos) > MAX_MEMBERS or size > MAX_UNPACKED:
        raise FileRefused(TOO_LARGE)
    if size > RATIO_COUNTS_FROM and size > packed_size * MAX_RATIO:
        raise FileRefused(TOO_LARGE)


def _members(package: zipfile.ZipFile) -> dict[str, bytes]:
    """What a header claims is not believed: bytes are counted as they come."""
    contents, budget = {}, MAX_UNPACKED
    for info in package.infolist():
        data = bytearray()
        with package.open(info) as member:
            while piece := member.read(PIECE):
                data += piece
                budget -= len(piece)
                if budget < 0:
                    raise FileRefused(TOO_LARGE)
        contents[info.filename] = bytes(data)
    return contents
