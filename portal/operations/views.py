"""For the machine room."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from portal.audit.middleware import origin_of
from portal.operations.access import may_see_jobs, only_for
from portal.operations.condition import condition, is_ready
from portal.operations.metrics import metrics_text

PLAIN = "text/plain; charset=utf-8"


@require_GET
@login_not_required
def live(request):
    """The process answers. Says nothing of the database: a restart would not mend that."""
    return HttpResponse("ok\n", content_type=PLAIN)


@require_GET
@login_not_required
@never_cache
def ready(request):
    """503 while something is broken, and a line per finding: a code and a state, no more."""
    if not _is_watched_from(request):
        return _turned_away(request)
    findings = condition(timezone.now())
    lines = [f"{finding.code} {finding.state}\n" for finding in findings]
    status = 200 if is_ready(findings) else 503
    return HttpResponse("".join(lines), content_type=PLAIN, status=status)


@require_GET
@login_not_required
@never_cache
def metrics(request):
    """Figures in the text format of Prometheus."""
    if not _is_watched_from(request):
        return _turned_away(request)
    return HttpResponse(metrics_text(timezone.now()), content_type="text/plain; version=0.0.4")


@require_GET
@only_for(may_see_jobs, trying="jobs.read")
def machine_condition(request):
    findings = condition(timezone.now())
    context = {"findings": findings, "is_ready": is_ready(findings), "now": timezone.now()}
    return render(request, "operations/condition.html", context)


def _is_watched_from(request) -> bool:
    """The watching machine, by its address, and administrators."""
    if origin_of(request).address in settings.HEALTH_FROM:
        return True
    return request.user.is_authenticated and may_see_jobs(request.user)


def _turned_away(request):
    """As on every other page: strangers are led to the entrance, for others there is none."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())
