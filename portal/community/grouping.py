"""Starting, joining, leaving, closing a working group, and keeping its log."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import record
from portal.community.announcing import announce
from portal.community.models import Group, LogEntry, Membership
from portal.errors import DomainError
from portal.staff.models import Role, StaffMember
from portal.staff.roles import roles_of
from portal.submitting.versions import lock_unchanged

EDITED = ["name", "mission", "starts_on", "ends_on"]


class GroupIsOver(DomainError):
    message = "このグループの活動は終わっています。新しく始めるときは、グループを作ってください。"


class NotAMember(DomainError):
    message = "先に、グループに加わってください。"


class LastLead(DomainError):
    message = "世話役がいなくなります。先に、ほかのメンバーを世話役にしてください。"


class Plan(NamedTuple):
    """What a group is for, and its period: both days included, no end is open end."""

    name: str
    mission: str
    starts_on: date
    ends_on: date | None


class Activity(NamedTuple):
    on: date
    title: str
    text: str


def may_lead(staff: StaffMember, group: Group) -> bool:
    """Its leads, and the DX section, which looks after groups that nobody leads any more."""
    here = group.memberships.here().filter(staff=staff, is_lead=True)
    return Role.OFFICER in roles_of(staff) or here.exists()


def is_member(staff: StaffMember, group: Group) -> bool:
    return group.memberships.here().filter(staff=staff).exists()


@transaction.atomic
def start_group(plan: Plan, *, by: StaffMember, now: datetime) -> Group:
    """Make a group that ``by`` leads, and announce it."""
    group = Group.objects.create(**plan._asdict(), made_by=by, made_at=now)
    Membership.objects.create(group=group, staff=by, is_lead=True, joined_at=now)
    announce(group, by=by, now=now)
    record("community.group.started", actor=by, obj=group)
    return group


@transaction.atomic
def amend_group(group: Group, plan: Plan, *, version: str, by: StaffMember) -> Group:
    """Raises ChangedMeanwhile."""
    group = lock_unchanged(group, EDITED, version)
    for name, value in plan._asdict().items():
        setattr(group, name, value)
    group.save(update_fields=EDITED)
    record("community.group.changed", actor=by, obj=group)
    return group


@transaction.atomic
def join(group: Group, *, by: StaffMember, now: datetime) -> Membership:
    """Twice is once. Raises GroupIsOver."""
    group = _locked(group)
    if not group.is_at_work(timezone.localdate(now)):
        raise GroupIsOver
    found = group.memberships.here().filter(staff=by).first()
    return found or Membership.objects.create(group=group, staff=by, joined_at=now)


@transaction.atomic
def leave(group: Group, *, by: StaffMember, now: datetime) -> None:
    """Twice is once. Raises LastLead while others stay without anybody to look after them."""
    group = _locked(group)
    own = group.memberships.here().filter(staff=by).first()
    if own is None:
        return
    others = group.memberships.here().exclude(pk=own.pk)
    if own.is_lead and others.exists() and not others.filter(is_lead=True).exists():
        raise LastLead
    own.left_at = now
    own.save(update_fields=["left_at"])


@transaction.atomic
def set_lead(membership: Membership, is_lead: bool, *, by: StaffMember) -> None:
    """Raises LastLead, and NotAMember for one who has left meanwhile."""
    group = _locked(membership.group)
    here = group.memberships.here()
    if not here.filter(pk=membership.pk).exists():
        raise NotAMember
    if not is_lead and not here.filter(is_lead=True).exclude(pk=membership.pk).exists():
        raise LastLead
    here.filter(pk=membership.pk).update(is_lead=is_lead)
    record("community.group.changed", actor=by, obj=group)


@transaction.atomic
def close_group(group: Group, outcome: str, *, by: StaffMember, now: datetime) -> None:
    """End it; members, log and what was learnt stay readable. Raises GroupIsOver."""
    group = _locked(group)
    if group.closed_at:
        raise GroupIsOver
    group.closed_at, group.outcome = now, outcome
    group.save(update_fields=["closed_at", "outcome"])
    record("community.group.closed", actor=by, obj=group)


@transaction.atomic
def write_log(group: Group, activity: Activity, *, by: StaffMember, now: datetime) -> LogEntry:
    """Raises NotAMember and GroupIsOver. After the last day the log can still be finished."""
    group = _locked(group)
    if not is_member(by, group):
        raise NotAMember
    if group.closed_at:
        raise GroupIsOver
    entry = LogEntry.objects.create(group=group, author=by, at=now, **activity._asdict())
    announce(entry, by=by, now=now)
    record("community.group.logged", actor=by, obj=entry)
    return entry


def _locked(group: Group) -> Group:
    return Group.objects.select_for_update().get(pk=group.pk)
