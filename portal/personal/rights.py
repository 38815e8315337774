"""Who may do what with personal data. Source: RIGHTS, "own data" and "retention run"."""

from portal.personal.models import DataRequest
from portal.staff.models import Role, StaffMember
from portal.staff.roles import roles_of


def may_see_retention(staff: StaffMember) -> bool:
    return bool(roles_of(staff) & {Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR})


def may_run_retention(staff: StaffMember) -> bool:
    """Propose, agree, place and lift holds: administrators, of whom each act needs two."""
    return Role.ADMINISTRATOR in roles_of(staff)


def may_answer_requests(staff: StaffMember) -> bool:
    return Role.OFFICER in roles_of(staff)


def requests_visible_to(staff: StaffMember):
    """One's own, and for the DX section everybody's."""
    every = DataRequest.objects.select_related("staff")
    return every if may_answer_requests(staff) else every.filter(staff=staff)
