"""What everybody sees: courses, sessions, the month."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from portal.files.kinds import VIDEOS
from portal.files.models import StoredFile
from training.enrolling import enrolments_of
from training.listing import (
    Conditions,
    choices_of,
    clashes,
    rows_for,
    with_coming_sessions,
)
from training.models import Course, Meeting, Session
from training.month import first_day, month_of, span
from training.rights import (
    may_keep_catalogue,
    may_read_material,
    may_train,
    sessions_of,
    sessions_run_by,
)
from training.watching import watched_by

PAGE_SIZE = 20


@require_GET
def course_list(request):
    now = timezone.now()
    conditions = Conditions.from_address(request.GET)
    found = with_coming_sessions(conditions.courses(), now).order_by("topic", "code")
    context = {
        "conditions": conditions,
        "choices": choices_of(conditions),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_keep": may_keep_catalogue(request.user),
        "here": "courses",
    }
    return render(request, "training/course_list.html", context)


@require_GET
def course(request, pk):
    now = timezone.now()
    found = get_object_or_404(Course.objects.live(), pk=pk)
    coming = Session.objects.visible_to(request.user).filter(course=found).coming(now)
    is_reader = may_read_material(request.user, found)
    materials = StoredFile.objects.of(found).exclude(kind__in=VIDEOS) if is_reader else None
    context = {
        "course": found,
        "rows": rows_for(
            coming.select_related("course").order_by("starts_at", "pk"), request.user, now
        ),
        "lecturers": found.lecturers.order_by("pk"),
        "skills": found.covers.filter(is_live=True),
        "may_keep": may_keep_catalogue(request.user),
        "may_train": may_train(request.user),
        "materials": materials,
        "watched": watched_by(found, request.user) if is_reader else [],
        "due": enrolments_of(request.user).filter(course=found).first(),
        "may_read_material": materials is not None,
    }
    return render(request, "training/course.html", context)


@require_GET
def session_list(request):
    now = timezone.now()
    conditions = Conditions.from_address(request.GET)
    is_past = request.GET.get("when") == "past"
    found = Session.objects.visible_to(request.user).filter(course__in=conditions.courses())
    if is_past:
        found = found.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
    else:
        found = found.coming(now).order_by("starts_at", "pk")
    page = Paginator(found.select_related("course"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "conditions": conditions,
        "choices": choices_of(conditions),
        "is_past": is_past,
        "page": page,
        "rows": rows_for(page.object_list, request.user, now),
        "here": "sessions",
    }
    return render(request, "training/session_list.html", context)


@require_GET
def session_month(request):
    today = localdate()
    first = first_day(request.GET.get("month", ""), today)
    begins, ends = span(first)
    meetings = Meeting.objects.filter(
        session__in=Session.objects.visible_to(request.user),
        starts_at__gte=begins,
        starts_at__lt=ends,
    ).select_related("session__course")
    dated = [(localdate(each.starts_at), each) for each in meetings.order_by("starts_at", "pk")]
    month = month_of(first, dated, today)
    has_any = any(day.entries for week in month.weeks for day in week)
    context = {"month": month, "has_any": has_any, "here": "month"}
    return render(request, "training/session_month.html", context)


@require_GET
def session(request, pk):
    now = timezone.now()
    readable = Session.objects.visible_to(request.user).select_related("course")
    found = get_object_or_404(readable, pk=pk)
    [row] = rows_for([found], request.user, now)
    context = {
        "session": found,
        "row": row,
        "meetings": found.meetings.all(),
        "clashes": clashes(found, request.user) if row.facts.own or row.verdict.act else [],
        "lecturers": found.lecturers.order_by("pk"),
        "runs_it": sessions_run_by(request.user).filter(pk=pk).exists(),
        "may_talk": sessions_of(request.user).filter(pk=pk).exists(),
        "may_check_in": row.facts.own and row.facts.own.is_booked and not found.has_ended(now),
        "may_cancel": row.facts.own and not found.has_started(now),
    }
    return render(request, "training/session.html", context)
