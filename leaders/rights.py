"""Who may do what here, by the rights table."""

from leaders.models.activity import REPORT
from leaders.models.recruitment import CALL, OTHERS
from leaders.models.term import DESK
from portal.staff.models import Role, StaffMember
from portal.staff.roles import has_right, roles_of


def may_run_calls(staff: StaffMember) -> bool:
    return has_right(staff, *CALL)


def may_select(staff: StaffMember) -> bool:
    return has_right(staff, *DESK)


def may_read_nominations(staff: StaffMember) -> bool:
    return has_right(staff, *OTHERS)


def may_export(staff: StaffMember) -> bool:
    return has_right(staff, "application list", "export")


def may_edit_programme(staff: StaffMember) -> bool:
    return has_right(staff, "leader programme", "edit")


def may_report(staff: StaffMember) -> bool:
    """Leaders and the DX section tell the office what they do."""
    return meets_leaders(staff)


def may_edit_reports(staff: StaffMember) -> bool:
    return has_right(staff, *REPORT)


def may_run_meetings(staff: StaffMember) -> bool:
    return has_right(staff, "meeting of leaders", "call, edit, minutes")


def is_leader(staff: StaffMember) -> bool:
    return Role.LEADER in roles_of(staff)


def meets_leaders(staff: StaffMember) -> bool:
    """Pages for leaders and the DX section. Former leaders have no such role any more."""
    return has_right(staff, "leader-only pages, boards", "view, post")
