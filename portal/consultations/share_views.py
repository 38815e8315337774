"""Sharing with a DX leader: the asker shows it, or the desk asks for that; both may end it."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.consultations.desk_forms import ShareForm
from portal.consultations.desk_views import done, form_problem
from portal.consultations.models import Consultation, LeaderShare
from portal.consultations.rights import may_answer
from portal.consultations.sharing import agree, ask_to_share, end_share, show_to_leader
from portal.consultations.views import found_for


@require_POST
def consultation_share(request, pk):
    found, by, now = found_for(request, pk), request.user, timezone.now()
    if found.asker_id == by.pk:
        act, words = show_to_leader, "共有し、DXリーダーに知らせました。"
    elif may_answer(by, found):
        act, words = ask_to_share, "相談者に、共有してよいか尋ねました。"
    else:
        raise Http404
    form = ShareForm(request.POST, consultation=found, prefix="share")
    if not form.is_valid():
        return form_problem(request, found, form)
    leader = form.cleaned_data["leader"]
    return done(request, found, lambda: act(found, leader, by=by, now=now), words)


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
