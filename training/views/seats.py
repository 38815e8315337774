"""What a person does about their own seat, and what they have done so far."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.errors import DomainError
from training.attending import check_in as enter
from training.attending import meeting_by_code
from training.booking import book_seat, cancel_own, take_free_seat
from training.calendars import CONTENT_TYPE, calendar_of, replace_key, revoke_key
from training.enrolling import enrolments_of
from training.forms.seats import CancelForm, CheckInForm
from training.models import Booking, Certificate, FeedKey, Session
from training.surveying import refusal

PAST_SHOWN = 20
DONE = {
    Booking.Status.BOOKED: "申し込みました。予定は、下のボタンからカレンダーに入れられます。",
    Booking.Status.WAITLISTED: "補欠として申し込みました。空席が出ると、順に繰り上がります。",
}


def _ask(request, pk, verb):
    session = get_object_or_404(Session.objects.visible_to(request.user), pk=pk)
    try:
        booking = verb(session, request.user, now=timezone.now())
    except DomainError as no:
        messages.error(request, str(no))
    else:
        messages.success(request, DONE[booking.status])
    return redirect("training:session", pk)


@require_POST
def session_book(request, pk):
    return _ask(request, pk, book_seat)


@require_POST
def session_take(request, pk):
    return _ask(request, pk, take_free_seat)


@require_http_methods(["GET", "POST"])
def booking_cancel(request, pk):
    own = Booking.objects.filter(staff=request.user).select_related("session__course")
    booking = get_object_or_404(own, pk=pk)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            cancel_own(booking, **form.cleaned_data, now=timezone.now())
        except DomainError as no:
            messages.error(request, str(no))
        else:
            messages.success(request, "取り消しました。")
        return redirect("training:session", booking.session_id)
    return render(request, "training/booking_cancel.html", {"form": form, "booking": booking})


@require_GET
def session_ics(request, pk):
    readable = Session.objects.visible_to(request.user).select_related("course")
    found = get_object_or_404(readable, pk=pk)
    answer = HttpResponse(calendar_of(found), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="session-{pk}.ics"'
    return answer


@require_GET
def my_training(request):
    return _mine(request)


def _mine(request, feed_address=""):
    now, staff = timezone.now(), request.user
    own = Booking.objects.filter(staff=staff).select_related("session__course")
    live = own.live()
    past = live.booked().filter(session__ends_at__lte=now).order_by("-session__starts_at", "-pk")
    certificates = Certificate.objects.filter(staff=staff).order_by("-completed_on", "-pk")
    context = {
        "coming": live.filter(session__ends_at__gt=now).order_by("session__starts_at", "pk"),
        "past": [(booking, refusal(booking, now)) for booking in past[:PAST_SHOWN]],
        "certificates": certificates,
        "compulsory": [(row, row.is_late(timezone.localdate(now))) for row in enrolments_of(staff)],
        "completions": _completions(staff),
        "outside": staff.outside_records.select_related("course").order_by("-done_on", "-pk"),
        "feed": FeedKey.objects.filter(staff=staff).first(),
        "feed_address": feed_address,
        "here": "mine",
    }
    return render(request, "training/my_training.html", context)


def _completions(staff):
    own = staff.completions.select_related("course", "follow_up")
    return own.order_by("-completed_on", "-pk")


@require_POST
def feed_replace(request):
    """Shows the new address at once: it cannot be shown again."""
    key = replace_key(request.user, now=timezone.now())
    path = reverse("training_feed:calendar_feed", args=[key])
    return _mine(request, settings.BASE_URL + path)


@require_POST
def feed_revoke(request):
    revoke_key(request.user)
    messages.success(request, "予定のアドレスを使えなくしました。")
    return redirect("training:my_training")


@require_http_methods(["GET", "POST"])
def check_in(request):
    """The room's QR code leads here with its code filled in."""
    form = CheckInForm(request.POST or None, initial={"code": request.GET.get("code", "")[:10]})
    if form.is_valid():
        now, code = timezone.now(), form.cleaned_data["code"]
        try:
            meeting = meeting_by_code(request.user, code, now=now)
            entry = enter(meeting, request.user, code, now=now)
        except DomainError as no:
            form.add_error("code", str(no))
        else:
            messages.success(request, f"「{entry.get_value_display()}」として登録しました。")
            return redirect("training:session", meeting.session_id)
    return render(request, "training/check_in.html", {"form": form})
