"""The page a person opens in the morning."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from casebook.models import Case
from portal.home.doors import case_of_the_day, doors_for
from portal.home.duties import duties_for
from portal.home.mine import blocks_for, morning_of
from portal.home.news import news_for
from portal.home.tour import is_offered


@require_GET
def home(request):
    staff, now = request.user, timezone.now()
    morning = morning_of(staff, now)
    cases = Case.objects.visible_to(staff)
    context = {
        "duties": duties_for(staff, now),
        "doors": doors_for(morning, case_of_the_day(cases, timezone.localdate(now))),
        "blocks": blocks_for(morning),
        "news": news_for(staff, cases),
        "tour_is_offered": is_offered(staff),
    }
    return render(request, "home/home.html", context)
