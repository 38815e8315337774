"""Compulsory courses: telling those they are for, and reminding them. Nobody is given a seat."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from portal.audit.trail import record
from portal.staff.models import StaffMember
from training import notices
from training.completing import compulsory_courses, people_asked
from training.models import Completion, Course, Enrolment

# Who comes later than the others gets as long as this, whatever the date of the course.
AT_LEAST = timedelta(days=30)
# Days before the end at which somebody is reminded; the last time when it is over.
SOON, EARLY = 7, 30
# Who has just been told need not be reminded.
QUIET = timedelta(days=7)


def tell_compulsory() -> str:
    """By the clock, every morning."""
    now = timezone.now()
    told = sum(enrol(course, now=now) for course in compulsory_courses())
    return f"新しい対象 {told}人、期限の知らせ {remind_of_due_days(now=now)}件"


@transaction.atomic
def enrol(course: Course, *, now: datetime) -> int:
    """Tell everybody whom the course is newly compulsory for. Returns how many."""
    done = Completion.objects.filter(course=course).values("staff")
    already = Enrolment.objects.filter(course=course)
    _follow_date(course, already)
    people = people_asked(course, now).exclude(pk__in=done)
    new = list(people.exclude(pk__in=already.values("staff")).order_by("pk"))
    if not new:
        return 0
    due = due_on(course, timezone.localdate(now))
    Enrolment.objects.bulk_create(
        [Enrolment(course=course, staff=staff, told_at=now, due_on=due) for staff in new],
        batch_size=500,
    )
    notices.enrolled(course, new, due_on=due, now=now)
    record("training.enrolment.told", actor=None, obj=course, details={"count": len(new)})
    return len(new)


def due_on(course: Course, told_on: date) -> date | None:
    return max(course.due_on, told_on + AT_LEAST) if course.due_on else None


def _follow_date(course: Course, rows) -> None:
    """A new date of the course holds for those who were told before, too."""
    moved = [
        (row, due)
        for row in rows
        for due in [due_on(course, timezone.localdate(row.told_at))]
        if row.due_on != due
    ]
    for row, due in moved:
        row.due_on = due
    Enrolment.objects.bulk_update([row for row, _due in moved], ["due_on"], batch_size=500)


@transaction.atomic
def remind_of_due_days(*, now: datetime) -> int:
    """At 30 and 7 days before the end, and when it is over. Returns how many were due."""
    today = timezone.localdate(now)
    near = open_enrolments().filter(
        due_on__lte=today + timedelta(days=EARLY), told_at__lte=now - QUIET
    )
    groups: dict[tuple[Course, date, int], list[StaffMember]] = {}
    for row in near.select_related("course", "staff").order_by("course", "due_on", "pk"):
        stage = _stage((row.due_on - today).days)
        groups.setdefault((row.course, row.due_on, stage), []).append(row.staff)
    for (course, due, stage), people in groups.items():
        notices.due_soon(course, people, due_on=due, stage=stage, now=now)
    return sum(len(people) for people in groups.values())


def _stage(left: int) -> int:
    """The reminder that is due with so many days left; 0 when there are none."""
    if left < 0:
        return 0
    return SOON if left <= SOON else EARLY


def open_enrolments():
    """Of courses that are still compulsory, people who are here and have not completed them."""
    done = Completion.objects.filter(course=OuterRef("course"), staff=OuterRef("staff"))
    return Enrolment.objects.filter(
        ~Exists(done), course__is_live=True, course__is_compulsory=True, staff__is_active=True
    )


def enrolments_of(staff: StaffMember):
    """What is compulsory for one person and not completed, the nearest date first."""
    own = open_enrolments().filter(staff=staff).select_related("course")
    return own.order_by(F("due_on").asc(nulls_last=True), "pk")
