"""Proposing a case or a correction: keeping a draft, sending it in, taking it back."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from casebook.models import Case, Proposal
from casebook.proposal_states import State, move
from portal.audit.trail import events_at_the_end, record
from portal.errors import DomainError
from portal.files.checking import CheckedFile
from portal.files.keeping import remove, remove_files_of, store
from portal.files.models import StoredFile
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged

# What its proposer types, by kind.
TEXTS_OF = {
    Proposal.Kind.CASE: ["place", "title", "body", "heard", "source", "reason", "is_credited"],
    Proposal.Kind.CORRECTION: ["part", "body", "source", "is_credited"],
}
NEEDED = {
    Proposal.Kind.CASE: {
        "place": "どの自治体かを入力してください。",
        "title": "何をしたかを1文で入力してください。",
        "body": "内容を入力してください。",
        "source": "出典を入力してください。リンクか、資料の名前で構いません。",
    },
    Proposal.Kind.CORRECTION: {
        "part": "どこのことかを選んでください。",
        "body": "正しい内容か、分かったことを入力してください。",
        "source": "出典を入力してください。リンクか、資料の名前で構いません。",
    },
}
TITLE_LETTERS = 120


class NotComplete(DomainError):
    message = "まだ足りない項目があります。「直す」から入力してください。"


class NotEditableNow(DomainError):
    message = "確認に出した提案は直せません。直すときは、いったん取り下げてください。"


class Correction(NamedTuple):
    """What a correction is about. ``wanted`` is the fact that was asked for, with its number."""

    case: Case
    wanted: str = ""
    wanted_id: str = ""


class Words(NamedTuple):
    """What was typed: the texts, the files that come with it, and those that go."""

    texts: dict
    files: Iterable[CheckedFile] = ()
    removed: Iterable[str] = ()


def missing_of(kind: str, values: dict) -> dict[str, str]:
    """What a proposal still needs before it is sent in: field → what to do."""
    return {name: words for name, words in NEEDED[kind].items() if not values.get(name)}


@transaction.atomic
def keep_draft(
    words: Words, *, about: Correction | None = None, by: StaffMember, now: datetime
) -> Proposal:
    """Nobody else sees it until it is sent in. Raises FileRefused."""
    made = Proposal(**words.texts, proposer=by, department=by.department)
    made.kept_at = made.moved_at = now
    if about:
        made.kind, made.case = Proposal.Kind.CORRECTION, about.case
        made.wanted, made.wanted_id = about.wanted, about.wanted_id
        made.place = str(about.case.municipality or "")
        made.title = _title_of(about)
    made.save(force_insert=True)
    with events_at_the_end():
        _change_files(made, words, by, now)
        record("casebook.proposal.kept", actor=by, obj=made)
    return made


def _title_of(about: Correction) -> str:
    words = f"「{about.case.title}」の{'情報' if about.wanted_id else '訂正'}"
    return words if len(words) <= TITLE_LETTERS else f"{words[: TITLE_LETTERS - 1]}…"


@transaction.atomic
def amend(
    proposal: Proposal, words: Words, *, version: str, by: StaffMember, now: datetime
) -> None:
    """Raises ChangedMeanwhile, NotEditableNow, FileRefused."""
    row = lock_unchanged(proposal, TEXTS_OF[proposal.kind], version)
    if not row.is_editable:
        raise NotEditableNow
    Proposal.objects.filter(pk=row.pk).update(**words.texts, kept_at=now)
    with events_at_the_end():
        _change_files(row, words, by, now)
        record("casebook.proposal.kept", actor=by, obj=row)


def _change_files(proposal: Proposal, words: Words, by: StaffMember, now: datetime) -> None:
    for stored in StoredFile.objects.of(proposal).filter(pk__in=list(words.removed)):
        remove(stored, by=by)
    for each in words.files:
        store(each, by=by, owner=proposal, now=now)


def send_in(proposal: Proposal, *, by: StaffMember, now: datetime) -> None:
    """To officers and editors. Raises NotComplete, IllegalMove, AlreadyMoved."""
    texts = {name: getattr(proposal, name) for name in TEXTS_OF[proposal.kind]}
    if missing_of(proposal.kind, texts):
        raise NotComplete
    move(proposal, State.IN_REVIEW, by=by, now=now)


def withdraw(proposal: Proposal, *, by: StaffMember, now: datetime) -> None:
    """Out of the queue; it can be changed and sent in again. Raises IllegalMove, AlreadyMoved."""
    move(proposal, State.WITHDRAWN, by=by, now=now)


@transaction.atomic
def drop_draft(proposal: Proposal, *, by: StaffMember) -> None:
    """A draft that nobody else has seen goes for good. Raises NotEditableNow."""
    row = Proposal.objects.select_for_update().filter(pk=proposal.pk, state=State.DRAFT).first()
    if row is None:
        raise NotEditableNow
    with events_at_the_end():
        remove_files_of(row, by=by)
        record("casebook.proposal.dropped", actor=by, obj=row)
    row.delete()
