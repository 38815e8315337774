"""Pages with a fault each, and one without: what the walk must find, and must not."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_GET

from portal.notifications.models import Notification
from portal.rights.law import right_to
from portal.rights.route_map import Tie
from portal.staff.models import Role
from portal.staff.roles import roles_of
from portal.urls import urlpatterns as real_ones

OWN = ("own notifications", "list, mark, choose")
JOBS = ("jobs, health/ready, metrics", "view")
SAMPLE = "notifications.Notification"


@require_GET
def faultless(request, pk):
    found = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    return HttpResponse(found.title)


@require_GET
def forgotten_visible_to(request, pk):
    return HttpResponse(get_object_or_404(Notification, pk=pk).title)


@require_GET
@login_not_required
def open_to_strangers(request):
    return HttpResponse("だれでも読める")


@require_GET
def open_to_all_staff(request):
    return HttpResponse("職員ならだれでも読める")


@require_GET
def says_that_it_is_there(request, pk):
    found = get_object_or_404(Notification, pk=pk)
    if found.recipient != request.user:
        return HttpResponse("ほかの人のお知らせです", status=404)
    return HttpResponse(found.title)


@require_GET
def writes_before_it_refuses(request):
    Notification.objects.filter(title="見本").update(read_at=None)
    if Role.ADMINISTRATOR not in roles_of(request.user):
        raise Http404
    return HttpResponse("書いた")


def takes_every_method(request):
    if Role.ADMINISTRATOR not in roles_of(request.user):
        raise Http404
    return HttpResponse("何でも受ける")


def shut_to_its_own_people(request):
    raise Http404


@require_GET
def loads_from_outside(request):
    return HttpResponse('<script src="https://cdn.example.test/a.js"></script>')


def line(view, row, sample="", own=None):
    return Tie(f"planted:{view.__name__}", ("GET",), right_to(*row), sample, own or {}, "")


LINES = [
    line(faultless, OWN, SAMPLE, {"O": "recipient"}),
    line(forgotten_visible_to, OWN, SAMPLE, {"O": "recipient"}),
    line(says_that_it_is_there, OWN, SAMPLE, {"O": "recipient"}),
    line(open_to_strangers, JOBS),
    line(open_to_all_staff, JOBS),
    line(writes_before_it_refuses, JOBS),
    line(takes_every_method, JOBS),
    line(shut_to_its_own_people, JOBS),
    line(loads_from_outside, ("any other page", "view")),
]
app_name = "planted"
planted = [
    path("planted/1/<int:pk>/", faultless, name="faultless"),
    path("planted/2/<int:pk>/", forgotten_visible_to, name="forgotten_visible_to"),
    path("planted/3/<int:pk>/", says_that_it_is_there, name="says_that_it_is_there"),
    path("planted/4/", open_to_strangers, name="open_to_strangers"),
    path("planted/5/", open_to_all_staff, name="open_to_all_staff"),
    path("planted/6/", writes_before_it_refuses, name="writes_before_it_refuses"),
    path("planted/7/", takes_every_method, name="takes_every_method"),
    path("planted/8/", shut_to_its_own_people, name="shut_to_its_own_people"),
    path("planted/10/", loads_from_outside, name="loads_from_outside"),
    path("planted/9/", open_to_all_staff, name="without_a_row"),
]
urlpatterns = [*planted, *real_ones]
handler404 = "portal.ui.views.not_found"
handler403 = "portal.ui.views.permission_denied"
