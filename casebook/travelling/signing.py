"""Ed25519 keys: ours lies in a file, those of others are compared by telephone."""

import base64
import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from portal.errors import DomainError

KEY_LENGTH = 32
# Forty digits hold 132 bits, and are read out in eight breaths.
DIGITS, GROUP = 40, 5


class NoKeyYet(DomainError):
    message = (
        "このポータルの署名の鍵がまだありません。サーバーの担当者に、"
        "「manage.py make_exchange_key」の実行を頼んでください。"
    )


class KeyExists(DomainError):
    message = "鍵はもうあります。作り直すと、相手にもう一度登録してもらう必要があります。"


class KeyIsNone(DomainError):
    message = "公開鍵の形が違います。相手の画面の公開鍵を、そのまま貼り付けてください。"


def make_key(*, replaces: bool = False) -> str:
    """Write a new key, for its owner alone, and give the public half. Raises KeyExists."""
    path = Path(settings.EXCHANGE_KEY_FILE)
    if path.exists() and not replaces:
        raise KeyExists
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    return _text(key)


def own_public_key() -> str | None:
    """None while nobody has made a key."""
    try:
        return _text(_own_key())
    except NoKeyYet:
        return None


def signature_of(content: bytes) -> bytes:
    """Raises NoKeyYet."""
    return base64.b64encode(_own_key().sign(content))


def is_signed(content: bytes, signature: bytes, public_key: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(_raw(public_key))
        key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError, KeyIsNone):
        return False
    return True


def fingerprint(public_key: str) -> str:
    """Forty digits in groups of five, for reading out. Raises KeyIsNone."""
    number = int.from_bytes(hashlib.sha256(_raw(public_key)).digest(), "big") % 10**DIGITS
    digits = f"{number:0{DIGITS}}"
    return " ".join(digits[start : start + GROUP] for start in range(0, DIGITS, GROUP))


def clean_key(text: str) -> str:
    """The key as it is kept, without the spaces of a mail. Raises KeyIsNone."""
    joined = "".join(text.split())
    _raw(joined)
    return joined


def _own_key() -> Ed25519PrivateKey:
    try:
        pem = Path(settings.EXCHANGE_KEY_FILE).read_bytes()
    except FileNotFoundError as error:
        raise NoKeyYet from error
    return load_pem_private_key(pem, password=None)


def _text(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def _raw(public_key: str) -> bytes:
    try:
        raw = base64.b64decode(public_key, validate=True)
    except ValueError as error:
        raise KeyIsNone from error
    if len(raw) != KEY_LENGTH:
        raise KeyIsNone
    return raw
