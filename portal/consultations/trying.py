"""Telling everybody what came of trying out a case. Nothing of the consultation itself is shown."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import CharField, Count, Exists, Q, QuerySet
from django.db.models.functions import Cast

from portal.audit.trail import record
from portal.consultations.models import Consultation, Idea, TrialOutcome
from portal.consultations.vocabulary import Status
from portal.errors import DomainError
from portal.staff.models import StaffMember

TOLD = (Status.ANSWERED, Status.CLOSED)


class NotToBeTold(DomainError):
    message = "結果を残せるのは、事例から始まり、回答が済んだ、非公開でない相談だけです。"


def may_be_told(consultation: Consultation) -> bool:
    return bool(
        consultation.case_reference
        and not consultation.is_confidential
        and consultation.status in TOLD
    )


@transaction.atomic
def tell_outcome(
    consultation: Consultation, words: str, *, by: StaffMember, now: datetime
) -> TrialOutcome:
    """One outcome per consultation; told again, it takes the place of the first.

    Raises NotToBeTold.
    """
    row = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if not may_be_told(row):
        raise NotToBeTold
    values = {"case_reference": row.case_reference, "words": words, "by": by, "at": now}
    made, _is_new = TrialOutcome.objects.update_or_create(consultation=row, defaults=values)
    record("consultation.outcome.told", actor=by, obj=row)
    return made


def begun_from(reference) -> Q:
    """An expression: whether anything began from the case ``reference`` (its number)."""
    number = Cast(reference, CharField())
    rows = [_open_consultations(), _sent_ideas(), _told()]
    exist = [Q(Exists(each.filter(case_reference=number))) for each in rows]
    return exist[0] | exist[1] | exist[2]


class Counts(NamedTuple):
    """Consultations that began from a case and how many are answered; ideas, and how many done."""

    asked: int
    answered: int
    ideas: int
    done: int


def counts_from(case_number: int) -> Counts:
    reference = str(case_number)
    asked = _open_consultations().filter(case_reference=reference)
    ideas = _sent_ideas().filter(case_reference=reference)
    first = asked.aggregate(all=Count("pk"), told=Count("pk", filter=Q(status__in=TOLD)))
    done = Q(state=Idea.State.DONE)
    second = ideas.aggregate(all=Count("pk"), done=Count("pk", filter=done))
    return Counts(first["all"], first["told"], second["all"], second["done"])


def words_from(case_number: int) -> list[tuple[str, datetime]]:
    """What was released for everybody, the newest first: outcomes, and effects of ideas."""
    reference = str(case_number)
    told = _told().filter(case_reference=reference).values_list("words", "at")
    done = _sent_ideas().filter(case_reference=reference, state=Idea.State.DONE)
    effects = done.values_list("effect", "done_at")
    return sorted([*told, *effects], key=lambda each: each[1], reverse=True)


def _open_consultations() -> QuerySet[Consultation]:
    """Confidential ones are not even counted; neither is one that was merged into another."""
    return Consultation.objects.filter(is_confidential=False, merged_into=None)


def _sent_ideas() -> QuerySet[Idea]:
    """A note is its writer's alone."""
    return Idea.objects.exclude(state=Idea.State.NOTED)


def _told() -> QuerySet[TrialOutcome]:
    """What was told of a consultation that became confidential since is not shown any more."""
    return TrialOutcome.objects.filter(consultation__is_confidential=False)
