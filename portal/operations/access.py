"""Who sees the rooms of the machine: others meet a page that is not there."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404

from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.staff.models import Role, StaffMember
from portal.staff.roles import roles_of


def may_read_audit(staff: StaffMember) -> bool:
    """Source: RIGHTS, "audit trail": auditors and administrators."""
    return bool(roles_of(staff) & {Role.AUDITOR, Role.ADMINISTRATOR})


def may_see_jobs(staff: StaffMember) -> bool:
    """Source: RIGHTS, "jobs, health/ready, metrics": administrators alone."""
    return Role.ADMINISTRATOR in roles_of(staff)


def may_see_mail(staff: StaffMember) -> bool:
    """Source: RIGHTS, "outbox": the DX section sees states, administrators may act."""
    return bool(roles_of(staff) & {Role.OFFICER, Role.ADMINISTRATOR})


def may_send_mail_again(staff: StaffMember) -> bool:
    return Role.ADMINISTRATOR in roles_of(staff)


def only_for(may: Callable[[StaffMember], bool], *, trying: str) -> Callable:
    """A view for those who ``may``: 404 for others, recorded as a refusal of the act ``trying``."""

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not may(request.user):
                record(trying, actor=request.user, result=AuditEvent.Result.REFUSED)
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard
