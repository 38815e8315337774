"""A person's own notices, and how to be told of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.notifications.forms import PreferencesForm
from portal.notifications.inbox import mark_all_read, mark_read
from portal.notifications.mail_writing import mail_is_on
from portal.notifications.models import Notification
from portal.notifications.preferences import choose
from portal.notifications.telling import stays_in_the_house

PAGE_SIZE = 20
# The largest id a database knows: no form sends us further.
BIGGEST_ID = 2**63 - 1


@require_GET
def notification_list(request):
    own = Notification.objects.visible_to(request.user)
    only_unread = request.GET.get("unread") == "1"
    shown = own.unread() if only_unread else own
    paginator = Paginator(shown.newest_unread_first(), PAGE_SIZE)
    context = {
        "page": paginator.get_page(request.GET.get("page")),
        "only_unread": only_unread,
        "newest": own.order_by("-pk").values_list("pk", flat=True).first(),
    }
    return render(request, "notifications/notification_list.html", context)


@require_GET
def notification(request, pk):
    """Open what a notice is about. To have opened it is to have read it."""
    own = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    mark_read(own, now=timezone.now())
    # Checked when it was written, and again: a row may come from elsewhere.
    return redirect(own.link if stays_in_the_house(own.link) else _list(request))


@require_POST
def notification_read(request, pk):
    own = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    mark_read(own, now=timezone.now())
    messages.success(request, f"「{own.title}」を既読にしました。")
    return redirect(_list(request))


@require_POST
def notification_read_all(request):
    through = request.POST.get("through", "")
    if through.isascii() and through.isdigit() and int(through) <= BIGGEST_ID:
        count = mark_all_read(request.user, through=int(through), now=timezone.now())
        messages.success(request, f"{count}件を既読にしました。")
    return redirect(_list(request))


@require_http_methods(["GET", "POST"])
def notification_settings(request):
    form = PreferencesForm(request.POST or None, staff=request.user)
    if request.method == "POST" and form.is_valid():
        choose(request.user, form.cleaned_data)
        messages.success(request, "お知らせの受け取り方を保存しました。")
        return redirect("notifications:notification_settings")
    context = {"form": form, "mail_is_on": mail_is_on(), "address": request.user.email}
    return render(request, "notifications/notification_settings.html", context)


def _list(request):
    address = reverse("notifications:notification_list")
    return f"{address}?unread=1" if request.POST.get("unread") == "1" else address
