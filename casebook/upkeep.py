"""What the machine does for the casebook every day."""

from django.utils import timezone

from casebook.link_checking import check_links
from casebook.refreshing import remind_of_stale
from casebook.reviewing import note_publications


def look_after_cases() -> str:
    """Note what was published by the clock, and tell whose cases want a check."""
    now = timezone.now()
    published, stale = note_publications(now), remind_of_stale(now)
    return f"公開の反映 {published}件、確認から1年 {stale}件"


def look_after_links() -> str:
    return f"リンク {check_links(timezone.now())}件"
