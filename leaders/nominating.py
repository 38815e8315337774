"""Raising one's hand: only oneself, only while the call is open."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from leaders.models import (
    Appointment,
    NominationStep,
    Programme,
    RecruitmentWindow,
    SelfNomination,
)
from leaders.notices import heads_of, nomination_received, nomination_withdrawn
from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged

State = SelfNomination.State
FIELDS = ["motive", "wants_to_learn", "wants_to_do"]


class MayNotNominate(DomainError):
    """Given with the words of the verdict."""


class CannotChange(DomainError):
    message = "受付が終わったか、すでに決まっています。直したいことはDX課へ知らせてください。"


class NotYourOpinion(DomainError):
    message = "意見を書けるのは、意見を求められた所属長だけです。"


class Verdict(NamedTuple):
    """Whether somebody may raise their hand just now, and the sentence to show."""

    may: bool
    words: str


class Hand(NamedTuple):
    """What a person says when raising it."""

    motive: str
    wants_to_learn: str
    wants_to_do: str


def verdict_on(window: RecruitmentWindow, staff: StaffMember, *, now: datetime) -> Verdict:
    """For the button, for the page and for what is sent."""
    words = {
        RecruitmentWindow.State.PLANNED: "受付はまだ始まっていません。開始の日にお知らせします。",
        RecruitmentWindow.State.CLOSED: "受付は終わりました。次の募集をお待ちください。",
        RecruitmentWindow.State.DECIDED: "受付は終わりました。次の募集をお待ちください。",
    }
    if closed := words.get(window.state_at(now)):
        return Verdict(False, closed)
    if refusal := _not_eligible(Programme.objects.current(), staff):
        return Verdict(False, refusal)
    if window.nominations.live().filter(staff=staff).exists():
        return Verdict(False, "この募集には、すでに申し出ています。")
    terms = Appointment.objects.meeting(window.term_starts_on, window.term_ends_on)
    if terms.filter(staff=staff).exists():
        return Verdict(False, "この募集の任期は、すでに任命されている任期と重なります。")
    return Verdict(True, "申し出られます。")


def _not_eligible(programme: Programme, staff: StaffMember) -> str:
    if programme.open_to == Programme.OpenTo.NOT_HEADS and staff.is_manager:
        return "所属長は対象ではありません。部下の応募を応援してください。"
    code = staff.department.code if staff.department else ""
    if programme.department_codes and code not in programme.department_codes:
        return "この募集の対象の部署ではありません。DX課へご相談ください。"
    return ""


@transaction.atomic
def nominate(
    window: RecruitmentWindow, staff: StaffMember, hand: Hand, *, now: datetime
) -> SelfNomination:
    """Raise one's hand and give the promise. Raises MayNotNominate."""
    window = RecruitmentWindow.objects.select_for_update().get(pk=window.pk)
    verdict = verdict_on(window, staff, now=now)
    if not verdict.may:
        raise MayNotNominate(verdict.words)
    programme = Programme.objects.current()
    heads = heads_of(staff) if programme.asks_heads() else []
    nomination = SelfNomination.objects.create(
        window=window,
        staff=staff,
        department=staff.department,
        promise=programme.promise,
        is_renewal=_goes_on(staff, window.term_starts_on),
        submitted_at=now,
        changed_at=now,
        head=heads[0] if heads else None,
        **hand._asdict(),
    )
    _step(nomination, State.SUBMITTED, staff, now)
    nomination_received(nomination, programme, now=now)
    record("leaders.nomination.made", actor=staff, obj=nomination)
    return nomination


def _goes_on(staff: StaffMember, starts_on: date) -> bool:
    return Appointment.objects.held().filter(staff=staff, starts_on__lt=starts_on).exists()


@transaction.atomic
def amend(nomination: SelfNomination, hand: Hand, *, version: str, now: datetime) -> None:
    """Until the call closes. Raises CannotChange and ChangedMeanwhile."""
    nomination = lock_unchanged(nomination, FIELDS, version)
    if not nomination.may_change(now):
        raise CannotChange
    for name, value in hand._asdict().items():
        setattr(nomination, name, value)
    nomination.changed_at = now
    nomination.save(update_fields=[*FIELDS, "changed_at"])
    record("leaders.nomination.changed", actor=nomination.staff, obj=nomination)


@transaction.atomic
def withdraw(nomination: SelfNomination, *, now: datetime) -> None:
    """Take one's hand down, until it is decided. No reason is asked. Raises CannotChange."""
    changed = SelfNomination.objects.filter(pk=nomination.pk, state=State.SUBMITTED)
    # Compare and set in one statement: an officer may decide at the same moment.
    if not changed.update(state=State.WITHDRAWN, closed_at=now):
        raise CannotChange
    nomination.refresh_from_db()
    _step(nomination, State.WITHDRAWN, nomination.staff, now)
    nomination_withdrawn(nomination, Programme.objects.current(), now=now)
    record("leaders.nomination.withdrawn", actor=nomination.staff, obj=nomination)


@transaction.atomic
def give_head_view(
    nomination: SelfNomination, *, view: str, words: str, by: StaffMember, now: datetime
) -> None:
    """The head says how the work can be arranged; no veto. Raises NotYourOpinion, CannotChange."""
    nomination = SelfNomination.objects.select_for_update().get(pk=nomination.pk)
    if nomination.head_id != by.pk:
        raise NotYourOpinion
    if nomination.state != State.SUBMITTED:
        raise CannotChange
    nomination.head_view, nomination.head_words, nomination.head_at = view, words, now
    nomination.save(update_fields=["head_view", "head_words", "head_at"])
    record("leaders.nomination.head_view", actor=by, obj=nomination)


def _step(nomination, new, by, now):
    NominationStep.objects.create(nomination=nomination, new=new, by=by, at=now)
