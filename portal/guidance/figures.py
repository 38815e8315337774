"""Numbers about guidance for the pages that compose the parts."""

from datetime import date

from django.db.models import Count

from portal.guidance.models import Edition, Guide, Reading
from portal.guidance.vocabulary import PLAN
from portal.staff.models import StaffMember


def plan_in_force() -> Edition | None:
    """The edition of the plan that holds today. None before there is any."""
    return Edition.objects.in_force().filter(guide__slug=PLAN).select_related("guide").first()


def late_reviews(on: date) -> int:
    """How many guides should have been looked at again before the day ``on``."""
    return Guide.objects.filter(review_on__lt=on).count()


def compulsory_readers() -> dict[int | None, tuple[int, int]]:
    """By department: who has read every compulsory guide in force, of all people there.

    Empty while nothing is compulsory. These are people: who shows them hides small groups.
    """
    editions = Edition.objects.in_force().filter(guide__is_compulsory=True)
    wanted = editions.count()
    if not wanted:
        return {}
    active = StaffMember.objects.filter(is_active=True)
    read = Reading.objects.filter(edition__in=editions).values("staff").annotate(n=Count("pk"))
    return _people(active, active.filter(pk__in=read.filter(n=wanted).values("staff")))


def _people(everybody, some) -> dict[int | None, tuple[int, int]]:
    all_, part = (
        dict(rows.order_by().values_list("department").annotate(n=Count("pk")))
        for rows in (everybody, some)
    )
    return {key: (part.get(key, 0), count) for key, count in all_.items()}
