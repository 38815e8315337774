"""Keeping guides fresh: whose they are, when they are looked at again, and who is reminded."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from portal.audit.trail import record
from portal.guidance import notices
from portal.guidance.models import Guide
from portal.staff.models import Role, RoleGrant, StaffMember
from portal.submitting.versions import lock_unchanged

COMPARED = ["owner", "owner_post", "review_on", "is_compulsory"]
BEFORE = timedelta(days=30)


@transaction.atomic
def set_owner(guide: Guide, values: dict, *, version: str, by: StaffMember) -> None:
    """Whose page it is, by department and post, and when it is looked at again.

    Raises ChangedMeanwhile.
    """
    guide = lock_unchanged(guide, COMPARED, version)
    for name in COMPARED:
        setattr(guide, name, values[name])
    guide.save(update_fields=COMPARED)
    record("guidance.guide.assigned", actor=by, obj=guide)


def remind(now: datetime) -> int:
    """Tell owners 30 days before the review, and managers when its day has passed.

    Returns how many guides were due. Each step is told once per review day.
    """
    today = timezone.localdate(now)
    due = Guide.objects.filter(review_on__lte=today + BEFORE).select_related("owner")
    for guide in due.order_by("pk"):
        if guide.review_is_late(today):
            notices.review_due(guide, _managers(guide, now), step="manager", now=now)
        else:
            notices.review_due(guide, _owners(guide, now), step="owner", now=now)
    return len(due)


def stale_first(on: date) -> QuerySet[Guide]:
    """All guides: those whose review is late first, then those without a day, then by day."""
    return Guide.objects.select_related("owner").order_by(
        F("review_on").asc(nulls_first=True), "group", "position", "slug"
    )


def _owners(guide: Guide, now: datetime) -> QuerySet[StaffMember]:
    """Writers in the owner's department; without any the officers."""
    grants = RoleGrant.objects.filter(role__in=[Role.OFFICER, Role.EDITOR])
    grants = grants.on(timezone.localdate(now))
    people = StaffMember.objects.filter(is_active=True, department=guide.owner_id)
    writers = people.filter(role_grants__in=grants).distinct()
    return writers if guide.owner_id and writers.exists() else notices.officers_on(now)


def _managers(guide: Guide, now: datetime) -> QuerySet[StaffMember]:
    """The heads of the owner's department; without any the officers."""
    heads = StaffMember.objects.filter(is_active=True, department=guide.owner_id, is_manager=True)
    return heads if guide.owner_id and heads.exists() else notices.officers_on(now)
