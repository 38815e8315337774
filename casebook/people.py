"""Who looks after the casebook, on a day. Source: RIGHTS, the rows of the case."""

from datetime import date

from portal.staff.models import Role, RoleGrant, StaffMember
from portal.staff.roles import has_right, roles_of


def reviewers(on: date):
    """Officers and editors: they read what is proposed and decide on it."""
    grants = RoleGrant.objects.filter(role__in=[Role.OFFICER, Role.EDITOR]).on(on)
    people = StaffMember.objects.filter(is_active=True, pk__in=grants.values("staff"))
    return people.order_by("reading", "pk")


def may_review(staff: StaffMember) -> bool:
    return has_right(staff, "case", "return with comment, approve, publish, unpublish")


def may_know_names(staff: StaffMember) -> bool:
    """Who learns the name of a person who proposes without it: the DX section alone."""
    return Role.OFFICER in roles_of(staff)
