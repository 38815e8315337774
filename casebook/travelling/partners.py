"""Whose files are taken here, and who may fetch ours."""

import hashlib
import secrets
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction

from casebook.models import FeedToken, Partner
from casebook.travelling.signing import clean_key, fingerprint
from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import StaffMember

TOKEN_BYTES = 32


class FingerprintDiffers(DomainError):
    message = (
        "電話で聞いた指紋と、公開鍵の指紋が違います。登録していません。"
        "公開鍵の受け取り方から、相手ともう一度確かめてください。"
    )


class AlreadySubscribed(DomainError):
    message = "この公開鍵は、もう登録されています。"


class Card(NamedTuple):
    """What another municipality says of itself."""

    code: str
    name: str
    public_key: str
    contact: str
    feed_address: str = ""
    feed_key: str = ""


@transaction.atomic
def subscribe(card: Card, *, heard: str, by: StaffMember, now: datetime) -> Partner:
    """Trust this key for this municipality from now on.

    ``heard`` is the fingerprint that was read out on the telephone. Raises KeyIsNone,
    FingerprintDiffers and AlreadySubscribed.
    """
    key = clean_key(card.public_key)
    if _digits(heard) != _digits(fingerprint(key)):
        raise FingerprintDiffers
    fields = {**card._asdict(), "public_key": key}
    try:
        with transaction.atomic():
            partner = Partner.objects.create(**fields, subscribed_by=by, subscribed_at=now)
    except IntegrityError as error:
        raise AlreadySubscribed from error
    record("casebook.partner.subscribed", actor=by, obj=partner, details={"code": card.code})
    return partner


@transaction.atomic
def end_partner(partner: Partner, *, by: StaffMember, now: datetime) -> None:
    """Their files are unknown again from now on. What was taken stays. Ended: does nothing."""
    live = Partner.objects.filter(pk=partner.pk, ended_at=None)
    if live.update(ended_at=now, ended_by=by, feed_key=""):
        record("casebook.partner.ended", actor=by, obj=partner, details={"code": partner.code})


@transaction.atomic
def make_token(holder: str, *, by: StaffMember, now: datetime) -> tuple[FeedToken, str]:
    """The token is given once; only its hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = FeedToken.objects.create(holder=holder, hash=_hash(token), made_by=by, made_at=now)
    record("casebook.feed.made", actor=by, obj=made)
    return made, token


@transaction.atomic
def revoke_token(token: FeedToken, *, by: StaffMember, now: datetime) -> None:
    """Revoked already: does nothing."""
    live = FeedToken.objects.filter(pk=token.pk, revoked_at=None)
    if live.update(revoked_at=now, revoked_by=by):
        record("casebook.feed.revoked", actor=by, obj=token)


@transaction.atomic
def use_token(header: str, *, now: datetime) -> FeedToken | None:
    """The live token of an ``Authorization`` header; None for any other."""
    scheme, _space, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    found = FeedToken.objects.filter(hash=_hash(token.strip()), revoked_at=None).first()
    if found:
        FeedToken.objects.filter(pk=found.pk).update(used_at=now)
        record("casebook.exchange.fetched", actor=None, obj=found)
    return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _digits(text: str) -> str:
    """What was typed, without spaces and in half-width figures."""
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())
