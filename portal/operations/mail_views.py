"""The outbox on the screen: whether mails go out, and those that did not."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.errors import DomainError
from portal.notifications.mail_desk import given_up_mails, outbox, send_again, send_all_again
from portal.notifications.models import Mail
from portal.operations.access import may_see_mail, may_send_mail_again, only_for

PAGE_SIZE = 50


@require_GET
@only_for(may_see_mail, trying="mail.read")
def mail_list(request):
    context = {
        "outbox": outbox(timezone.now()),
        "page": Paginator(given_up_mails(), PAGE_SIZE).get_page(request.GET.get("page")),
        "may_send_again": may_send_mail_again(request.user),
    }
    return render(request, "operations/mail_list.html", context)


@require_POST
@only_for(may_send_mail_again, trying="mail.sent_again")
def mail_send_again(request, pk):
    mail = get_object_or_404(Mail, pk=pk)
    try:
        send_again(mail, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "もう一度送ります。しばらくして、この画面を開き直してください。")
    return redirect("jobs:mail_list")


@require_POST
@only_for(may_send_mail_again, trying="mail.sent_again")
def mail_send_all_again(request):
    count = send_all_again(by=request.user, now=timezone.now())
    messages.success(request, f"{count}通をもう一度送ります。期限を過ぎたものは送りません。")
    return redirect("jobs:mail_list")
