"""What the night does about personal data. Each returns what it did, in a few words."""

from django.utils import timezone

from portal.personal.anonymising import note_leavers
from portal.personal.due import dry_run
from portal.personal.notices import retention_is_due
from portal.personal.own_data import forget_exports


def look_after_personal_data() -> str:
    """Note leavers, take expired exports away, and on the first of a month tell what is due."""
    now = timezone.now()
    today = timezone.localdate(now)
    left, expired = note_leavers(today), forget_exports(now)
    rows = sum(line.count for line in dry_run(now)) if today.day == 1 else 0
    if rows:
        retention_is_due(rows, now=now)
    return f"退職{left}人を控え、書き出し{expired}件を消しました"
