"""Asking an outside adviser: as little as the task needs, for a time, and every look recorded."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import record
from portal.consultations.deadlines import note_change
from portal.consultations.faq_writing import names_in, redacted
from portal.consultations.models import Consultation, Packet, PacketView
from portal.consultations.moving import locked
from portal.consultations.notices import adviser_is_asked, desk_is_advised
from portal.consultations.vocabulary import PRECHECK, Event
from portal.errors import DomainError
from portal.staff.models import StaffMember

# What may be shown, piece by piece. Nothing is chosen beforehand.
PIECES = {
    "work": "どの仕事で",
    "trouble": "何に困っているか",
    "wish": "どうなるとよいか",
    "precheck": "様式の見直し",
    "department": "課の名前",
    "asker": "相談した人の名前",
    "thread": "やりとり（名前と番号を伏せます）",
}


class NotForAdvisers(DomainError):
    message = "非公開の相談は、外部の助言者に見せられません。"


class NameIsHidden(DomainError):
    message = "名前を出さない相談です。「相談した人の名前」を外してください。"


class AlreadyOver(DomainError):
    message = "終了日には、今日より後の日を選んでください。"


class IsOver(DomainError):
    message = "この提供は終わっています。必要なら、新しく作ってください。"


class Scope(NamedTuple):
    """The sheet that bounds the task. Source: 都城市, narrow task, record, interpreter."""

    organisation: str
    task: str
    expected_record: str
    interpreter: str
    pieces: tuple[str, ...]
    expires_on: date


@transaction.atomic
def make_packet(
    consultation: Consultation,
    scope: Scope,
    *,
    adviser: StaffMember,
    by: StaffMember,
    now: datetime,
) -> Packet:
    """Raises NotForAdvisers, NameIsHidden, AlreadyOver; then nothing is shown."""
    row = locked(consultation)
    if row.is_confidential:
        raise NotForAdvisers
    if row.is_name_hidden and "asker" in scope.pieces:
        raise NameIsHidden
    if scope.expires_on <= timezone.localdate(now):
        raise AlreadyOver
    values = scope._asdict() | {"pieces": [code for code in PIECES if code in scope.pieces]}
    made = Packet.objects.create(
        **values, consultation=row, adviser=adviser, made_by=by, made_at=now
    )
    note_change(row, Event.PACKET, ("", made.pk), by=by, now=now)
    adviser_is_asked(made, now=now)
    record("packet.made", actor=by, obj=made, details={"pieces": made.pieces})
    return made


@transaction.atomic
def accept(packet: Packet, *, by: StaffMember, now: datetime) -> None:
    """The adviser promises to keep it to themselves. Raises IsOver."""
    row = _open(packet, now)
    if row.accepted_at is None:
        Packet.objects.filter(pk=row.pk).update(accepted_at=now)
        record("packet.accepted", actor=by, obj=row)


@transaction.atomic
def revoke(packet: Packet, *, by: StaffMember, now: datetime) -> None:
    """Nobody outside reads it from now on. Raises IsOver."""
    row = _open(packet, now)
    Packet.objects.filter(pk=row.pk).update(revoked_at=now)
    note_change(row.consultation, Event.PACKET, (row.pk, ""), by=by, now=now)
    record("packet.revoked", actor=by, obj=row)


@transaction.atomic
def advise(packet: Packet, result: str, *, by: StaffMember, now: datetime) -> None:
    """Write down what came of it. Raises IsOver."""
    row = _open(packet, now)
    Packet.objects.filter(pk=row.pk).update(result=result)
    if by.pk == row.adviser_id:
        desk_is_advised(row, now=now)
    record("packet.advised", actor=by, obj=row)


def _open(packet: Packet, now: datetime) -> Packet:
    row = Packet.objects.select_for_update().get(pk=packet.pk)
    if not row.is_open(now):
        raise IsOver
    return row


@transaction.atomic
def look(packet: Packet, *, by: StaffMember, now: datetime) -> list[tuple[str, str]]:
    """What the packet shows, (label, words); that it was looked at is kept."""
    PacketView.objects.create(packet=packet, staff=by, at=now)
    record("packet.read", actor=by, obj=packet)
    return [(PIECES[code], _words(packet.consultation, code)) for code in packet.pieces]


def _words(row: Consultation, code: str) -> str:
    if code == "precheck":
        words = "\n".join(PRECHECK[each] for each in row.precheck if each in PRECHECK)
    elif code == "department":
        words = row.department.name if row.department else ""
    elif code == "asker":
        words = row.shown_asker
    elif code == "thread":
        words = _thread(row)
    else:
        # A name may stand in the words, too, where it was not chosen.
        words = redacted(getattr(row, code), names_in(row))
    return words or "未入力"


def _thread(row: Consultation) -> str:
    names = names_in(row)
    sides = {True: "DX課", False: "相談者"}
    entries = row.entries.order_by("at", "pk").values_list("is_from_desk", "body")
    return "\n\n".join(f"{sides[is_desk]}：{redacted(body, names)}" for is_desk, body in entries)
