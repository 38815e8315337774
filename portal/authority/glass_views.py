"""非常時の閲覧: asking, approving, ending, and the list of all."""

from functools import partial
from typing import NamedTuple

from django.apps import apps
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.authority import breaking_glass
from portal.authority.forms import BreakGlassForm
from portal.authority.glass_objects import glass_objects
from portal.authority.models import BreakGlassGrant
from portal.errors import DomainError
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 20
TONES = {"asked": "caution", "open": "wanted", "ended": "neutral", "refused": "negative"}


class Line(NamedTuple):
    """A grant as this reader sees it. ``link`` is empty for whoever may not read the thing."""

    grant: BreakGlassGrant
    words: str
    link: str
    tone: str
    may_decide: bool
    may_end: bool


@require_GET
@only_for(breaking_glass.may_ask)
def glass_list(request):
    grants = BreakGlassGrant.objects.select_related("object_type", "asker", "decider")
    page = Paginator(grants, PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "page": page,
        "lines": _lines(list(page), request.user, now),
        "has_objects": bool(glass_objects()),
    }
    return render(request, "authority/glass_list.html", context)


@require_http_methods(["GET", "POST"])
@only_for(breaking_glass.may_ask)
def glass_ask(request):
    known = {name: request.GET.get(name, "") for name in ("kind", "number")}
    form = BreakGlassForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid() and _ask(request, form):
        return redirect("authority:glass_list")
    context = {"form": form, "has_objects": bool(glass_objects())}
    return render(request, "authority/glass_ask.html", context)


@require_POST
@only_for(breaking_glass.may_approve)
def glass_approve(request, pk):
    done = "承認しました。申請した人は、いまから8時間だけ閲覧できます。"
    return _act(request, pk, breaking_glass.approve, done)


@require_POST
@only_for(breaking_glass.may_approve)
def glass_refuse(request, pk):
    return _act(request, pk, breaking_glass.refuse, "見送りました。申請した人に知らせます。")


@require_POST
@only_for(breaking_glass.may_ask)
def glass_end(request, pk):
    return _act(request, pk, breaking_glass.end, "終わりにしました。これ以上は閲覧できません。")


def _ask(request, form) -> bool:
    values, now = form.cleaned_data, timezone.now()
    reason = values["reason"]
    ask = partial(breaking_glass.ask, values["object"], by=request.user, reason=reason, now=now)
    try:
        submit_once(form, ask, by=request.user, now=now)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "申請しました。ほかの人が承認すると、8時間だけ閲覧できます。")
    return True


def _act(request, pk, verb, done):
    grant = get_object_or_404(BreakGlassGrant, pk=pk)
    try:
        verb(grant, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("authority:glass_list")


def _lines(grants, reader, now) -> list[Line]:
    wanted: dict[str, set[str]] = {}
    for grant in grants:
        wanted.setdefault(grant.kind, set()).add(grant.object_id)
    known = glass_objects()
    found = {
        (kind, str(obj.pk)): obj
        for kind, ids in wanted.items()
        if kind in known
        for obj in apps.get_model(kind)._default_manager.filter(pk__in=ids)
    }
    return [_line(grant, found.get((grant.kind, grant.object_id)), reader, now) for grant in grants]


def _line(grant, obj, reader, now) -> Line:
    glass = glass_objects().get(grant.kind)
    words = glass.describe(obj) if obj else f"{grant.object_type.name} {grant.object_id}"
    is_open = grant.state == BreakGlassGrant.State.OPEN and grant.ends_at > now
    return Line(
        grant,
        words,
        glass.link_to(obj) if obj and is_open and grant.asker == reader else "",
        TONES.get(grant.state, "neutral"),
        grant.state == BreakGlassGrant.State.ASKED
        and grant.asker != reader
        and breaking_glass.may_approve(reader),
        breaking_glass.may_end(reader, grant),
    )
