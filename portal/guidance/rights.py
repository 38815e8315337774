"""Who may do what with guidance. Source: RIGHTS, rows "guidance …"."""

from portal.guidance.models import Edition
from portal.staff.models import StaffMember
from portal.staff.roles import has_right


def may_write(staff: StaffMember) -> bool:
    """Whether ``staff`` may write amendments, and see them before they are in force."""
    return has_right(staff, "guidance", "create, edit draft")


def may_approve(staff: StaffMember, edition: Edition | None = None) -> bool:
    """Whether ``staff`` may approve; of one edition, never whoever asked for it or began it."""
    if not has_right(staff, "guidance", "approve, publish, schedule, unpublish, supersede"):
        return False
    return edition is None or staff.pk not in (edition.submitted_by_id, edition.begun_by_id)


def may_confirm_boards(staff: StaffMember) -> bool:
    return has_right(staff, "guidance board (environment, projects)", "confirm, update")


def may_see_desk(staff: StaffMember) -> bool:
    return has_right(staff, "guidance history and audit", "view")
