"""The page a person opens in the morning, the search over everything, and the calendar."""

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.home.dates import KINDS, Shown, Span, calendar_of
from portal.home.doors import doors_for
from portal.home.duties import duties_for
from portal.home.mine import blocks_for, morning_of
from portal.home.news import news_for
from portal.home.searching import Asked, answer, completions, hits
from portal.home.tour import is_offered
from portal.search.querylog import record_search
from training.month import first_day, month_of, span

PAGE_SIZE = 10


@require_GET
def home(request):
    staff, now = request.user, timezone.now()
    morning = morning_of(staff, now)
    news = news_for(staff, timezone.localdate(now))
    context = {
        "duties": duties_for(staff, now),
        "doors": doors_for(morning, news.today),
        "blocks": blocks_for(morning),
        "news": news,
        "tour_is_offered": is_offered(staff),
    }
    return render(request, "home/home.html", context)


@require_GET
def search(request):
    asked = Asked.from_address(request.GET)
    found = answer(asked, request.user) if asked.words else None
    page = Paginator(found.pks if found else [], PAGE_SIZE).get_page(request.GET.get("page"))
    if found and page.number == 1 and not asked.kind:
        record_search(asked.words, strict=found.strict_count, shown=len(found.pks), where="site")
    suggestion = found.meant if found else None
    shown = hits(list(page.object_list), asked.words, suggestion)
    exact_on_page = max(0, found.exact_count - page.start_index() + 1) if found else 0
    context = {
        "asked": asked,
        "found": found,
        "page": page,
        "exact_hits": shown[:exact_on_page],
        "related_hits": shown[exact_on_page:],
        "suggestion": suggestion,
    }
    return render(request, "home/search.html", context)


@require_GET
def search_suggest(request):
    """Words and titles that go on from what is being typed. An extra: needs JavaScript."""
    found = completions(request.GET.get("q", ""), request.user)
    return JsonResponse({"suggestions": found})


@require_GET
def calendar(request):
    today = timezone.localdate()
    first = first_day(request.GET.get("month", ""), today)
    asked = Shown.from_address(request.GET, first)
    entries = calendar_of(request.user, Span(*span(first)), [asked.kind] if asked.kind else [])
    month = month_of(first, ((each.day, each) for each in entries), today)
    context = {
        "asked": asked,
        "month": month,
        "days": [day for week in month.weeks for day in week if day.is_in_month and day.entries],
        "before": asked._replace(month=month.before),
        "now": asked._replace(month=f"{today:%Y-%m}"),
        "after": asked._replace(month=month.after),
        "other_view": asked._replace(is_list=not asked.is_list),
        "kinds": [(asked._replace(kind=code), kind.word) for code, kind in KINDS.items()],
        "every_kind": asked._replace(kind=""),
    }
    return render(request, "home/calendar.html", context)
