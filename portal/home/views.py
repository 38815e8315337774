"""The page a person opens in the morning."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from casebook.models import Case
from portal.home.mine import blocks_for

NEWEST = 4


@require_GET
def home(request):
    cases = Case.objects.visible_to(request.user)
    context = {
        "blocks": blocks_for(request.user, timezone.now()),
        "newest": cases.with_municipality().newest()[:NEWEST],
        "count": cases.count(),
    }
    return render(request, "home/home.html", context)
