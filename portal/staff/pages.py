"""Pages for some people only: for everybody else they are not there."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404

from portal.audit.trail import record
from portal.staff.models import StaffMember
from portal.staff.refusals import REFUSED, route_of


def only_for(may: Callable[[StaffMember], bool]) -> Callable:
    """A view for those who ``may``: 404 for others, recorded as an address that was refused."""

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not may(request.user):
                details = route_of(request)
                record("page.refused", actor=request.user, result=REFUSED, details=details)
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard
