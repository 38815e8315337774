"""Cases of the demo that are already talked about."""

from datetime import datetime

from casebook.models import Case
from portal.community.demo import make_demo_talk

CASES_TALKED_ABOUT = 6


def make_demo_talk_about_cases(*, now: datetime) -> int:
    """Returns how many comments are new."""
    cases = Case.objects.live().order_by("pk")[:CASES_TALKED_ABOUT]
    return make_demo_talk(list(cases), now=now)
