"""Error pages, the component gallery and the pages of the footer."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from portal.errors import NO_ROOM, FilesAway
from portal.ui.gallery import samples

RETRY_AFTER_SECONDS = 120


def _error_page(request, status):
    """Rendered without the frame: the frame may be what failed."""
    incident = getattr(request, "id", "")
    html = render_to_string(f"errors/{status:d}.html", {"incident": incident, "status": status})
    return HttpResponse(html, status=status)


@login_not_required
def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return _error_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return _error_page(request, HTTPStatus.BAD_REQUEST)


@login_not_required
def permission_denied(request, exception=None):
    return _error_page(request, HTTPStatus.FORBIDDEN)


@login_not_required
def not_found(request, exception=None):
    return _error_page(request, HTTPStatus.NOT_FOUND)


@login_not_required
def too_many_requests(request):
    """allauth looks for this handler when somebody guesses passwords."""
    return _error_page(request, HTTPStatus.TOO_MANY_REQUESTS)


@login_not_required
def server_error(request):
    """500; but 503 when the database or the files are away or a disk is full.

    Django calls this while it handles the exception. A middleware would see only what views
    raise: the session and the sign-in rule ask the database before any view runs.
    """
    if not _is_passing(sys.exception()):
        return _error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    response = _error_page(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _is_passing(error) -> bool:
    """Whether somebody at the machine can mend it while everything runs on."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM or isinstance(error, FilesAway)
    return isinstance(error, (OperationalError, InterfaceError))


@login_not_required
def csrf_failure(request, reason=""):
    return _error_page(request, HTTPStatus.FORBIDDEN)


@require_GET
@login_not_required
def accessibility(request):
    return render(request, "ui/accessibility.html")


@require_GET
def gallery(request):
    """Every component with sample values. For developers: only in demo mode."""
    if not settings.DEMO_MODE:
        raise Http404
    return render(request, "ui/gallery.html", samples(refused="errors" in request.GET))
