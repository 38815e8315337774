"""Preparing sessions and keeping the catalogue."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.errors import DomainError
from portal.staff.pages import only_for
from portal.submitting.once import submit_once
from training.booking import cancel_session
from training.cataloguing import add_course, keep_row
from training.forms.seats import SessionCancelForm
from training.forms.sessions import (
    CourseForm,
    NewCourseForm,
    NewSessionForm,
    RepeatForm,
    SeriesForm,
    SessionForm,
)
from training.models import Course, Session
from training.rights import may_keep_catalogue, may_train, sessions_run_by
from training.running import change_session, make_session, open_session, repeat_session
from training.series import make_series, plan_series


def _own(request, pk) -> Session:
    return get_object_or_404(sessions_run_by(request.user).select_related("course"), pk=pk)


@require_http_methods(["GET", "POST"])
@only_for(may_train)
def session_new(request, pk):
    course = get_object_or_404(Course.objects.live(), pk=pk)
    form = NewSessionForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        made = submit_once(
            form,
            lambda: make_session(
                course, form.values(), form.cleaned_data["meetings"], by=request.user, now=now
            ),
            by=request.user,
            now=now,
        )
        messages.success(request, "準備中の回を作りました。公開すると、申し込めるようになります。")
        return redirect("training:roster", made.pk)
    return render(request, "training/session_form.html", {"form": form, "course": course})


@require_http_methods(["GET", "POST"])
@only_for(may_train)
def session_edit(request, pk):
    found = _own(request, pk)
    form = SessionForm(request.POST or None, row=found)
    if form.is_valid() and _changed(request, form, found):
        messages.success(request, "保存しました。日時や会場の変更は、申し込んだ人に知らせました。")
        return redirect("training:roster", pk)
    context = {"form": form, "course": found.course, "session": found}
    return render(request, "training/session_form.html", context)


def _changed(request, form, found) -> bool:
    values, meetings = form.values(), form.cleaned_data["meetings"]
    how = {"version": form.version, "by": request.user, "now": timezone.now()}
    try:
        return form.saved(lambda: change_session(found, values, meetings, **how))
    except DomainError as no:
        form.add_error(None, str(no))
        return False


@require_POST
@only_for(may_train)
def session_open(request, pk):
    found = _own(request, pk)
    try:
        open_session(found, by=request.user, now=timezone.now())
    except DomainError as no:
        messages.error(request, str(no))
    else:
        messages.success(request, "公開しました。")
    return redirect("training:roster", pk)


@require_http_methods(["GET", "POST"])
@only_for(may_train)
def session_cancel(request, pk):
    found = _own(request, pk)
    form = SessionCancelForm(request.POST or None)
    if form.is_valid():
        cancel_session(found, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "中止にし、申し込んだ人全員に知らせました。")
        return redirect("training:roster", pk)
    return render(request, "training/session_cancel.html", {"form": form, "session": found})


@require_http_methods(["GET", "POST"])
@only_for(may_train)
def session_repeat(request, pk):
    found = _own(request, pk)
    form = RepeatForm(request.POST or None)
    if form.is_valid():
        now, days = timezone.now(), form.cleaned_data["days"]
        copy = submit_once(
            form,
            lambda: repeat_session(found, days=days, by=request.user, now=now),
            by=request.user,
            now=now,
        )
        messages.success(request, "写しを作りました。日程を確かめてから公開してください。")
        return redirect("training:session_edit", copy.pk)
    return render(request, "training/session_repeat.html", {"form": form, "session": found})


@require_http_methods(["GET", "POST"])
@only_for(may_train)
def session_series(request, pk):
    """Sessions every week: first what they would run into, then those that are chosen."""
    found = _own(request, pk)
    form = SeriesForm(request.POST or None)
    planned = _planned(found, form) if form.is_valid() else []
    numbers = set(request.POST.getlist("number"))
    chosen = [each for each in planned if str(each.number) in numbers]
    if request.POST.get("step") == "make" and chosen:
        _make_series(request, form, found, chosen)
        messages.success(request, f"{len(chosen)}回を作りました。")
        return redirect("training:desk")
    if request.POST.get("step") == "make" and planned:
        form.add_error(None, "作る回を選んでください。")
    context = {"form": form, "session": found, "planned": planned}
    return render(request, "training/session_series.html", context)


def _planned(found, form):
    count, weeks = form.cleaned_data["count"], form.cleaned_data["weeks"]
    return plan_series(found, count=count, weeks=weeks, now=timezone.now())


def _make_series(request, form, found, chosen):
    by, now, opens = request.user, timezone.now(), form.cleaned_data["opens"]
    submit_once(
        form, lambda: make_series(found, chosen, opens=opens, by=by, now=now)[0], by=by, now=now
    )


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def course_new(request):
    form = NewCourseForm(request.POST or None)
    if form.is_valid():
        by, now = request.user, timezone.now()
        course = submit_once(form, lambda: add_course(form, by=by), by=by, now=now)
        messages.success(request, "科目を足しました。")
        name = "course" if course.is_live else "course_edit"
        return redirect(f"training:{name}", course.pk)
    return render(request, "training/course_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@only_for(may_keep_catalogue)
def course_edit(request, pk):
    course = get_object_or_404(Course, pk=pk)
    form = CourseForm(request.POST or None, row=course)
    if form.is_valid() and form.saved(
        lambda: keep_row(form, "training.course.kept", by=request.user)
    ):
        messages.success(request, "科目を変えました。")
        return redirect("training:course_edit", pk)
    return render(request, "training/course_form.html", {"form": form, "course": course})
