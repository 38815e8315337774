"""Files of cases for tests, and a portal made empty again."""

import base64
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casebook.loading import load_cases, load_municipalities
from casebook.models import (
    ArrivedCase,
    Case,
    CaseImport,
    CaseOrigin,
    InitialCase,
    Municipality,
    Partner,
    TravelledPicture,
)
from casebook.travelling.exporting import export
from casebook.travelling.importing import apply_import, receive_file
from casebook.travelling.partners import Card, subscribe
from casebook.travelling.signing import fingerprint


def the_fifteen() -> bytes:
    """The initial cases, loaded and exported as JSON Lines."""
    load_municipalities()
    load_cases()
    return export("jsonl").content


def empty_the_casebook() -> None:
    """As a portal that has never had a case, nor a municipality."""
    for case in Case.objects.all():
        case.delete()
    for model in (ArrivedCase, CaseImport, CaseOrigin, TravelledPicture, InitialCase, Municipality):
        model.objects.all().delete()


def lines(*records: dict) -> bytes:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records).encode()


def records_in(content: bytes) -> list[dict]:
    return [json.loads(line) for line in content.decode().split("\n") if line]


def bring_in(content: bytes, *, now, by=None, name="cases.jsonl") -> CaseImport:
    """Read, compare and take."""
    came = receive_file(content, name=name, by=by, now=now)
    apply_import(came, by=by, now=now)
    return came


def a_travelled_case(*, by, now) -> CaseImport:
    """A file with one new case that waits to be taken."""
    record = {
        "schema_version": 1,
        "id": "99999999-2222-4333-8444-555555555555",
        "title": "よその事例",
        "summary": "届いた要約",
    }
    return receive_file(lines(record), name="cases.jsonl", by=by, now=now)


def another_key() -> tuple[Ed25519PrivateKey, str]:
    """A key of another municipality, and its public half as people send it."""
    key = Ed25519PrivateKey.generate()
    return key, base64.b64encode(key.public_key().public_bytes_raw()).decode()


def a_partner(public_key: str, *, by, now, code="182087", name="福井県あわら市") -> Partner:
    card = Card(code, name, public_key, "DX課 0000-00-0000")
    return subscribe(card, heard=fingerprint(public_key), by=by, now=now)


def publish_all() -> None:
    for case in Case.objects.all():
        case.get_latest_revision().publish()
