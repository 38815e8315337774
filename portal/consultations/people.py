"""Who is who around the desk, on a day."""

from datetime import date

from portal.staff.models import Department, Role, RoleGrant, StaffMember


def officers(on: date):
    """The officers of the DX section."""
    return _holders(Role.OFFICER, on)


def leaders(on: date):
    """The DX leaders of the city."""
    return _holders(Role.LEADER, on)


def leaders_of(department: Department | None, on: date):
    """The DX leaders of a section."""
    return leaders(on).filter(department=department) if department else StaffMember.objects.none()


def managers_of_officers(on: date):
    """The heads of the departments that the officers belong to."""
    rooms = officers(on).exclude(department=None).values("department")
    return StaffMember.objects.filter(is_active=True, is_manager=True, department__in=rooms)


def _holders(role: Role, on: date):
    grants = RoleGrant.objects.filter(role=role).on(on)
    return StaffMember.objects.filter(is_active=True, pk__in=grants.values("staff")).order_by(
        "reading", "pk"
    )
