"""Refusals that are events: what was forbidden, and what no form of ours has sent."""

from django.contrib.auth.decorators import login_not_required

from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.ui import views

REFUSED = AuditEvent.Result.REFUSED


@login_not_required
def permission_denied(request, exception=None):
    record("request.forbidden", actor=_actor(request), result=REFUSED, details=route_of(request))
    return views.permission_denied(request, exception)


@login_not_required
def csrf_failure(request, reason=""):
    record("request.forged", actor=_actor(request), result=REFUSED, details=route_of(request))
    return views.csrf_failure(request, reason)


def route_of(request) -> dict[str, str]:
    """The name of the address, without what somebody wrote into it."""
    match = request.resolver_match
    return {"route": match.view_name} if match and match.view_name else {}


def _actor(request):
    user = getattr(request, "user", None)
    return user if user and user.is_authenticated else None
