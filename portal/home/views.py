"""The page a person opens in the morning, and the search over everything."""

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from casebook.models import Case
from portal.home.mine import blocks_for
from portal.home.searching import Asked, answer, completions, hits
from portal.search.querylog import record_search
from portal.search.suggestions import did_you_mean

NEWEST = 4
PAGE_SIZE = 10


@require_GET
def home(request):
    cases = Case.objects.visible_to(request.user)
    context = {
        "blocks": blocks_for(request.user, timezone.now()),
        "newest": cases.with_municipality().newest()[:NEWEST],
        "count": cases.count(),
    }
    return render(request, "home/home.html", context)


@require_GET
def search(request):
    asked = Asked.from_address(request.GET)
    found = answer(asked, request.user) if asked.words else None
    page = Paginator(found.pks if found else [], PAGE_SIZE).get_page(request.GET.get("page"))
    if found and page.number == 1 and not asked.kind:
        record_search(asked.words, strict=found.strict_count, shown=len(found.pks), where="site")
    shown = hits(list(page.object_list), asked.words, request.user)
    exact_on_page = max(0, found.exact_count - page.start_index() + 1) if found else 0
    context = {
        "asked": asked,
        "found": found,
        "page": page,
        "exact_hits": shown[:exact_on_page],
        "related_hits": shown[exact_on_page:],
        "suggestion": did_you_mean(asked.words) if asked.words else None,
    }
    return render(request, "home/search.html", context)


@require_GET
def search_suggest(request):
    """Words and titles that go on from what is being typed. An extra: needs JavaScript."""
    found = completions(request.GET.get("q", ""), request.user)
    return JsonResponse({"suggestions": found})
