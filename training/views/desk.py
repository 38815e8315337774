"""The trainer's desk: sessions one runs, their people and their day."""

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from portal.audit.trail import record
from portal.errors import DomainError
from portal.paper.document import CONTENT_TYPE as PDF
from portal.staff.pages import only_for
from portal.submitting.once import submit_once
from portal.tables.writing import CONTENT_TYPES
from training.attending import code_of, entries_of, mark
from training.booking import add_person, cancel_for
from training.exports import roster_file
from training.forms.seats import AddPersonForm, AttendanceForm, DeskCancelForm
from training.listing import live_bookings
from training.models import Certificate, Meeting, Session
from training.papers import attendance_sheet, name_list
from training.rights import bookings_run_by, may_read_survey, may_train, sessions_run_by

PAGE_SIZE = 20


@require_GET
@only_for(may_train)
def desk(request):
    now = timezone.now()
    is_past = request.GET.get("when") == "past"
    own = sessions_run_by(request.user).with_counts().select_related("course")
    if is_past:
        own = own.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
    else:
        own = own.filter(ends_at__gt=now).order_by("starts_at", "pk")
    page = Paginator(own, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "training/desk.html", {"page": page, "is_past": is_past})


def _own(request, pk) -> Session:
    return get_object_or_404(sessions_run_by(request.user).select_related("course"), pk=pk)


@require_GET
@only_for(may_train)
def roster(request, pk):
    found = _own(request, pk)
    booked, waiting = live_bookings(found)
    certificates = Certificate.objects.filter(session=found).select_related("staff")
    context = {
        "session": found,
        "booked": booked,
        "waiting": waiting,
        "free": max(0, found.capacity - len(booked)),
        "meetings": found.meetings.all(),
        "certificates": certificates.order_by("staff__reading", "pk"),
        "has_ended": found.has_ended(timezone.now()),
        "may_read_survey": may_read_survey(request.user),
    }
    return render(request, "training/roster.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_train)
def roster_add(request, pk):
    found = _own(request, pk)
    form = AddPersonForm(request.POST or None)
    if form.is_valid():
        values, now = form.cleaned_data, timezone.now()
        try:
            submit_once(
                form,
                lambda: add_person(
                    found,
                    values["who"],
                    reason=values["reason"],
                    raise_capacity=values["raise_capacity"],
                    by=request.user,
                    now=now,
                ),
                by=request.user,
                now=now,
            )
        except DomainError as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, f"{values['who'].name}さんを加え、本人に知らせました。")
            return redirect("training:roster", pk)
    return render(request, "training/roster_add.html", {"form": form, "session": found})


@require_http_methods(["GET", "POST"])
@only_for(may_train)
def roster_cancel(request, pk):
    own = bookings_run_by(request.user).select_related("session__course", "staff")
    booking = get_object_or_404(own, pk=pk)
    form = DeskCancelForm(request.POST or None)
    if form.is_valid():
        try:
            cancel_for(booking, **form.cleaned_data, by=request.user, now=timezone.now())
        except DomainError as no:
            messages.error(request, str(no))
        else:
            messages.success(request, "取り消し、本人に知らせました。")
        return redirect("training:roster", booking.session_id)
    return render(request, "training/roster_cancel.html", {"form": form, "booking": booking})


def _meeting(request, pk) -> Meeting:
    own = Meeting.objects.filter(session__in=sessions_run_by(request.user))
    return get_object_or_404(own.select_related("session__course"), pk=pk)


@require_http_methods(["GET", "POST"])
@only_for(may_train)
def attendance(request, pk):
    meeting = _meeting(request, pk)
    booked, _waiting = live_bookings(meeting.session)
    entries = entries_of(meeting, booked)
    form = AttendanceForm(request.POST or None, bookings=booked, entries=entries)
    if form.is_valid():
        now, how = timezone.now(), form.cleaned_data["how"]
        try:
            count = mark(meeting, form.values(), by=request.user, now=now, how=how)
        except DomainError as no:
            messages.error(request, str(no))
        else:
            messages.success(request, f"{count}人の出欠を保存しました。")
        return redirect("training:attendance", pk)
    rows = [(booking, field, entries.get(booking.pk)) for booking, field in form.rows()]
    context = {"form": form, "meeting": meeting, "rows": rows}
    return render(request, "training/attendance.html", context)


@require_GET
@only_for(may_train)
def room_screen(request, pk):
    meeting = _meeting(request, pk)
    code = code_of(meeting, timezone.now())
    address = request.build_absolute_uri(f"{reverse('training:check_in')}?code={code}")
    picture = segno.make(address, error="m").svg_inline(
        border=4, svgclass="dx-room__qr", lineclass=None, omitsize=True, dark="#000", light="#fff"
    )
    context = {
        "meeting": meeting,
        "code": code,
        # Drawn by segno from our own address.
        "picture": mark_safe(picture),  # noqa: S308
        "address": request.build_absolute_uri(reverse("training:check_in")),
    }
    return render(request, "training/room_screen.html", context)


def _file(request, session, content, content_type, name):
    record("training.roster.exported", actor=request.user, obj=session)
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
@only_for(may_train)
def roster_names(request, pk):
    found = _own(request, pk)
    content = name_list(found, live_bookings(found)[0])
    return _file(request, found, content, PDF, f"names-{pk}.pdf")


@require_GET
@only_for(may_train)
def roster_sheet(request, pk):
    found = _own(request, pk)
    meetings, booked = list(found.meetings.all()), live_bookings(found)[0]
    content = attendance_sheet(found, meetings, booked)
    return _file(request, found, content, PDF, f"sheet-{pk}.pdf")


@require_GET
@only_for(may_train)
def roster_export(request, pk):
    found = _own(request, pk)
    return _file(request, found, roster_file(found), CONTENT_TYPES["xlsx"], f"roster-{pk}.xlsx")
