"""Tells the trail which request an act belongs to."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied

from portal.audit.origin import Origin, acting_from


def origin_of(request) -> Origin:
    """The number of the request, and the address that the sign-in limits also count by."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        # A test client or a local socket has no address; an act from there is recorded without.
        address = ""
    return Origin(getattr(request, "id", ""), address)


class AuditOriginMiddleware:
    """Must stand behind the one that gives the request its number."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with acting_from(origin_of(request)):
            return self.get_response(request)
