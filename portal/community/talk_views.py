"""One press each: reactions, thanks, and what a person keeps."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.community.forms import ReactionForm, ThanksForm
from portal.community.keeping import drop, keep
from portal.community.kinds import visible_objects
from portal.community.models import Thanks
from portal.community.reacting import clear_reaction, set_reaction
from portal.community.rights import author_of, open_target_or_404, target_or_404
from portal.community.thanking import thank
from portal.errors import DomainError
from portal.submitting.once import submit_once

PAGE_SIZE = 30
PRESS_AGAIN = "画面が古くなっています。開き直して、もう一度押してください。"


@require_POST
def reaction_set(request, label, object_id):
    target, kind = target_or_404(label, object_id, request.user)
    form = ReactionForm(request.POST)
    if not form.is_valid():
        messages.error(request, PRESS_AGAIN)
    elif form.cleaned_data["on"]:
        set_reaction(target, form.cleaned_data["sort"], by=request.user, now=timezone.now())
    else:
        clear_reaction(target, form.cleaned_data["sort"], by=request.user)
    return redirect(way_back(request, kind.url(target)))


@require_POST
def bookmark_set(request, label, object_id):
    target, kind = open_target_or_404(label, object_id, request.user)
    if request.POST.get("on"):
        keep(target, by=request.user, now=timezone.now())
        messages.success(request, "保存しました。「保存したもの」でいつでも開けます。")
    else:
        drop(target, by=request.user)
        messages.success(request, "保存を外しました。")
    return redirect(way_back(request, kind.url(target)))


@require_http_methods(["GET", "POST"])
def thanks_new(request, label, object_id):
    target, kind = open_target_or_404(label, object_id, request.user)
    to = author_of(kind, target)
    form = ThanksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, now = form.cleaned_data["words"], timezone.now()
        try:
            submit_once(
                form,
                lambda: thank(target, words, by=request.user, now=now),
                by=request.user,
                now=now,
            )
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "お礼を送りました。")
        return redirect(kind.url(target))
    context = {
        "form": form,
        "kind": kind,
        "title": kind.title(target),
        "url": kind.url(target),
        "to": to,
    }
    return render(request, "community/thanks_new.html", context)


@require_GET
def thanks_list(request):
    """Thanks that a person received, each with what it was for while that can be seen."""
    received = Thanks.objects.filter(to=request.user).select_related("by", "by__department")
    pages = Paginator(received.order_by("-at", "-pk"), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    targets = visible_objects(page, request.user)
    rows = [(thanks, _link(thanks, targets.get(thanks.key))) for thanks in page]
    return render(request, "community/thanks_list.html", {"page": page, "rows": rows})


def _link(thanks, target):
    kind = thanks.kind_of_target()
    return (kind.title(target), kind.url(target)) if target else None


def way_back(request, otherwise: str) -> str:
    """Where the button stood, when that is a page of the portal."""
    came_from = request.POST.get("next", "")
    hosts = {request.get_host()}
    is_ours = came_from.startswith("/") and url_has_allowed_host_and_scheme(came_from, hosts)
    return came_from if is_ours else otherwise


def number_or_404(text: str) -> int:
    """A key in an address. Raises Http404 for what no database holds."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)
