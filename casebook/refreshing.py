"""Keeping cases fresh: who is told when a check is a year old, and saying that it still holds."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from casebook.article import FRESH_MONTHS
from casebook.models import Case
from casebook.people import reviewers
from casebook.proposal_notices import tell_of_stale
from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import Role, RoleGrant, StaffMember

MANAGERS_AFTER = timedelta(days=30)


class NotPublished(DomainError):
    message = "公開中の事例だけ確認できます。"


def stale(on: date) -> QuerySet[Case]:
    """Published cases whose check is a year old, or was never made: the oldest first."""
    # The same months as ``needs_recheck`` counts: days do not matter.
    months = on.year * 12 + on.month - FRESH_MONTHS
    fresh_from = date(months // 12, months % 12 + 1, 1)
    found = Case.objects.live().filter(Q(verified_on=None) | Q(verified_on__lt=fresh_from))
    return found.order_by(F("verified_on").asc(nulls_first=True), "pk")


def remind_of_stale(now: datetime) -> int:
    """Tell owners of stale cases, and managers of those that wait 30 days. Once a month each.

    Returns how many cases are stale.
    """
    today = timezone.localdate(now)
    cases = list(stale(today).select_related("owner"))
    editors = reviewers(today)
    known = {staff.pk for staff in editors}
    of_owner: dict[int, list[Case]] = {}
    for case in cases:
        # A case whose owner no longer looks after cases is everybody's.
        owners = [case.owner_id] if case.owner_id in known else sorted(known)
        for owner in owners:
            of_owner.setdefault(owner, []).append(case)
    for staff in editors:
        if staff.pk in of_owner:
            tell_of_stale(len(of_owner[staff.pk]), "owner", to=[staff], now=now)
    if count := stale(today - MANAGERS_AFTER).count():
        tell_of_stale(count, "manager", to=_managers(today), now=now)
    return len(cases)


def _managers(on: date) -> QuerySet[StaffMember]:
    """The heads of the departments that the officers belong to."""
    grants = RoleGrant.objects.filter(role=Role.OFFICER).on(on)
    people = StaffMember.objects.filter(is_active=True)
    rooms = people.filter(pk__in=grants.values("staff")).exclude(department=None)
    return people.filter(is_manager=True, department__in=rooms.values("department"))


@transaction.atomic
def confirm(case: Case, *, by: StaffMember, now: datetime) -> None:
    """Everything in the published case still holds today. A draft in progress stays a draft.

    Raises NotPublished.
    """
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not locked.live:
        raise NotPublished
    today = timezone.localdate(now)
    who = by.department.name if by.department else by.name
    is_clean = not locked.has_unpublished_changes
    # What the editors see: a draft, or the published text itself when nothing waits.
    text = locked.get_latest_revision_as_object() if locked.latest_revision_id else locked
    text.verified_on, text.verified_by = today, who
    revision = text.save_revision(user=by)
    if is_clean:
        revision.publish(user=by)
    Case.objects.filter(pk=locked.pk).update(verified_on=today, verified_by=who)
    record("casebook.case.confirmed", actor=by, obj=locked)
