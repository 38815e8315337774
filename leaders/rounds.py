"""What the clock brings: announcements, transfers, ends of terms."""

from datetime import datetime

from django.utils import timezone

from leaders.growing import remind_of_reports
from leaders.recruitment import tell_of_windows
from leaders.renewing import ask_when_it_is_time
from leaders.terms import end_what_is_over, follow_transfers


def look_after_leaders() -> str:
    """For the table of periodic jobs. Safe to run twice."""
    return look_after(timezone.now())


def look_after(now: datetime) -> str:
    calls = tell_of_windows(now)
    moved = follow_transfers(now)
    ask_when_it_is_time(now)
    remind_of_reports(now)
    ended = end_what_is_over(now)
    return f"募集{calls}件、異動{moved}人、任期の終わり{ended}人"
