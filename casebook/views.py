"""The search of the casebook, and a case."""

from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_GET

from casebook.article import citation, needs_recheck, sections
from casebook.contacting import may_log
from casebook.drafting import beginning_of
from casebook.growth import growth_of
from casebook.hits import hits
from casebook.listing import (
    SORTS,
    Conditions,
    find_cases,
    nearest_to_nothing,
    own_population,
)
from casebook.models import Case
from casebook.reading import find_case
from casebook.travel_rights import may_compare
from casebook.travelling.records import origin_of
from casebook.wanted import cases_wanting, facts_of
from portal.search.querylog import record_search
from portal.search.suggestions import completions, did_you_mean
from portal.staff.roles import may_edit_pages
from portal.ui.storable import typed_words

PAGE_SIZE = 10


@require_GET
def case_list(request):
    conditions = Conditions.from_address(request.GET)
    cases = Case.objects.visible_to(request.user)
    found = find_cases(conditions, request.user)
    page = Paginator(found.pks, PAGE_SIZE).get_page(request.GET.get("page"))
    if conditions.words and page.number == 1:
        record_search(
            conditions.words, strict=found.exact_count, shown=len(found.pks), where="casebook"
        )
    offered, words_dropping = (
        ([], []) if found.pks else nearest_to_nothing(conditions, request.user)
    )
    exact_on_page = max(0, found.exact_count - page.start_index() + 1) if found.pks else 0
    suggestion = did_you_mean(conditions.words) if conditions.words else None
    shown = hits(cases, list(page.object_list), conditions.words, suggestion)
    context = {
        "conditions": conditions,
        "found": found,
        "page": page,
        "exact_hits": shown[:exact_on_page],
        "related_hits": shown[exact_on_page:],
        "suggestion": suggestion,
        "droppings": words_dropping + found.droppings,
        "offered_hits": hits(cases, offered, ""),
        "sorts": _sorts(conditions),
        "chips": conditions.chips(),
        "clear_address": conditions.address(chosen={}),
    }
    return render(request, "casebook/case_list.html", context)


def _sorts(conditions):
    """Each order with its address; None for an order that cannot be computed today."""
    knows_own_size = own_population() is not None
    return [
        {
            "code": code,
            "label": label,
            "address": conditions.address(sort=code)
            if code != "population" or knows_own_size
            else None,
            "is_current": code
            == (conditions.sort or ("relevance" if conditions.words else "newest")),
        }
        for code, label in SORTS.items()
        if code != "relevance" or conditions.words
    ]


@require_GET
def case_page(request, slug):
    case = find_case(slug)
    if case is None:
        raise Http404
    today, address = timezone.localdate(), request.build_absolute_uri(request.path)
    beside = case.beside
    context = {
        "page": case,
        # What the article shows besides the case's own wording.
        "wording": f"{case.wording}:{today}:{may_edit_pages(request.user)}:{address}",
        "sections": SimpleLazyObject(lambda: sections(case)),
        "needs_recheck": SimpleLazyObject(lambda: needs_recheck(case, today=today)),
        "citation": SimpleLazyObject(lambda: citation(case, address=address)),
        "beginning": beginning_of(case, request.user) if case.has_beginning else None,
        "beside": beside,
        "may_log": may_log(request.user),
        "origin": origin_of(case) if case.has_origin and may_compare(request.user) else None,
    } | growth_of(case)
    return render(request, "casebook/case.html", context)


@require_GET
def case_suggest(request):
    """Words that begin like what is being typed, for the search box. An extra: needs JavaScript."""
    found = completions(request.GET.get("q", ""))
    return JsonResponse({"suggestions": [{"text": text} for text in found]})


@require_GET
def wanted_list(request):
    """Facts that nobody knows yet. Anyone may fill one in, with a source."""
    words = typed_words(request.GET.get("q", ""))
    cases = cases_wanting(Case.objects.visible_to(request.user), words)
    page = Paginator(cases, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": facts_of(list(page.object_list)), "words": words}
    return render(request, "casebook/wanted_list.html", context)
