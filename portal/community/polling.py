"""Quick polls: asking, answering once, and results that point at nobody."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, F

from portal.audit.trail import record
from portal.community.announcing import announce
from portal.community.models import Ballot, Poll, PollChoice
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.staff.roles import has_right

# Source: RIGHTS, "numbers below 5 people cannot be derived".
FEWEST = 5


class PollIsClosed(DomainError):
    message = "このアンケートは締め切りました。"


class AlreadyAnswered(DomainError):
    message = "すでに回答しています。無記名のため、あとから変えることはできません。"


class Asked(NamedTuple):
    """A poll to be made. ``answers`` are at least two."""

    question: str
    answers: list[str]
    is_anonymous: bool
    closes_at: datetime


class Result(NamedTuple):
    """One answer. ``count`` is None where telling it could point at somebody."""

    choice: PollChoice
    count: int | None
    names: list[str]


def may_ask(staff: StaffMember) -> bool:
    return has_right(staff, "quick poll", "make")


@transaction.atomic
def make_poll(asked: Asked, *, by: StaffMember, now: datetime) -> Poll:
    poll = Poll.objects.create(
        question=asked.question,
        is_anonymous=asked.is_anonymous,
        closes_at=asked.closes_at,
        made_by=by,
        made_at=now,
    )
    PollChoice.objects.bulk_create(
        PollChoice(poll=poll, position=position, words=words)
        for position, words in enumerate(asked.answers, start=1)
    )
    announce(poll, by=by, now=now)
    record("community.poll.made", actor=by, obj=poll)
    return poll


@transaction.atomic
def answer(poll: Poll, choice: PollChoice, *, by: StaffMember, now: datetime) -> Ballot:
    """``choice`` belongs to ``poll``. With names, a second answer takes the place of the first.

    Raises PollIsClosed and, without names, AlreadyAnswered. An anonymous answer leaves no line
    in the trail and no time: only that the person has answered, and one more in a count.
    """
    poll = Poll.objects.select_for_update().get(pk=poll.pk)
    if not poll.is_open(now):
        raise PollIsClosed
    if not poll.is_anonymous:
        ballot, _is_new = Ballot.objects.update_or_create(
            poll=poll, staff=by, defaults={"choice": choice, "is_anonymous": False}
        )
        return ballot
    ballot, is_first = Ballot.objects.get_or_create(
        poll=poll, staff=by, defaults={"is_anonymous": True}
    )
    if not is_first:
        raise AlreadyAnswered
    PollChoice.objects.filter(pk=choice.pk).update(count=F("count") + 1)
    return ballot


def results_of(poll: Poll, *, now: datetime) -> list[Result] | None:
    """In the order of the answers. None while an anonymous poll is open: who watched the counts
    change could tell who had just answered.
    """
    if not poll.is_anonymous:
        return _with_names(poll)
    if poll.is_open(now):
        return None
    choices = list(poll.choices.order_by("position"))
    hidden = hidden_counts([choice.count for choice in choices])
    return [
        Result(choice, None if position in hidden else choice.count, [])
        for position, choice in enumerate(choices)
    ]


def hidden_counts(counts: list[int]) -> set[int]:
    """The places of the counts that must not be told, given that their sum is known.

    Every count from 0 to 4; and, as one hidden count follows from the sum, a second one, the
    smallest of the others; and so on until what is hidden is 5 people or more, or everything.
    """
    hidden = {place for place, count in enumerate(counts) if count < FEWEST}
    open_places = sorted(set(range(len(counts))) - hidden, key=lambda place: (counts[place], place))
    while hidden and open_places and not _is_safe(hidden, counts):
        hidden.add(open_places.pop(0))
    return hidden


def _is_safe(hidden: set[int], counts: list[int]) -> bool:
    return len(hidden) > 1 and sum(counts[place] for place in hidden) >= FEWEST


def _with_names(poll: Poll) -> list[Result]:
    choices = poll.choices.annotate(votes=Count("ballots")).order_by("position")
    names: dict[int, list[str]] = {}
    ballots = poll.ballots.order_by("staff__reading", "pk")
    for choice, name in ballots.values_list("choice", "staff__name"):
        names.setdefault(choice, []).append(name)
    return [Result(choice, choice.votes, names.get(choice.pk, [])) for choice in choices]
