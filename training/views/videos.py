"""Watching a course's videos, and who has."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from portal.files.kinds import VIDEOS
from portal.files.models import StoredFile
from portal.files.playing import video_answer
from portal.staff.pages import only_for
from training.forms.videos import PositionForm
from training.models import Course
from training.rights import may_read_material, may_train
from training.watching import note_position, say_finished, videos_of, viewers_of, watched_by


def _video(request, pk) -> StoredFile:
    """A video of a course, for those who may read its material; for others it is missing."""
    video = get_object_or_404(StoredFile.objects.filter(kind__in=VIDEOS), pk=pk)
    course = video.owner
    if not isinstance(course, Course) or not may_read_material(request.user, course):
        raise Http404
    return video


@require_GET
def course_video(request, pk):
    video = _video(request, pk)
    watched = watched_by(video.owner, request.user)
    own = next(each for each in watched if each.video == video)
    context = {
        "course": video.owner,
        "own": own,
        "others": [each for each in watched if each != own],
    }
    return render(request, "training/course_video.html", context)


@require_GET
def video_file(request, pk):
    """The bytes for the player; ``Range`` names a part, so that one can jump."""
    return video_answer(_video(request, pk), request.headers.get("Range", ""))


@require_POST
def video_position(request, pk):
    """From the player while it runs."""
    video, form = _video(request, pk), PositionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    viewing = note_position(video, request.user, **form.cleaned_data, now=timezone.now())
    return HttpResponse("finished" if viewing.is_finished else "noted", content_type="text/plain")


@require_POST
def video_finish(request, pk):
    say_finished(_video(request, pk), request.user, now=timezone.now())
    messages.success(request, "見終わったことを記録しました。")
    return redirect("training:course_video", pk)


@require_GET
@only_for(may_train)
def viewer_list(request, pk):
    course = get_object_or_404(Course, pk=pk)
    context = {
        "course": course,
        "videos": videos_of(course).count(),
        "viewers": viewers_of(course),
    }
    return render(request, "training/viewer_list.html", context)
