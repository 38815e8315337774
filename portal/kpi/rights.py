"""Who may see, enter and define figures. Source: RIGHTS, rows of the dashboards and KPI."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.rights.law import right_to
from portal.staff.models import Department, StaffMember
from portal.staff.roles import has_right, role_codes_of

SEES = ("dashboard, department", "view")
ENTERS = ("KPI raw data, own department", "enter, import, correct")


def may_define(staff: StaffMember) -> bool:
    return has_right(staff, "KPI definition, target", "edit")


def may_enter_for_city(staff: StaffMember) -> bool:
    return has_right(staff, "KPI raw data", "import, correct")


def may_export(staff: StaffMember) -> bool:
    """Also those who may only see numbers of five or more: nothing else is in a file."""
    letters = right_to("KPI", "export").letters_of(role_codes_of(staff))
    return bool(letters & {"Y", "S"})


def may_compare(staff: StaffMember) -> bool:
    """The sections side by side: for those who may open every section's page."""
    return has_right(staff, *SEES)


def departments_seen_by(staff: StaffMember) -> QuerySet[Department]:
    """Departments whose figures ``staff`` may open: one's own, or all of them."""
    return _departments(staff, *SEES)


def departments_entered_by(staff: StaffMember) -> QuerySet[Department]:
    """Departments for which ``staff`` may enter figures, and that are in force."""
    return _departments(staff, *ENTERS).on(timezone.localdate())


def _departments(staff: StaffMember, thing: str, action: str) -> QuerySet[Department]:
    letters = right_to(thing, action).letters_of(role_codes_of(staff))
    if "Y" in letters:
        return Department.objects.all()
    own = Q(pk=staff.department_id) if "D" in letters else Q(pk__in=[])
    return Department.objects.filter(own)
