"""What came of 「うちでも試す」. Another part knows; it says so once, when the apps are ready."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, Value

from casebook.models import Case


class Outcome(NamedTuple):
    """Words that were released for everybody, and when."""

    words: str
    at: datetime


class Trials(NamedTuple):
    """What began from a case, and what was told of it. ``outcomes`` is the newest first."""

    asked: int
    answered: int
    ideas: int
    done: int
    outcomes: list[Outcome]


class Teller(NamedTuple):
    """``exist`` is an expression over ``OuterRef("pk")`` of a case; ``of`` tells of one case."""

    exist: Callable[[], Q]
    of: Callable[[Case], Trials]


_tellers: list[Teller] = []


def tells_trials(teller: Teller) -> None:
    """Called once by whoever knows."""
    _tellers[:] = [teller]


def trials_exist() -> Q | Value:
    return _tellers[0].exist() if _tellers else Value(False)


def trials_of(case: Case) -> Trials | None:
    """None when nobody knows."""
    return _tellers[0].of(case) if _tellers else None
