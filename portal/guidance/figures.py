"""Numbers about guidance for the pages that compose the parts. Nothing here counts people."""

from datetime import date
from typing import NamedTuple

from portal.guidance.models import Edition, EnvironmentItem, Guide, LeadingProject
from portal.guidance.vocabulary import PLAN, Status


class Counts(NamedTuple):
    """Of ``all`` things so many are ``done``, and so many ``ask`` to be confirmed."""

    all: int
    done: int
    ask: int


def projects(on: date) -> Counts:
    return _counted(LeadingProject.objects.all(), on)


def environment(on: date) -> Counts:
    return _counted(EnvironmentItem.objects.all(), on)


def _counted(rows, on: date) -> Counts:
    rows = list(rows)
    done = sum(row.status == Status.DONE for row in rows)
    return Counts(len(rows), done, sum(row.is_overdue(on) for row in rows))


def plan_in_force() -> Edition | None:
    """The edition of the plan that holds today. None before there is any."""
    return Edition.objects.in_force().filter(guide__slug=PLAN).select_related("guide").first()


def late_reviews(on: date) -> int:
    """How many guides should have been looked at again before the day ``on``."""
    return Guide.objects.filter(review_on__lt=on).count()
