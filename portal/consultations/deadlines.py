"""The promised times of a consultation, worked out anew from its history."""

from datetime import datetime
from typing import NamedTuple

from portal.consultations.clock import Calendar, Deadline, Pause, due_at
from portal.consultations.models import Change, ClosedDay, Consultation
from portal.consultations.vocabulary import FINISHED, UNFINISHED, Event, Status, target_of
from portal.staff.models import StaffMember


class Promise(NamedTuple):
    """Until when the asker is promised a first word and the whole answer, and how it was counted.

    ``first`` is None once it was given. ``resolve.at`` is None while the asker is waited for.
    With ``agreed_at`` the officer named the day; then no steps count.
    """

    first: Deadline | None
    resolve: Deadline
    agreed_at: datetime | None

    @property
    def resolve_at(self) -> datetime | None:
        return self.agreed_at or self.resolve.at


def city_calendar() -> Calendar:
    """The city's hours with the days that officers entered as closed. One query."""
    return Calendar(closures=dict(ClosedDay.objects.values_list("on", "reason")))


def promise_of(consultation: Consultation, calendar: Calendar | None = None) -> Promise:
    """Raises NoWorkingTime."""
    calendar = calendar or city_calendar()
    target = target_of(consultation.kind, consultation.priority)
    begins, pauses = _running_since(consultation)
    first = None
    if consultation.first_answered_at is None:
        first = due_at(consultation.asked_at, target.first, calendar)
    resolve = due_at(begins, target.resolve, calendar, pauses)
    return Promise(first, resolve, consultation.agreed_due_at)


def _running_since(consultation: Consultation) -> tuple[datetime, list[Pause]]:
    """Since when the answer is owed (asked, or opened again), and when the asker was waited for."""
    begins, pauses, stopped_at = consultation.asked_at, [], None
    moves = consultation.changes.filter(what=Event.STATUS).order_by("at", "pk")
    for old, new, at in moves.values_list("old", "new", "at"):
        if old == Status.WAITING and stopped_at:
            pauses.append((stopped_at, at))
            stopped_at = None
        if new == Status.WAITING:
            stopped_at = at
        if old in FINISHED and new in UNFINISHED:
            begins, pauses = at, []
    if stopped_at:
        pauses.append((stopped_at, None))
    return begins, [(stops, goes_on) for stops, goes_on in pauses if goes_on != stops]


def refresh_clock(consultation: Consultation, *, by: StaffMember | None, now: datetime) -> None:
    """Work the deadlines out anew and keep them on the locked row; a new one is an event.

    Called by every verb that changes what they depend on: status, kind, priority, agreed day,
    first answer, closed days.
    """
    old = consultation.resolve_due_at
    if not consultation.is_finished:
        promise = promise_of(consultation)
        if promise.first:
            consultation.first_due_at = promise.first.at
        consultation.resolve_due_at = promise.resolve_at
    consultation.next_due_at = _next(consultation)
    fields = {
        name: getattr(consultation, name)
        for name in ("first_due_at", "resolve_due_at", "next_due_at")
    }
    Consultation.objects.filter(pk=consultation.pk).update(**fields)
    if old != consultation.resolve_due_at:
        note_change(
            consultation,
            Event.CLOCK,
            (_code(old), _code(consultation.resolve_due_at)),
            by=by,
            now=now,
        )


def _next(consultation: Consultation) -> datetime | None:
    if consultation.is_finished or consultation.status == Status.WAITING:
        return None
    due = consultation.resolve_due_at
    if consultation.first_answered_at is None:
        return min(each for each in (consultation.first_due_at, due) if each)
    return due


def _code(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def note_change(
    consultation: Consultation,
    what: Event,
    codes: tuple[object, object],
    *,
    by: StaffMember | None,
    now: datetime,
) -> Change:
    """Write a line of the history: (old, new) as codes or ids."""
    old, new = (str(code) if code is not None else "" for code in codes)
    return Change.objects.create(
        consultation=consultation, what=what, old=old, new=new, by=by, at=now
    )
