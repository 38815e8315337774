"""The page a person opens in the morning."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from casebook.models import Case

NEWEST = 6


@require_GET
def home(request):
    cases = Case.objects.visible_to(request.user)
    newest = cases.with_municipality().newest()[:NEWEST]
    return render(request, "home/home.html", {"newest": newest, "count": cases.count()})
