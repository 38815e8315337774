"""Which cases want a look: checked a year ago, or with a link that no longer opens."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from casebook.models import Case, LinkCheck
from casebook.people import may_review
from casebook.refreshing import confirm, stale
from portal.errors import DomainError
from portal.staff.pages import only_for

PAGE_SIZE = 30
Result = LinkCheck.Result


@require_GET
@only_for(may_review)
def freshness(request):
    today = timezone.localdate()
    broken = LinkCheck.objects.filter(result__in=[Result.GONE, Result.SILENT])
    with_broken = Case.objects.live().filter(pk__in=broken.values("case")).order_by("pk")
    views = {
        "stale": ("確認から1年たった事例", stale(today)),
        "broken": ("開けないリンクがある事例", with_broken),
        "all": ("すべての事例", Case.objects.live().order_by("verified_on", "pk")),
    }
    view = request.GET.get("view", "stale")
    view = view if view in views else "stale"
    label, cases = views[view]
    checks = Prefetch("link_checks", broken.order_by("url"), to_attr="broken_links")
    rows = cases.with_municipality().select_related("owner").prefetch_related(checks)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "views": [(code, words, found.count()) for code, (words, found) in views.items()],
        "view": view,
        "label": label,
        "link_check": settings.LINK_CHECK,
    }
    return render(request, "casebook/freshness.html", context)


@require_POST
@only_for(may_review)
def freshness_confirm(request, pk):
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    try:
        confirm(case, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{case.title}」を確認しました。")
    return redirect(reverse("casebook:freshness"))
