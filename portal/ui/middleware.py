"""What every answer carries: an incident number, a content policy, no shared caching."""

import secrets

from csp.middleware import CSPMiddleware
from django.conf import settings


class RequestIdMiddleware:
    """Give every request a short number that people can read out on the telephone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = secrets.token_hex(4).upper()
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        return response


class ContentSecurityMiddleware(CSPMiddleware):
    """Strict on the site; relaxed below /cms/ alone, whose editor needs inline code."""

    def process_response(self, request, response):
        if request.path.startswith("/cms/"):
            response._csp_config = settings.CMS_CONTENT_SECURITY_POLICY
        return super().process_response(request, response)


class PrivatePagesMiddleware:
    """No proxy and no shared PC keeps a page that somebody had to sign in for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response
