"""Facts that cases are still looking for, over all cases that a person may read."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Q

from casebook.models import Case, Proposal


class Wanted(NamedTuple):
    """One fact. ``waiting`` are the answers that came in and are being checked."""

    number: str
    words: str
    waiting: int


class CaseWanting(NamedTuple):
    case: Case
    facts: list[Wanted]


def cases_wanting(cases, words: str = ""):
    """Those of ``cases`` that look for something; with ``words``, whose title or town has them."""
    found = cases.exclude(facts_wanted=[]).with_municipality()
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(municipality__name__icontains=word)
            | Q(facts_wanted__icontains=word)
        )
    return found.order_by("municipality__code", "pk")


def facts_of(cases: list[Case]) -> list[CaseWanting]:
    """What each of ``cases`` looks for, in two queries however many there are."""
    waiting = Counter(
        Proposal.objects.filter(
            case__in=cases, state__in=[Proposal.State.IN_REVIEW, Proposal.State.ADOPTED]
        )
        .exclude(wanted_id="")
        .values_list("wanted_id", flat=True)
    )
    return [
        CaseWanting(
            case,
            [Wanted(each.id, str(each.value), waiting[each.id]) for each in case.facts_wanted],
        )
        for case in cases
    ]
