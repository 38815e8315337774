"""Three months later: what could a course be used for."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import record
from training import notices
from training.models import Completion, FollowUp
from training.years import bounds

# Source: 開催要領（案）: three months after, and no more than a month late.
AFTER = timedelta(days=90)
NO_LATER = timedelta(days=120)


def due_completions(today: date):
    """Of a session, three months old, with no answer yet."""
    return Completion.objects.filter(
        session__isnull=False,
        follow_up=None,
        staff__is_active=True,
        completed_on__gt=today - NO_LATER,
        completed_on__lte=today - AFTER,
    )


@transaction.atomic
def ask_what_was_used(*, now: datetime) -> int:
    """Ask once for each completion, however often this runs. Returns how many are due."""
    due = due_completions(timezone.localdate(now)).select_related("staff", "course").order_by("pk")
    for completion in due:
        notices.asked_for_use(completion, now=now)
    return len(due)


@transaction.atomic
def answer_follow_up(completion: Completion, *, use: str, words: str, now: datetime) -> FollowUp:
    """The newest answer stands."""
    values = {"use": use, "words": words, "answered_at": now}
    row, _made = FollowUp.objects.update_or_create(completion=completion, defaults=values)
    record("training.follow_up.answered", actor=completion.staff, obj=completion)
    return row


def uses_of(year: int) -> list[FollowUp]:
    """Answers given in a fiscal year, the newest first."""
    begins, ends = bounds(year)
    given = FollowUp.objects.filter(answered_at__gte=begins, answered_at__lt=ends)
    return list(given.select_related("completion__course").order_by("-answered_at", "-pk"))


def ask_follow_ups() -> str:
    """By the clock, every morning."""
    return f"{ask_what_was_used(now=timezone.now())}件"
