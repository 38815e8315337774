"""An answer told again as a case: what it begins with, and handing it to whoever keeps cases.

This part knows no cases; ``portal.flows`` says once how one is made and what became of it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import models, transaction

from portal.consultations.deadlines import note_change
from portal.consultations.faq_writing import names_in, redacted
from portal.consultations.models import Consultation
from portal.consultations.moving import locked
from portal.consultations.vocabulary import Event
from portal.errors import DomainError
from portal.staff.models import StaffMember


class NotAnswered(DomainError):
    message = "事例にできるのは、回答した相談だけです。先に回答してください。"


class Retold(NamedTuple):
    """An answer in words that tell of nobody."""

    title: str
    trouble: str
    answer: str
    effect: str = ""


class Told(NamedTuple):
    """What came of it; ``url`` is empty where the reader cannot open it yet."""

    words: str
    url: str = ""


_cases: dict[str, Callable] = {}


def cases_are_made_with(
    make: Callable[..., models.Model],
    became: Callable[[Consultation, StaffMember], Told | None],
) -> None:
    """For ``portal.flows``. ``make(consultation, retold, by=, now=)`` makes one draft for each."""
    _cases.update(make=make, became=became)


def first_words(consultation: Consultation) -> dict[str, str]:
    """Trouble and answer to begin with, names masked; notes are never looked at.

    A confidential consultation gives nothing: its case is written anew.
    """
    if consultation.is_confidential:
        return {}
    names = names_in(consultation)
    answers = consultation.entries.filter(is_from_desk=True).order_by("at", "pk")
    return {
        "trouble": redacted(consultation.trouble, names),
        "answer": "\n\n".join(redacted(each.body, names) for each in answers),
    }


@transaction.atomic
def tell_as_case(
    consultation: Consultation, retold: Retold, *, by: StaffMember, now: datetime
) -> models.Model:
    """Draft a case. Of two who do so at once both get the one draft. Raises NotAnswered."""
    row = locked(consultation)
    if not row.is_finished or row.merged_into_id:
        raise NotAnswered
    case = _cases["make"](row, retold, by=by, now=now)
    if not row.changes.filter(what=Event.CASE, new=str(case.pk)).exists():
        note_change(row, Event.CASE, ("", case.pk), by=by, now=now)
    return case


def told_as_case(consultation: Consultation, staff: StaffMember) -> Told | None:
    """What came of it, as far as ``staff`` may know."""
    return _cases["became"](consultation, staff)
