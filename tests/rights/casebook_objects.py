"""What everybody proposed for the casebook, for the walk through the addresses."""

from django.utils import timezone

from casebook.models import Case
from tests.casebook.builders import a_correction, a_draft, a_proposal


def casebook(people) -> None:
    """A draft of everybody; sent in by one of the staff, an officer, an editor; a correction."""
    now = timezone.now()
    for staff in people.values():
        a_draft(staff, now=now)
    for code in ("ST", "OF", "ED"):
        a_proposal(people[code], now=now)
    a_correction(Case.objects.live().first(), people["ST"], now=now)
