"""What an outside adviser is shown: the desk makes it, the adviser accepts and reads."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.consultations.advising import accept, advise, look, make_packet, revoke
from portal.consultations.desk_views import for_desk
from portal.consultations.models import Packet
from portal.consultations.more_forms import PacketForm, ResultForm
from portal.errors import DomainError
from portal.submitting.once import submit_once


@require_http_methods(["GET", "POST"])
def packet_new(request, pk):
    found = for_desk(request, pk)
    form = PacketForm(request.POST or None, consultation=found)
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user
        adviser = form.cleaned_data["username"]

        def make():
            return make_packet(found, form.scope(), adviser=adviser, by=by, now=now)

        try:
            made = submit_once(form, make, by=by, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "助言者に知らせました。")
            return redirect("consultations:packet", made.pk)
    return render(request, "consultations/packet_new.html", {"form": form, "consultation": found})


@require_GET
def packet(request, pk):
    """The adviser sees the pieces after accepting; each look is kept."""
    found, now = _found(request, pk), timezone.now()
    is_adviser = found.adviser_id == request.user.pk
    may_look = found.accepted_at is not None or not is_adviser
    context = {
        "packet": found,
        "is_adviser": is_adviser,
        "is_open": found.is_open(now),
        "shown": look(found, by=request.user, now=now) if may_look else [],
        "may_look": may_look,
        "result_form": ResultForm(initial={"result": found.result}),
        "views": [] if is_adviser else found.views.select_related("staff").order_by("-at")[:50],
    }
    return render(request, "consultations/packet.html", context)


@require_POST
def packet_accept(request, pk):
    found = _found(request, pk)
    if found.adviser_id != request.user.pk:
        raise Http404
    return _done(request, found, accept, "同意を記録しました。")


@require_POST
def packet_revoke(request, pk):
    found = _found(request, pk)
    for_desk(request, found.consultation_id)
    return _done(request, found, revoke, "取り消しました。もう見られません。")


@require_POST
def packet_advise(request, pk):
    found = _found(request, pk)
    form = ResultForm(request.POST)
    if not form.is_valid():
        messages.error(request, "助言の結果を入力してください。")
        return redirect("consultations:packet", pk)
    result = form.cleaned_data["result"]

    def act(row, **who):
        advise(row, result, **who)

    return _done(request, found, act, "助言の結果を残しました。")


def _found(request, pk) -> Packet:
    rows = Packet.objects.visible_to(request.user, timezone.now())
    return get_object_or_404(rows.select_related("consultation", "adviser", "made_by"), pk=pk)


def _done(request, found: Packet, act, words: str):
    try:
        act(found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    if Packet.objects.visible_to(request.user, timezone.now()).filter(pk=found.pk).exists():
        return redirect("consultations:packet", found.pk)
    return redirect("consultations:consultation_list")
