"""事例の交換: signed files between municipalities."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from casebook.exchange_forms import (
    ExchangeFileForm,
    ExchangeReceiveForm,
    FeedTokenForm,
    PartnerForm,
)
from casebook.models import CaseImport, ExchangeFile, FeedToken, Partner
from casebook.travel_rights import may_arrange, may_receive, only_for
from casebook.travel_views import arrived_or_404, arrived_page, as_file, choice_form
from casebook.travelling.exchanging import (
    UnknownSigner,
    accept_case,
    latest_exchange,
    leave_case,
    make_exchange,
    own_fingerprint,
    receive_exchange,
)
from casebook.travelling.partners import (
    end_partner,
    make_token,
    revoke_token,
    subscribe,
    use_token,
)
from casebook.travelling.signing import fingerprint, own_public_key
from portal.errors import DomainError
from portal.submitting.once import submit_once

HISTORY = 20


@only_for(may_receive)
@require_GET
def exchange(request):
    return _exchange_page(request)


@only_for(may_arrange)
@require_POST
def exchange_make(request):
    form, now = ExchangeFileForm(request.POST), timezone.now()
    if not form.is_valid():
        return _exchange_page(request, form=form)
    sent = form.cleaned_data
    try:
        submit_once(
            form,
            lambda: make_exchange(
                sent["scope"],
                contact=sent["contact"],
                licence=sent["licence"],
                by=request.user,
                now=now,
            ),
            by=request.user,
            now=now,
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _exchange_page(request, form=form)
    messages.success(request, "交換ファイルを作りました。下のボタンで受け取ってください。")
    return redirect("casebook:exchange")


@only_for(may_arrange)
@require_GET
def exchange_download(request):
    made = latest_exchange()
    if made is None:
        messages.error(request, "交換ファイルはまだありません。先に作ってください。")
        return redirect("casebook:exchange")
    return _exchange_file(made)


@only_for(may_receive)
@require_http_methods(["GET", "POST"])
def exchange_receive(request):
    form = ExchangeReceiveForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            came = receive_exchange(
                sent["content"], name=sent["name"], by=request.user, now=timezone.now()
            )
        except UnknownSigner as unknown:
            return _unknown_page(request, unknown)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("casebook:case_import", came.pk)
    return render(request, "casebook/exchange_receive.html", {"form": form})


@only_for(may_receive)
@require_POST
def arrived_case_accept(request, pk):
    arrived = arrived_or_404(pk)
    form = choice_form(arrived, request.POST)
    if not form.is_valid():
        return arrived_page(request, arrived, form)
    return _decide(
        request,
        arrived,
        lambda now: accept_case(arrived, form.cleaned_data, by=request.user, now=now),
        "受け取りました。公開するには、事例の編集画面で公開してください。",
    )


@only_for(may_receive)
@require_POST
def arrived_case_leave(request, pk):
    arrived = arrived_or_404(pk)
    return _decide(
        request,
        arrived,
        lambda now: leave_case(arrived, by=request.user, now=now),
        "控えました。うちの事例は変わっていません。",
    )


@only_for(may_arrange)
@require_http_methods(["GET", "POST"])
def partner_new(request):
    form = PartnerForm(request.POST or None, initial=_offered(request))
    if form.is_valid():
        now = timezone.now()
        try:
            submit_once(
                form,
                lambda: subscribe(
                    form.card(), heard=form.cleaned_data["heard"], by=request.user, now=now
                ),
                by=request.user,
                now=now,
            )
        except DomainError as refusal:
            form.add_error("heard", str(refusal))
        else:
            messages.success(request, "登録しました。この自治体の交換ファイルを受け取れます。")
            return redirect("casebook:exchange")
    return render(request, "casebook/partner_new.html", {"form": form})


@only_for(may_arrange)
@require_POST
def partner_end(request, pk):
    end_partner(get_object_or_404(Partner, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, "登録をやめました。受け取った事例はそのままです。")
    return redirect("casebook:exchange")


@only_for(may_arrange)
@require_POST
def feed_token_new(request):
    form, now, told = FeedTokenForm(request.POST), timezone.now(), []

    def make():
        made, token = make_token(form.cleaned_data["holder"], by=request.user, now=now)
        told.append(token)
        return made

    if form.is_valid():
        submit_once(form, make, by=request.user, now=now)
        # Shown in this answer alone: the page is not kept, and the token cannot be read again.
        return _exchange_page(request, token=told[0] if told else "")
    return _exchange_page(request, token_form=form)


@only_for(may_arrange)
@require_POST
def feed_token_revoke(request, pk):
    revoke_token(get_object_or_404(FeedToken, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, "合言葉を止めました。もう使えません。")
    return redirect("casebook:exchange")


@login_not_required
@require_safe
def exchange_latest(request):
    """Our newest exchange file for the portal of another municipality."""
    made = latest_exchange()
    if made is None or not use_token(request.headers.get("Authorization", ""), now=timezone.now()):
        raise Http404
    etag = f'"{made.file_hash}"'
    same = request.headers.get("If-None-Match") == etag
    answer = HttpResponseNotModified() if same else _exchange_file(made)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _exchange_page(request, *, form=None, token_form=None, token=""):
    last = ExchangeFile.objects.defer("content").order_by("-made_at", "-pk").first()
    known = {"contact": last.contact, "licence": last.licence} if last else {}
    received = CaseImport.objects.filter(kind=CaseImport.Kind.EXCHANGE).defer("content", "problems")
    context = {
        "public_key": own_public_key(),
        "fingerprint": own_fingerprint(),
        "form": form or ExchangeFileForm(initial=known),
        "token_form": token_form or FeedTokenForm(),
        "token": token,
        "feed_address": request.build_absolute_uri(reverse("casebook:exchange_latest")),
        "last": last,
        "made": ExchangeFile.objects.defer("content")
        .select_related("made_by")
        .order_by("-made_at", "-pk")[:HISTORY],
        "partners": [
            (partner, fingerprint(partner.public_key))
            for partner in Partner.objects.filter(ended_at=None)
            .select_related("subscribed_by")
            .order_by("code")
        ],
        "tokens": FeedToken.objects.filter(revoked_at=None).order_by("-made_at", "-pk"),
        "received": received.select_related("made_by", "partner").order_by("-made_at", "-pk")[
            :HISTORY
        ],
        "may_arrange": may_arrange(request.user),
    }
    answer = render(request, "casebook/exchange.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _unknown_page(request, unknown):
    context = {
        "opened": unknown.opened,
        "has_changed": unknown.has_changed,
        "public_key": unknown.opened.manifest["public_key"],
        "may_arrange": may_arrange(request.user),
    }
    return render(request, "casebook/exchange_unknown.html", context)


def _decide(request, arrived, act, words):
    try:
        act(timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("casebook:case_import", arrived.case_import_id)


def _offered(request):
    """What an unknown file said of its sender; never the fingerprint."""
    return {
        name: request.GET[name]
        for name in ("code", "name", "public_key", "contact")
        if name in request.GET
    }


def _exchange_file(made):
    day = timezone.localdate(made.made_at).isoformat()
    return as_file(bytes(made.content), f"casebook-exchange-{day}.zip", "application/zip")
