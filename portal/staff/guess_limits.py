"""How often a password or a code may be tried: exact over all processes.

A cache cannot hold these counts. The database cache drops entries when it is full, and an
attacker fills it by typing many names. So each key has one row, and whoever wants to try locks it.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.errors import DomainError
from portal.staff.models import RecentTries

KEPT = timedelta(days=1)


class Limit(NamedTuple):
    kind: str
    tries: int
    within: timedelta


ACCOUNT = Limit("account", 5, timedelta(minutes=5))
SECOND_FACTOR = Limit("second_factor", 5, timedelta(minutes=5))
# A whole office stands behind one address, so this one only stops a machine.
ADDRESS = Limit("address", 120, timedelta(minutes=1))


class Try(NamedTuple):
    """A try that was counted; ``give_back`` takes it off again."""

    key: str
    moment: float


class TooManyTries(DomainError):
    """``free_at`` is when the next try is possible."""

    def __init__(self, free_at: datetime):
        self.free_at = free_at
        clock = timezone.localtime(free_at + timedelta(seconds=59)).strftime("%H時%M分")
        super().__init__(
            "まちがいが続いたため、5分間止めています。"
            f"{clock}を過ぎてから、もう一度お試しください。"
        )


def count_try(limit: Limit, name: str, *, now: datetime) -> Try:
    """Count one try for ``name`` before it is checked. Raises TooManyTries, and counts nothing."""
    key = salted_hmac(f"tries.{limit.kind}", name, algorithm="sha256").hexdigest()
    moment = now.timestamp()
    with transaction.atomic():
        row = _locked(key, now)
        recent = [past for past in row.moments if past > moment - limit.within.total_seconds()]
        if len(recent) >= limit.tries:
            raise TooManyTries(timezone.localtime(now) + _wait(recent, limit, moment))
        row.moments, row.last_at = [*recent, moment], now
        row.save()
    return Try(key, moment)


@transaction.atomic
def give_back(counted: Try) -> None:
    """Take a try off again that was right: who signs in often does not lock themselves out."""
    row = RecentTries.objects.select_for_update().filter(pk=counted.key).first()
    if row and counted.moment in row.moments:
        row.moments.remove(counted.moment)
        row.save(update_fields=["moments"])


def forget_old_tries(now: datetime) -> None:
    RecentTries.objects.filter(last_at__lt=now - KEPT).delete()


def _wait(recent: list[float], limit: Limit, moment: float) -> timedelta:
    first_to_end = recent[-limit.tries]
    return timedelta(seconds=first_to_end + limit.within.total_seconds() - moment)


def _locked(key: str, now: datetime) -> RecentTries:
    rows = RecentTries.objects.select_for_update()
    row = rows.filter(pk=key).first()
    if row is None:
        # Two first tries at once: one makes the row, the other waits for it here.
        RecentTries.objects.bulk_create(
            [RecentTries(key=key, moments=[], last_at=now)], ignore_conflicts=True
        )
        row = rows.get(pk=key)
    return row
