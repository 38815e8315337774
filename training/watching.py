"""Videos of a course: watching them, how far somebody came, and completing by having watched."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import record
from portal.files.kinds import VIDEOS
from portal.files.models import StoredFile
from portal.staff.models import StaffMember
from training import notices
from training.certifying import issue
from training.models import Completion, Course, Form, Viewing

How = Viewing.How
# Closing words and a black screen are no part of what is to be learned.
WATCHED_PERCENT = 95


class Watched(NamedTuple):
    """A video as one person sees it; no viewing: not begun."""

    video: StoredFile
    viewing: Viewing | None

    @property
    def is_finished(self) -> bool:
        return self.viewing is not None and self.viewing.is_finished


class Viewer(NamedTuple):
    """How many of a course's videos a person has begun and finished. ``last`` is the newest end."""

    staff: StaffMember
    begun: int
    finished: int
    last: datetime | None
    completed: bool


def videos_of(course: Course):
    return StoredFile.objects.of(course).filter(kind__in=VIDEOS)


def watched_by(course: Course, staff: StaffMember) -> list[Watched]:
    videos = list(videos_of(course))
    rows = {row.video_id: row for row in Viewing.objects.filter(staff=staff, video__in=videos)}
    return [Watched(video, rows.get(video.pk)) for video in videos]


@transaction.atomic
def note_position(
    video: StoredFile, staff: StaffMember, *, position: int, length: int, now: datetime
) -> Viewing:
    """Where the player stands. The furthest place is kept; near the end it is finished."""
    viewing = _locked(video, staff, now)
    viewing.position = max(viewing.position, min(position, length))
    viewing.length = length
    viewing.save(update_fields=["position", "length"])
    if length and viewing.position * 100 >= length * WATCHED_PERCENT:
        _finish(viewing, How.PLAYED, now)
    return viewing


@transaction.atomic
def say_finished(video: StoredFile, staff: StaffMember, *, now: datetime) -> Viewing:
    """The person says so: the way without scripts. Twice is once."""
    viewing = _locked(video, staff, now)
    _finish(viewing, How.SAID, now)
    return viewing


def viewers_of(course: Course) -> list[Viewer]:
    """Who has begun or finished, by reading. Three queries."""
    found: dict[int, list[Viewing]] = {}
    rows = Viewing.objects.filter(video__in=videos_of(course)).select_related("staff")
    for row in rows.order_by("staff__reading", "staff__name", "staff_id", "pk"):
        found.setdefault(row.staff_id, []).append(row)
    done = Completion.objects.filter(course=course, staff__in=found)
    completed = set(done.values_list("staff", flat=True))
    return [_viewer(rows, pk in completed) for pk, rows in found.items()]


def _viewer(rows: list[Viewing], completed: bool) -> Viewer:
    ends = [row.finished_at for row in rows if row.finished_at]
    return Viewer(rows[0].staff, len(rows), len(ends), max(ends, default=None), completed)


def _locked(video: StoredFile, staff: StaffMember, now: datetime) -> Viewing:
    Viewing.objects.get_or_create(video=video, staff=staff, defaults={"begun_at": now})
    # One order: the person first, so that two videos ended at once complete a course once.
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    return Viewing.objects.select_for_update().get(video=video, staff=staff)


def _finish(viewing: Viewing, how: How, now: datetime) -> None:
    if viewing.is_finished:
        return
    viewing.finished_at, viewing.how = now, how
    viewing.save(update_fields=["finished_at", "how"])
    _complete(viewing.video.owner, viewing.staff, now)
    record("training.video.finished", actor=viewing.staff, obj=viewing, details={"how": str(how)})


def _complete(course: Course, staff: StaffMember, now: datetime) -> None:
    """A course that is a video is completed by its last one. Other courses have their sessions."""
    if course.form != Form.VIDEO or not all(each.is_finished for each in watched_by(course, staff)):
        return
    if Completion.objects.filter(course=course, staff=staff).exists():
        return
    completion = Completion.objects.create(
        staff=staff,
        department_id=staff.department_id,
        course=course,
        completed_on=timezone.localdate(now),
    )
    if course.gives_certificate:
        issue(completion, now=now)
    notices.completed(staff, f"completion-{completion.pk}", title=course.title, now=now)
