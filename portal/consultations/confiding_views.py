"""Who reads a consultation, changed after it was asked; each with its consequences first."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.consultations.confiding import ask_to_open, hide, open_up, refuse_to_open
from portal.consultations.desk_forms import HideForm
from portal.consultations.desk_views import done
from portal.consultations.models import Consultation, OpeningRequest
from portal.consultations.people import officers
from portal.consultations.rights import may_answer
from portal.consultations.views import found_for
from portal.errors import DomainError


@require_http_methods(["GET", "POST"])
def consultation_hide(request, pk):
    found, now, by = _for_both(request, pk), timezone.now(), request.user
    if found.is_confidential:
        messages.info(request, "この相談は非公開です。")
        return redirect("consultations:consultation", pk)
    form = HideForm(request.POST or None, consultation=found)
    if request.method == "POST" and form.is_valid():
        try:
            hide(found, form.readers(), by=by, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "非公開にしました。")
            return _back(request, found)
    context = {
        "form": form,
        "consultation": found,
        "shares": found.shares.filter(ended_at=None).select_related("leader"),
        "packets": found.packets.open_at(now).count(),
    }
    return render(request, "consultations/consultation_hide.html", context)


@require_http_methods(["GET", "POST"])
def consultation_open(request, pk):
    """The asker opens it; an officer asks the asker."""
    found, now, by = _for_both(request, pk), timezone.now(), request.user
    is_own = found.asker_id == by.pk
    if not (found.is_confidential or is_own):
        raise Http404
    if request.method == "POST" and is_own:
        act = partial(open_up, found, by=by, now=now)
        return done(request, found, act, "DX課の全員が読めるようになりました。")
    if request.method == "POST":
        act = partial(ask_to_open, found, by=by, now=now)
        return done(request, found, act, "相談した人に尋ねました。")
    if not found.is_confidential:
        messages.info(request, "この相談は非公開ではありません。")
        return redirect("consultations:consultation", pk)
    context = {
        "consultation": found,
        "is_own": is_own,
        "officers": officers(timezone.localdate(now)).exclude(pk=found.asker_id).count(),
    }
    return render(request, "consultations/consultation_open.html", context)


@require_POST
def opening_answer(request, pk):
    own = OpeningRequest.objects.filter(consultation__asker=request.user)
    opening = get_object_or_404(own.select_related("consultation"), pk=pk)
    now, by, row = timezone.now(), request.user, opening.consultation
    if request.POST.get("agrees") == "yes":
        act = partial(open_up, row, by=by, now=now)
        return done(request, row, act, "DX課の全員が読めるようになりました。")
    act = partial(refuse_to_open, opening, by=by, now=now)
    return done(request, row, act, "非公開のままにしました。")


def _for_both(request, pk) -> Consultation:
    """For the asker and for the officers who may work on it; for all others it is not there."""
    found = found_for(request, pk)
    if found.asker_id != request.user.pk and not may_answer(request.user, found):
        raise Http404
    return found


def _back(request, found: Consultation):
    """Who hid it from themselves goes to the list."""
    if Consultation.objects.visible_to(request.user).filter(pk=found.pk).exists():
        return redirect("consultations:consultation", found.pk)
    return redirect("consultations:desk")
