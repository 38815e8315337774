"""From an answer to a FAQ that others read: without names, and with a second reader."""

import re
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import record
from portal.consultations.deadlines import note_change
from portal.consultations.models import Consultation, Faq, FaqOpinion
from portal.consultations.notices import second_reader_is_asked, writer_is_told
from portal.consultations.vocabulary import Event
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged

State = Faq.State
NEXT = {
    State.DRAFT: {State.IN_REVIEW, State.WITHDRAWN},
    State.IN_REVIEW: {State.DRAFT, State.PUBLISHED, State.WITHDRAWN},
    State.PUBLISHED: {State.DRAFT, State.WITHDRAWN},
    State.WITHDRAWN: {State.DRAFT},
}
TEXTS = ["question", "answer", "category"]
MASK = "【伏せました】"
# Mail addresses, telephone and other numbers of four digits and more.
TELLING = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+|\d[\d-]{3,}\d|[０-９][０-９－ー]{3,}[０-９]")


class IllegalMove(DomainError):
    message = "このFAQは、その状態にはできません。画面を開き直してください。"


class AlreadyMoved(DomainError):
    message = "ほかの人が先に状態を変えました。画面を開き直してください。"


class NeedsSecondReader(DomainError):
    message = "自分の書いたFAQは公開できません。ほかの担当者に確かめてもらってください。"


def suggested_texts(consultation: Consultation) -> dict[str, str]:
    """Question and answer to begin with, names masked; notes are never looked at.

    A confidential consultation gives nothing: its FAQ is written anew.
    """
    if consultation.is_confidential:
        return {"question": "", "answer": "", "category": consultation.kind}
    last = consultation.entries.filter(is_from_desk=True).order_by("-at", "-pk").first()
    names = names_in(consultation)
    return {
        "question": redacted(consultation.trouble, names)[:120],
        "answer": redacted(last.body, names) if last else "",
        "category": consultation.kind,
    }


def redacted(text: str, names: list[str]) -> str:
    """``text`` with names, numbers and addresses masked. A person still reads it over."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, MASK)
    return TELLING.sub(MASK, text)


def names_in(consultation: Consultation) -> list[str]:
    """Names, parts of names, user names and the section of everybody in the thread."""
    people = {
        consultation.asker,
        *(e.author for e in consultation.entries.select_related("author")),
    }
    names = [part for person in people for part in (person.name, *person.name.split())]
    department = consultation.department.name if consultation.department else ""
    return [*names, department, *(person.username for person in people)]


@transaction.atomic
def draft(
    texts: dict[str, str], *, source: Consultation | None, by: StaffMember, now: datetime
) -> Faq:
    """Begin a FAQ, from a consultation or from nothing."""
    made = Faq.objects.create(**texts, source=source, written_by=by, written_at=now)
    if source:
        note_change(source, Event.FAQ, ("", made.pk), by=by, now=now)
    record("faq.drafted", actor=by, obj=made)
    return made


@transaction.atomic
def amend(faq: Faq, texts: dict[str, str], *, version: str, by: StaffMember, now: datetime) -> None:
    """Change the words: who did so is the writer now, and a second reader is needed again.

    Raises ChangedMeanwhile.
    """
    row = lock_unchanged(faq, TEXTS, version)
    for name, value in texts.items():
        setattr(row, name, value)
    row.state, row.written_by, row.written_at, row.reviewed_by = State.DRAFT, by, now, None
    row.save()
    record("faq.drafted", actor=by, obj=row)


def ask_second_reader(faq: Faq, *, by: StaffMember, now: datetime) -> None:
    """Raises IllegalMove, AlreadyMoved."""
    _move(faq, State.IN_REVIEW, by=by, now=now)


def publish(faq: Faq, *, by: StaffMember, now: datetime) -> None:
    """Raises NeedsSecondReader, IllegalMove, AlreadyMoved."""
    if faq.written_by_id == by.pk:
        raise NeedsSecondReader
    _move(faq, State.PUBLISHED, by=by, now=now)


def give_back(faq: Faq, *, by: StaffMember, now: datetime) -> None:
    """Back to the writer, or out of retirement. Raises IllegalMove, AlreadyMoved."""
    _move(faq, State.DRAFT, by=by, now=now)


def withdraw(faq: Faq, *, by: StaffMember, now: datetime) -> None:
    """Raises IllegalMove, AlreadyMoved."""
    _move(faq, State.WITHDRAWN, by=by, now=now)


MOVES = {
    State.IN_REVIEW: ask_second_reader,
    State.PUBLISHED: publish,
    State.DRAFT: give_back,
    State.WITHDRAWN: withdraw,
}


@transaction.atomic
def _move(faq: Faq, to: str, *, by: StaffMember, now: datetime) -> None:
    row = Faq.objects.select_for_update().get(pk=faq.pk)
    if row.state != faq.state:
        raise AlreadyMoved
    if to not in NEXT[State(row.state)]:
        raise IllegalMove
    old, row.state = row.state, to
    if to == State.PUBLISHED:
        row.reviewed_by, row.checked_on = by, timezone.localdate(now)
        row.published_at = row.published_at or now
    row.save()
    if to == State.IN_REVIEW:
        second_reader_is_asked(row, now=now)
    elif by.pk != row.written_by_id:
        writer_is_told(row, now=now)
    record("faq.moved", actor=by, obj=row, details={"from": str(old), "to": str(to)})


@transaction.atomic
def confirm_fresh(faq: Faq, *, by: StaffMember, now: datetime) -> None:
    """Say that the answer still holds today."""
    Faq.objects.filter(pk=faq.pk).update(checked_on=timezone.localdate(now))
    record("faq.checked", actor=by, obj=faq)


def say_whether_useful(faq: Faq, is_useful: bool, *, by: StaffMember, now: datetime) -> None:
    """One opinion each; the last one counts."""
    FaqOpinion.objects.update_or_create(
        faq=faq, staff=by, defaults={"is_useful": is_useful, "at": now}
    )
