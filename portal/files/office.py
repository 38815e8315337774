"""Word, Excel and PowerPoint files: a sound package, bounded when unpacked, without active parts.

Not covered: old binary formats (refused), and links that a formula makes when it is worked out.
"""

import re
import zipfile
import zlib
from io import BytesIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from portal.files.refusals import FileRefused

MAIN_PARTS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END_OF_PACKAGE = b"PK\x05\x06"
END_LENGTH = 22
MEMBER_LIMIT = 2000
UNPACKED_LIMIT = 100 * 1024 * 1024
RATIO_LIMIT = 100
# Small files may pack very well without being a bomb.
RATIO_COUNTS_FROM = 5 * 1024 * 1024
PIECE = 64 * 1024
ACTIVE_TYPES = ("macro", "vba", "activex", "oleobject")
ACTIVE_NAMES = ("vbaproject", "vbadata", "activex", "macrosheets")
PACKAGES_INSIDE = tuple("." + extension for extension in MAIN_PARTS)
# fmt: off
RUNNABLE = (
    ".exe", ".dll", ".com", ".scr", ".js", ".jse", ".vbs", ".vbe", ".bat", ".cmd", ".ps1", ".hta",
    ".lnk", ".msi", ".jar", ".zip", ".7z", ".rar", ".cab", ".iso", ".html", ".htm", ".mht",
    ".docm", ".xlsm", ".pptm", ".dotm", ".xltm", ".xlsb",
)
# fmt: on
# Fields and links that start another program. Source: Office Open XML, 17.16.5 and 18.14.
CALLS = re.compile(
    rb"<(?:\w+:)?(?:ddeLink|oleLink)\b"
    rb"|<(?:\w+:)?instrText[^>]*>[^<]*\bDDE"
    rb"|<(?:\w+:)?fldSimple[^>]*instr=\"[^\"]*\bDDE",
    re.IGNORECASE,
)
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
LINKS_TO_BOOKS = "/externalLinkPath"
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_office(content: bytes, extension: str) -> bytes:
    """Raises FileRefused."""
    _Package(extension, UNPACKED_LIMIT).check(content)
    return content


class _Package:
    """One package; ``budget`` is how many bytes it may still hold when unpacked."""

    def __init__(self, extension: str, budget: int, *, is_inside=False):
        self.extension = extension
        self.budget = budget
        self.is_inside = is_inside

    def check(self, content: bytes) -> None:
        _check_frame(content)
        try:
            with zipfile.ZipFile(BytesIO(content)) as package:
                self._check_list(package.infolist(), len(content))
                members = [(info.filename, self._read(package, info)) for info in package.filelist]
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise FileRefused("office_broken") from error
        except (ValueError, OSError, UnicodeDecodeError) as error:
            raise FileRefused("office_broken") from error
        types = dict(members).get("[Content_Types].xml")
        self._check_types(types)
        for name, data in members:
            self._check_member(name, data)

    def _check_list(self, infos, packed: int) -> None:
        names = [info.filename for info in infos]
        unpacked = sum(info.file_size for info in infos)
        if any(info.flag_bits & 0x1 for info in infos):
            raise FileRefused("office_encrypted")
        # Bytes before the first member would make the file something else as well.
        if not infos or min(info.header_offset for info in infos) != 0:
            raise FileRefused("content_mixed")
        if len(set(names)) != len(names) or any(_leads_out(name) for name in names):
            raise FileRefused("office_broken")
        if len(infos) > MEMBER_LIMIT or unpacked > self.budget:
            raise FileRefused("office_too_large")
        if unpacked > RATIO_COUNTS_FROM and unpacked > packed * RATIO_LIMIT:
            raise FileRefused("office_too_large")

    def _read(self, package, info) -> bytes:
        """The member, its checksum proved. What its header claims is not believed."""
        data = bytearray()
        with package.open(info) as member:
            while piece := member.read(PIECE):
                data += piece
                self.budget -= len(piece)
                if self.budget < 0:
                    raise FileRefused("office_too_large")
        return bytes(data)

    def _check_types(self, types: bytes | None) -> None:
        root = _parsed(types) if types is not None else None
        if root is None:
            raise FileRefused("content_differs", label="Officeのファイル", guess="")
        named = [each.get("ContentType", "") for each in root]
        if any(active in each.lower() for each in named for active in ACTIVE_TYPES):
            raise FileRefused("office_macro")
        if MAIN_PARTS[self.extension] not in named:
            raise FileRefused("content_differs", label=self.extension, guess="")

    def _check_member(self, name: str, data: bytes) -> None:
        lowered = name.lower()
        if any(active in lowered for active in ACTIVE_NAMES):
            raise FileRefused("office_macro")
        if lowered.endswith(PACKAGES_INSIDE):
            self._check_package_inside(lowered, data)
        elif lowered.endswith(RUNNABLE) or data.startswith((OLD_OFFICE, b"MZ", b"PK\x03\x04")):
            raise FileRefused("office_embedded")
        elif lowered.endswith((".xml", ".rels", ".vml")):
            _check_markup(lowered, data)

    def _check_package_inside(self, name: str, data: bytes) -> None:
        # The table behind a chart is a workbook of its own; one level is ordinary, two are not.
        if self.is_inside:
            raise FileRefused("office_embedded")
        inside = _Package(name.rpartition(".")[2], self.budget, is_inside=True)
        inside.check(data)
        self.budget = inside.budget


def _check_frame(content: bytes) -> None:
    if content.startswith(OLD_OFFICE):
        raise FileRefused("office_encrypted")
    if not content.startswith(b"PK\x03\x04"):
        raise FileRefused("content_differs", label="Officeのファイル", guess="")
    # A comment or bytes behind the end could carry a second file.
    if content[-END_LENGTH:][:4] != END_OF_PACKAGE:
        raise FileRefused("office_broken")


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\0" in name


def _check_markup(name: str, data: bytes) -> None:
    # In UTF-16 the same declaration has a NUL beside every letter.
    if DECLARATION.search(data.replace(b"\0", b"")):
        raise FileRefused("office_broken")
    if CALLS.search(data):
        raise FileRefused("office_external")
    if name.endswith(".rels"):
        _check_relations(data)


def _check_relations(data: bytes) -> None:
    root = _parsed(data)
    if root is None:
        raise FileRefused("office_broken")
    for relation in root.iter(RELATION):
        if relation.get("TargetMode") == "External" and not _is_harmless(relation):
            raise FileRefused("office_external")


def _is_harmless(relation) -> bool:
    """A link that one clicks, or a table that another workbook on a disk gives values to."""
    kind, target = relation.get("Type", ""), relation.get("Target", "")
    if kind.endswith("/hyperlink"):
        return not target.strip().lower().startswith(("javascript:", "vbscript:", "data:", "ms-"))
    is_remote = re.match(r"(?!file:)[a-z][a-z0-9+.-]+:|[\\/]{2}|file:[\\/]*\\\\", target, re.I)
    return kind.endswith(LINKS_TO_BOOKS) and not is_remote


def _parsed(data: bytes):
    try:
        return fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
