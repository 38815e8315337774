"""Terms: beginning, resting, returning, moving and ending them, each with the role in one act."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from leaders.handing_over import hand_over_work
from leaders.models import Appointment, Pause, Programme, SelfNomination, TermStep
from leaders.notices import leader_left, leader_moved, leader_rests, term_began
from portal.audit.trail import events_at_the_end, record
from portal.errors import DomainError
from portal.staff.models import Role, RoleGrant, StaffMember
from portal.staff.roles import RoleNotHeld, grant_role, withdraw_role

ONE_DAY = timedelta(days=1)
Kind = TermStep.Kind


class TermsOverlap(DomainError):
    message = "この人の別の任期と重なります。任期の初日と最終日を確かめてください。"


class EndsBeforeItStarts(DomainError):
    message = "任期の最終日は、初日か、それより後の日にしてください。"


class TermIsOver(DomainError):
    message = "この任期はすでに終わっています。画面を開き直してください。"


class NotWithinTheTerm(DomainError):
    message = "休む期間は、今日から任期の終わりまでの間にしてください。"


class ReturnsTooEarly(DomainError):
    message = "戻る日は、休み始める日より後の日にしてください。"


class PausesOverlap(DomainError):
    message = "その期間には、すでにお休みの申出があります。"


class NotResting(DomainError):
    message = "お休みの予定はありません。画面を開き直してください。"


class Ending(NamedTuple):
    """How a term ends before its time."""

    kind: str
    reason: str = ""
    words: str = ""


class Rest(NamedTuple):
    """From the first day off to the day of return."""

    starts_on: date
    returns_on: date
    reason: str
    words: str = ""


@transaction.atomic
def begin_term(
    staff: StaffMember,
    starts_on: date,
    ends_on: date,
    *,
    by: StaffMember,
    now: datetime,
    nomination: SelfNomination | None = None,
) -> Appointment:
    """Appoint ``staff`` from a day to a day and give the role for exactly these days.

    Raises EndsBeforeItStarts and TermsOverlap, and then changes nothing.
    """
    if ends_on < starts_on:
        raise EndsBeforeItStarts
    staff = StaffMember.objects.select_for_update().get(pk=staff.pk)
    if Appointment.objects.meeting(starts_on, ends_on).filter(staff=staff).exists():
        raise TermsOverlap
    programme = Programme.objects.current()
    appointment = Appointment.objects.create(
        staff=staff,
        nomination=nomination,
        role_name=programme.role_name,
        plan_name=programme.plan_name,
        department=staff.department,
        section=staff.department,
        starts_on=starts_on,
        ends_on=ends_on,
        appointed_by=by,
        appointed_at=now,
    )
    _step(appointment, Kind.APPOINTED, starts_on, by, now)
    term_began(appointment, now=now)
    with events_at_the_end():
        _give_role(appointment, by)
        record("leaders.term.began", actor=by, obj=appointment, details=_days(appointment))
    return appointment


def _give_role(appointment: Appointment, by: StaffMember) -> None:
    """A role that was given by hand for some of these days goes over into the term."""
    staff, starts_on, ends_on = appointment.staff, appointment.starts_on, appointment.ends_on
    by_hand = RoleGrant.objects.filter(staff=staff, role=Role.LEADER, starts_on__lte=ends_on)
    for grant in by_hand.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)):
        withdraw_role(staff, Role.LEADER, by=by, on=max(grant.starts_on, starts_on))
    grant_role(staff, Role.LEADER, by=by, on=starts_on, until=ends_on)


@transaction.atomic
def end_term(
    appointment: Appointment,
    ending: Ending,
    *,
    by: StaffMember | None,
    now: datetime,
    successor: StaffMember | None = None,
) -> Appointment:
    """End a term now: role and open work go in the same act, the work to ``successor``.

    Raises TermIsOver.
    """
    appointment = locked(appointment)
    today = timezone.localdate(now)
    if appointment.ends_on < today or appointment.ended_at:
        raise TermIsOver
    hand_over_work(appointment, successor, by=by, now=now)
    first_free_day = max(appointment.starts_on, today)
    appointment.ends_on = first_free_day - ONE_DAY
    appointment.ended_at = now
    appointment.end_kind, appointment.reason, appointment.words = ending
    appointment.save()
    _step(appointment, Kind.ENDED, first_free_day, by, now)
    leader_left(appointment, now=now)
    with events_at_the_end():
        # Somebody may have taken the role by hand before.
        with suppress(RoleNotHeld):
            withdraw_role(appointment.staff, Role.LEADER, by=by, on=first_free_day)
        details = {"kind": str(ending.kind), "last": str(appointment.ends_on)}
        record("leaders.term.ended", actor=by, obj=appointment, details=details)
    return appointment


@transaction.atomic
def pause(appointment: Appointment, rest: Rest, *, by: StaffMember, now: datetime) -> Pause:
    """Rest without resigning; the role stays, requests and reminders stop.

    Raises TermIsOver, ReturnsTooEarly, NotWithinTheTerm or PausesOverlap.
    """
    appointment = locked(appointment)
    today = timezone.localdate(now)
    if appointment.ends_on < today:
        raise TermIsOver
    if rest.returns_on <= rest.starts_on:
        raise ReturnsTooEarly
    earliest = max(today, appointment.starts_on)
    if not (earliest <= rest.starts_on and rest.returns_on <= appointment.ends_on + ONE_DAY):
        raise NotWithinTheTerm
    others = appointment.pauses.filter(returns_on__gt=F("starts_on"))
    if others.filter(starts_on__lt=rest.returns_on, returns_on__gt=rest.starts_on).exists():
        raise PausesOverlap
    made = Pause.objects.create(appointment=appointment, asked_at=now, **rest._asdict())
    _step(appointment, Kind.PAUSED, rest.starts_on, by, now)
    leader_rests(made, now=now)
    details = {"from": str(rest.starts_on), "returns": str(rest.returns_on)}
    record("leaders.term.paused", actor=by, obj=appointment, details=details)
    return made


@transaction.atomic
def come_back(appointment: Appointment, *, by: StaffMember, now: datetime) -> None:
    """Return today instead of later, or do without a rest that has not begun.

    Raises NotResting.
    """
    appointment = locked(appointment)
    today = timezone.localdate(now)
    planned = appointment.pauses.filter(returns_on__gt=today).exclude(returns_on=F("starts_on"))
    rest = planned.order_by("starts_on").first()
    if rest is None:
        raise NotResting
    rest.returns_on = max(rest.starts_on, today)
    rest.save(update_fields=["returns_on"])
    _step(appointment, Kind.RETURNED, today, by, now)
    record("leaders.term.returned", actor=by, obj=appointment, details={"on": str(today)})


def follow_transfers(now: datetime, *, staff: StaffMember | None = None) -> int:
    """Terms go on in the new section, which is told. Returns how many leaders moved."""
    today = timezone.localdate(now)
    terms = Appointment.objects.held().filter(ends_on__gte=today, staff__is_active=True)
    moved = terms.exclude(section=F("staff__department")).exclude(
        section=None, staff__department=None
    )
    # A comparison with NULL is neither true nor false: those are asked for by themselves.
    lost = terms.filter(Q(section=None) ^ Q(staff__department=None))
    chosen = terms.filter(Q(pk__in=moved.values("pk")) | Q(pk__in=lost.values("pk")))
    if staff:
        chosen = chosen.filter(staff=staff)
    found = chosen.select_related("staff__department", "section").order_by("pk")
    return sum(_follow(appointment, now) for appointment in found)


@transaction.atomic
def _follow(appointment: Appointment, now: datetime) -> bool:
    old, new = appointment.section, appointment.staff.department
    changed = Appointment.objects.filter(pk=appointment.pk, section=old)
    if not changed.update(section=new):
        return False
    appointment.section = new
    if old and new and old.code == new.code:
        # The section was renamed or moved in the tree; nobody was transferred.
        return False
    step = _step(appointment, Kind.MOVED, timezone.localdate(now), None, now, department=new)
    leader_moved(appointment, step, now=now)
    details = {"to": new.code if new else ""}
    record("leaders.term.moved", actor=None, obj=appointment, details=details)
    return True


def end_what_is_over(now: datetime) -> int:
    """Write down the terms whose last day has passed, and end those of people who left the city.

    Returns how many. The days decide by themselves; this closes the books and says thanks.
    """
    today = timezone.localdate(now)
    over = Appointment.objects.filter(ended_at=None, ends_on__lt=today)
    count = sum(_close(appointment, now) for appointment in over.order_by("pk"))
    gone = Appointment.objects.filter(ended_at=None, ends_on__gte=today, staff__is_active=False)
    for appointment in gone.order_by("pk"):
        end_term(appointment, Ending(Appointment.End.LEFT), by=None, now=now)
        count += 1
    return count


@transaction.atomic
def _close(appointment: Appointment, now: datetime) -> bool:
    changed = Appointment.objects.filter(pk=appointment.pk, ended_at=None)
    if not changed.update(ended_at=now, end_kind=Appointment.End.TERM_OVER):
        return False
    appointment.refresh_from_db()
    if not _goes_on(appointment, now):
        hand_over_work(appointment, None, by=None, now=now)
    _step(appointment, Kind.ENDED, appointment.ends_on + ONE_DAY, None, now)
    leader_left(appointment, now=now)
    details = {"kind": "term_over", "last": str(appointment.ends_on)}
    record("leaders.term.ended", actor=None, obj=appointment, details=details)
    return True


def _goes_on(appointment: Appointment, now: datetime) -> bool:
    """Whether the next term has begun: then nothing changes hands."""
    terms = Appointment.objects.in_force(timezone.localdate(now)).filter(ended_at=None)
    return terms.filter(staff=appointment.staff).exists()


def locked(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("staff")
    return rows.get(pk=appointment.pk)


def _step(appointment, kind, on, by, now, *, department=None) -> TermStep:
    return TermStep.objects.create(
        appointment=appointment, kind=kind, on=on, by=by, at=now, department=department
    )


def _days(appointment) -> dict:
    return {"from": str(appointment.starts_on), "until": str(appointment.ends_on)}
