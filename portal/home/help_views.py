"""ヘルプ: manuals by role, what is new, and the first-visit tour."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.home.manuals import manuals, releases
from portal.home.tour import STOPS, leave

SECTIONS = [
    ("manuals", "役割ごとの手引き"),
    ("search", "事例をさがす"),
    ("keyboard", "キーボードで使う"),
    ("words", "状態を表す言葉"),
    ("account", "ログインと印刷"),
    ("contact", "それでも困ったとき"),
]


@require_GET
def help_page(request):
    """One's own manuals first; nobody is kept from reading the others."""
    every = list(manuals().values())
    own = [manual for manual in every if manual.is_for(request.user)]
    context = {
        "sections": SECTIONS,
        "own": own,
        "others": [manual for manual in every if manual not in own],
        "idle_minutes": settings.SESSION_IDLE // timedelta(minutes=1),
        "absolute_hours": settings.SESSION_ABSOLUTE // timedelta(hours=1),
    }
    return render(request, "home/help_page.html", context)


@require_GET
def manual(request, slug):
    found = manuals().get(slug)
    if found is None:
        raise Http404
    return render(request, "home/manual.html", {"manual": found})


@require_GET
def release_notes(request):
    return render(request, "home/release_notes.html", {"html": releases()})


@require_GET
def tour(request, step):
    """Pages and not a layer above the page: they work by keyboard and can be opened again."""
    if not 1 <= step <= len(STOPS):
        raise Http404
    context = {
        "stop": STOPS[step - 1],
        "step": step,
        "count": len(STOPS),
        "before": step - 1,
        "after": step + 1 if step < len(STOPS) else 0,
    }
    return render(request, "home/tour.html", context)


@require_POST
def tour_leave(request):
    leave(request.user, now=timezone.now())
    return redirect("home:home")
