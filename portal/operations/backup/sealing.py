"""A stream of bytes that only the holder of the key can read, and nobody can change unnoticed.

Layout: MAGIC, 16 bytes of salt, then pieces. A piece is its length (4 bytes, highest first; the
first bit is set on the last piece) and its text under AES-256-GCM. The nonce is the number of the
piece, so that none can be moved, dropped or repeated.
"""

import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from portal.errors import DomainError

MAGIC = b"DX-PORTAL-BACKUP-1\n"
SALT_BYTES = 16
PIECE = 1024 * 1024
TAG_BYTES = 16
LAST = 1 << 31
# Source: OWASP Password Storage Cheat Sheet, scrypt N=2^17, r=8, p=1.
SCRYPT = {"n": 2**17, "r": 8, "p": 1}


class NotABackup(DomainError):
    message = "このファイルはDXポータルのバックアップではありません。ファイルを確かめてください。"


class BackupDamaged(DomainError):
    message = (
        "バックアップを開けません。鍵（BACKUP_KEY）が違うか、ファイルが壊れています。"
        "鍵を確かめ、だめなら1つ前のバックアップを使ってください。"
    )


class Sealer:
    """Writes to ``file``. What was written is whole only after ``close``."""

    def __init__(self, file: BinaryIO, key: str):
        self.file, self.number, self.waiting = file, 0, bytearray()
        salt = os.urandom(SALT_BYTES)
        self.cipher = _cipher(key, salt)
        file.write(MAGIC + salt)

    def write(self, data: bytes) -> int:
        self.waiting += data
        while len(self.waiting) > PIECE:
            self._seal(bytes(self.waiting[:PIECE]), is_last=False)
            del self.waiting[:PIECE]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self.waiting), is_last=True)
        self.waiting.clear()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        head = _head(len(piece), is_last)
        self.file.write(head + self.cipher.encrypt(_nonce(self.number), piece, head))
        self.number += 1


class Opener:
    """Reads what a Sealer wrote. Raises NotABackup at once, BackupDamaged while reading."""

    def __init__(self, file: BinaryIO, key: str):
        start = file.read(len(MAGIC) + SALT_BYTES)
        if not start.startswith(MAGIC) or len(start) < len(MAGIC) + SALT_BYTES:
            raise NotABackup
        self.file, self.number = file, 0
        self.cipher = _cipher(key, start[len(MAGIC) :])
        self.waiting, self.has_ended = bytearray(), False

    def read(self, count: int) -> bytes:
        while len(self.waiting) < count and not self.has_ended:
            self.waiting += self._open()
        data = bytes(self.waiting[:count])
        del self.waiting[:count]
        return data

    def _open(self) -> bytes:
        head = self.file.read(4)
        number = int.from_bytes(head)
        length, self.has_ended = number & ~LAST, bool(number & LAST)
        sealed = self.file.read(min(length, PIECE) + TAG_BYTES) if len(head) == 4 else b""
        try:
            piece = self.cipher.decrypt(_nonce(self.number), sealed, head)
        except (InvalidTag, ValueError) as error:
            raise BackupDamaged from error
        if self.has_ended and self.file.read(1):
            raise BackupDamaged
        self.number += 1
        return piece


def _cipher(key: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, **SCRYPT).derive(key.encode()))


def _head(length: int, is_last: bool) -> bytes:
    return (length | (LAST if is_last else 0)).to_bytes(4)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12)
