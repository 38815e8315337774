"""Sharing with a DX leader: the desk asks, the asker answers, both may end it."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.consultations.desk_forms import ShareForm
from portal.consultations.desk_views import done, for_desk, form_problem
from portal.consultations.models import Consultation, LeaderShare
from portal.consultations.sharing import agree, ask_to_share, end_share


@require_POST
def consultation_share(request, pk):
    found, now = for_desk(request, pk), timezone.now()
    form = ShareForm(request.POST, consultation=found, prefix="share")
    if not form.is_valid():
        return form_problem(request, found, form)
    leader = form.cleaned_data["leader"]
    return done(
        request,
        found,
        lambda: ask_to_share(found, leader, by=request.user, now=now),
        "相談者に、共有してよいか尋ねました。",
    )


@require_POST
def share_answer(request, pk):
    own = LeaderShare.objects.filter(consultation__asker=request.user)
    share = get_object_or_404(own.select_related("consultation", "leader"), pk=pk)
    now = timezone.now()
    agrees = request.POST.get("agrees") == "yes"
    act, words = (agree, "共有しました。") if agrees else (end_share, "共有しません。")
    return done(request, share.consultation, lambda: act(share, by=request.user, now=now), words)


@require_POST
def share_end(request, pk):
    mine = Q(consultation__asker=request.user) | Q(
        consultation__in=Consultation.objects.on_desk_of(request.user)
    )
    shares = LeaderShare.objects.filter(mine).select_related("consultation")
    share, now = get_object_or_404(shares, pk=pk), timezone.now()
    return done(
        request,
        share.consultation,
        lambda: end_share(share, by=request.user, now=now),
        "共有を終えました。",
    )
