"""A leader's own words for the office."""

from django.db import transaction

from leaders.models import LeaderProfile
from portal.audit.trail import record
from portal.staff.models import StaffMember


@transaction.atomic
def save_profile(profile: LeaderProfile, *, by: StaffMember) -> None:
    profile.save()
    record("leaders.profile.changed", actor=by, obj=profile)
