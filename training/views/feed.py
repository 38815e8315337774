"""A personal calendar feed, opened by its key alone: calendar programs cannot sign in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.views.decorators.http import require_safe

from training.calendars import CONTENT_TYPE, etag_of, feed_of, person_of


@login_not_required
@require_safe
def calendar_feed(request, key):
    staff = person_of(key)
    if staff is None:
        raise Http404
    content = feed_of(staff, timezone.now())
    etag = etag_of(content)
    if request.headers.get("If-None-Match") == etag:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(content, content_type=CONTENT_TYPE)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
