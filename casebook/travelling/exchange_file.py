"""The exchange file: one signed package of a municipality's cases. Its form, made and proved.

``manifest.json`` names every other file with its hash, so that one signature covers all. Nothing
here asks or writes the database.
"""

import hashlib
import json
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError

from casebook.models import validate_municipality_code
from casebook.travelling.checking import UNSAFE
from casebook.travelling.packages import packed, unpacked
from casebook.travelling.reading import CASES, MANIFEST, Arrived, read_lines
from casebook.travelling.records import FOLDER
from casebook.travelling.shape import SCHEMA_VERSION
from casebook.travelling.signing import is_signed, signature_of
from portal.tables.table import FileRefused

FORMAT = "dx-portal-casebook-exchange"
SIGNATURE = "manifest.sig"
LONGEST = 300
SCOPES = ("own", "all")
TEXTS = ["created_at", "licence", "contact", "scope", "public_key"]


class Tampered(FileRefused):
    """The file is not what was signed."""

    def __init__(self):
        super().__init__(
            "署名と中身が合いません。途中で変わったか、書きかえられたファイルです。"
            "何も読み込んでいません。送った自治体に電話で確かめ、もう一度もらってください。"
        )


class NewerSchema(FileRefused):
    """Made by a portal that knows more than this one."""


class NoExchangeFile(FileRefused):
    """Something else."""

    def __init__(self):
        super().__init__(
            "交換ファイルではありません。相手の「交換ファイルを作る」で作ったZIPを選んでください。"
        )


class Opened(NamedTuple):
    """A file whose signature holds for the key that it names. Whose key that is, says nobody."""

    manifest: dict
    contents: Arrived

    @property
    def code(self) -> str:
        return self.manifest["municipality"]["code"]

    @property
    def name(self) -> str:
        return self.manifest["municipality"]["name"]

    @property
    def created_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest["created_at"])


def make_file(members: dict[str, bytes], about: dict) -> bytes:
    """``members`` and what is said about them, signed with our key. Raises NoKeyYet."""
    manifest = {
        "format": FORMAT,
        "schema_version": SCHEMA_VERSION,
        **about,
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in members.items()
        },
    }
    text = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    return packed({MANIFEST: text, SIGNATURE: signature_of(text), **members})


def open_file(content: bytes) -> Opened:
    """Prove everything, cheapest first. Raises Tampered, NewerSchema or another FileRefused."""
    members = unpacked(content)
    if not {MANIFEST, SIGNATURE} <= set(members):
        raise NoExchangeFile
    manifest = _manifest(members[MANIFEST])
    if not is_signed(members[MANIFEST], members[SIGNATURE], manifest["public_key"]):
        raise Tampered
    rest = {name: each for name, each in members.items() if name not in (MANIFEST, SIGNATURE)}
    hashes = {name: hashlib.sha256(each).hexdigest() for name, each in rest.items()}
    if hashes != _hashes(manifest):
        raise Tampered
    if CASES not in rest:
        raise NoExchangeFile
    pictures = {name: each for name, each in rest.items() if name.startswith(FOLDER)}
    try:
        rows, problems = read_lines(rest[CASES].decode())
    except UnicodeDecodeError as error:
        raise Tampered from error
    return Opened(manifest, Arrived(rows, pictures, problems))


def _manifest(text: bytes) -> dict:
    try:
        manifest = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoExchangeFile from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise NoExchangeFile
    version = manifest.get("schema_version")
    if not isinstance(version, int):
        raise NoExchangeFile
    if version > SCHEMA_VERSION:
        raise NewerSchema(
            f"新しい版（{version}）の交換ファイルです。このポータルが読めるのは{SCHEMA_VERSION}までです。"
            "ポータルを更新するか、相手に古い版で作ってもらってください。何も読み込んでいません。"
        )
    _check_words(manifest)
    return manifest


def _check_words(manifest: dict) -> None:
    """Whatever is shown on a page or looked for in the database has its form."""
    town = manifest.get("municipality")
    if not isinstance(town, dict):
        raise NoExchangeFile
    texts = [*(manifest.get(name) for name in TEXTS), town.get("code"), town.get("name")]
    if not all(isinstance(text, str) and 0 < len(text) <= LONGEST for text in texts):
        raise NoExchangeFile
    if any(UNSAFE.search(text) or "\n" in text for text in texts):
        raise NoExchangeFile
    try:
        validate_municipality_code(town["code"])
        is_aware = datetime.fromisoformat(manifest["created_at"]).tzinfo is not None
    except (ValidationError, ValueError) as error:
        raise NoExchangeFile from error
    if not is_aware or manifest["scope"] not in SCOPES:
        raise NoExchangeFile


def _hashes(manifest: dict) -> dict:
    files = manifest.get("files")
    if not isinstance(files, dict):
        raise NoExchangeFile
    return {
        name: each.get("sha256") if isinstance(each, dict) else None for name, each in files.items()
    }
