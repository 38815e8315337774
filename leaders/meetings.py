"""Meetings of leaders: calling, answering, minutes, and actions that do not get lost."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone

from leaders.models import Appointment, Attendance, Meeting, MeetingAction
from leaders.notices import action_given, meeting_called, meeting_cancelled
from leaders.open_work import Item, OpenWork, keeps_open_work
from leaders.rights import meets_leaders
from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged

FIELDS = ["title", "starts_at", "ends_at", "place", "is_open", "agenda", "minutes"]


class MeetingCancelled(DomainError):
    message = "この会議は中止になりました。一覧から別の会議を選んでください。"


class AlreadyDone(DomainError):
    message = "この項目は、すでに終わっています。"


class Gathering(NamedTuple):
    """What the desk types about a meeting."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    is_open: bool
    agenda: str
    minutes: str = ""


@transaction.atomic
def call_meeting(gathering: Gathering, *, by: StaffMember, now: datetime) -> Meeting:
    """Leaders who are at work on that day are asked; who rests is left in peace."""
    meeting = Meeting.objects.create(made_by=by, **gathering._asdict())
    day = timezone.localdate(meeting.starts_at)
    if meeting.starts_at > now:
        meeting_called(meeting, leaders_at_work(day), now=now)
    record("leaders.meeting.made", actor=by, obj=meeting)
    return meeting


def leaders_at_work(day: date) -> list[StaffMember]:
    terms = Appointment.objects.at_work(day).filter(staff__is_active=True)
    return [term.staff for term in terms.select_related("staff").order_by("staff__reading", "pk")]


@transaction.atomic
def change_meeting(
    meeting: Meeting, gathering: Gathering, *, version: str, by: StaffMember
) -> None:
    """Raises ChangedMeanwhile."""
    meeting = lock_unchanged(meeting, FIELDS, version)
    for name, value in gathering._asdict().items():
        setattr(meeting, name, value)
    meeting.save(update_fields=FIELDS)
    record("leaders.meeting.changed", actor=by, obj=meeting)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: StaffMember, now: datetime) -> None:
    """Those who were asked or answered are told. Raises MeetingCancelled."""
    if not Meeting.objects.filter(pk=meeting.pk, cancelled_at=None).update(cancelled_at=now):
        raise MeetingCancelled
    answered = Attendance.objects.filter(meeting=meeting).exclude(answer="absent")
    people = {each.staff for each in answered.select_related("staff")}
    people |= set(leaders_at_work(timezone.localdate(meeting.starts_at)))
    meeting_cancelled(meeting, people, now=now)
    record("leaders.meeting.cancelled", actor=by, obj=meeting)


@transaction.atomic
def answer(meeting: Meeting, answer: str, *, by: StaffMember, now: datetime) -> Attendance:
    """Say whether one comes; it can be changed until the end. Raises MeetingCancelled."""
    if meeting.cancelled_at or meeting.ends_at <= now:
        raise MeetingCancelled
    made, _new = Attendance.objects.update_or_create(
        meeting=meeting, staff=by, defaults={"answer": answer}
    )
    record("leaders.meeting.answered", actor=by, obj=meeting)
    return made


@transaction.atomic
def note_who_came(meeting: Meeting, people: Iterable[StaffMember], *, by: StaffMember) -> None:
    """``people`` came; of everybody else who was expected it is noted that they did not."""
    came = {person.pk for person in people}
    for pk in came:
        Attendance.objects.update_or_create(meeting=meeting, staff_id=pk, defaults={"came": True})
    meeting.attendances.exclude(staff__in=came).update(came=False)
    record("leaders.meeting.attended", actor=by, obj=meeting, details={"came": len(came)})


@transaction.atomic
def agree_on(
    meeting: Meeting, text: str, *, owner: StaffMember, due_on: date, by: StaffMember, now: datetime
) -> MeetingAction:
    """Write down an action; its owner is told."""
    action = MeetingAction.objects.create(meeting=meeting, text=text, owner=owner, due_on=due_on)
    if owner != by:
        action_given(action, now=now)
    record("leaders.action.made", actor=by, obj=action)
    return action


@transaction.atomic
def finish_action(action: MeetingAction, *, by: StaffMember, now: datetime) -> None:
    """Raises AlreadyDone."""
    if not MeetingAction.objects.filter(pk=action.pk, done_at=None).update(done_at=now):
        raise AlreadyDone
    record("leaders.action.finished", actor=by, obj=action)


@transaction.atomic
def give_action(action: MeetingAction, to: StaffMember, *, by: StaffMember, now: datetime) -> None:
    """Give an action an owner, or another one, who is told. Raises AlreadyDone."""
    row = MeetingAction.objects.select_for_update().get(pk=action.pk)
    if row.done_at:
        raise AlreadyDone
    row.owner = to
    row.save(update_fields=["owner"])
    if to != by:
        action_given(row, now=now)
    record("leaders.action.given", actor=by, obj=row, details={"to": to.pk})


def open_actions_of(staff: StaffMember) -> list[Item]:
    actions = MeetingAction.objects.unfinished().filter(owner=staff).order_by("due_on", "pk")
    return [
        Item(action.text, reverse("leaders:meeting", args=[action.meeting_id]))
        for action in actions
    ]


def hand_over_actions(
    staff: StaffMember, to: StaffMember | None, *, by: StaffMember, now: datetime
) -> int:
    """Without a successor the action has no owner; the desk sees it among the open ones."""
    return MeetingAction.objects.unfinished().filter(owner=staff).update(owner=to)


keeps_open_work(OpenWork("actions", "会議で決めたこと", open_actions_of, hand_over_actions))


class Attended(NamedTuple):
    """A meeting in a person's calendar. ``changes`` counts what happened to it so far."""

    meeting: Meeting
    changes: int
    changed_at: datetime


def own_meetings(staff: StaffMember, since: datetime) -> list[Attended]:
    """Meetings that concern ``staff``: those where they said that they come, and, for leaders and
    the DX section, all that they have not declined. What was called off is among them."""
    answers = Attendance.objects.filter(staff=staff)
    comes = answers.filter(answer=Attendance.Answer.COMES).values("meeting")
    declined = answers.filter(answer=Attendance.Answer.ABSENT).values("meeting")
    concerned = Q(pk__in=comes)
    if meets_leaders(staff):
        concerned |= ~Q(pk__in=declined)
    readable = Meeting.objects.visible_to(staff).filter(concerned, ends_at__gte=since)
    meetings = list(readable.order_by("starts_at", "pk"))
    acts = _acts_on(meetings)
    return [Attended(each, *acts.get(each.pk, (0, each.starts_at))) for each in meetings]


def _acts_on(meetings: list[Meeting]) -> dict[int, tuple[int, datetime]]:
    """How many acts the trail has of each, and when the last one was."""
    events = AuditEvent.objects.filter(
        object_type=Meeting._meta.label_lower, object_id__in=[str(each.pk) for each in meetings]
    )
    rows = events.order_by().values_list("object_id").annotate(Count("pk"), Max("at"))
    return {int(pk): (count, at) for pk, count, at in rows}
