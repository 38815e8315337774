"""The DX section answers raised hands: appointing, declining, and notes among themselves."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leaders.models import (
    Appointment,
    NominationComment,
    NominationStep,
    RecruitmentWindow,
    SelfNomination,
)
from leaders.notices import nomination_declined
from leaders.terms import begin_term
from portal.audit.trail import events_at_the_end, record
from portal.errors import DomainError
from portal.staff.models import StaffMember

State = SelfNomination.State


class NotOneself(DomainError):
    message = "自分の申出は選考できません。DX課のほかの担当者に頼んでください。"


class NotClosedYet(DomainError):
    message = "受付中です。締め切ってから結果を決めてください。"


class AlreadyAnswered(DomainError):
    message = "この申出は、取り下げられたか、すでに結果が決まっています。"


class TermHasPassed(DomainError):
    message = "募集の任期がすでに過ぎています。募集の日程を直してください。"


@transaction.atomic
def appoint(nomination: SelfNomination, *, by: StaffMember, now: datetime) -> Appointment:
    """Appoint for the term of the call; the person and the section are told.

    Raises NotOneself, NotClosedYet, AlreadyAnswered, TermHasPassed, TermsOverlap.
    """
    window = nomination.window
    if window.term_ends_on < timezone.localdate(now):
        raise TermHasPassed
    nomination = _answer(nomination, State.APPOINTED, "", by, now)
    return begin_term(
        nomination.staff,
        window.term_starts_on,
        window.term_ends_on,
        by=by,
        now=now,
        nomination=nomination,
    )


@transaction.atomic
def appoint_all(
    nominations: Iterable[SelfNomination], *, by: StaffMember, now: datetime
) -> list[Appointment]:
    """All or none."""
    with events_at_the_end():
        return [appoint(each, by=by, now=now) for each in nominations]


@transaction.atomic
def decline(nomination: SelfNomination, words: str, *, by: StaffMember, now: datetime) -> None:
    """``words`` are for the person. Raises NotOneself, NotClosedYet, AlreadyAnswered."""
    nomination = _answer(nomination, State.DECLINED, words, by, now)
    nomination_declined(nomination, now=now)
    record("leaders.nomination.declined", actor=by, obj=nomination)


@transaction.atomic
def comment_on(
    nomination: SelfNomination, text: str, *, by: StaffMember, now: datetime
) -> NominationComment:
    """A note for the DX section alone. Raises NotOneself."""
    if nomination.staff_id == by.pk:
        raise NotOneself
    made = NominationComment.objects.create(nomination=nomination, text=text, by=by, at=now)
    record("leaders.nomination.commented", actor=by, obj=nomination)
    return made


def _answer(nomination, state, words, by, now) -> SelfNomination:
    if nomination.staff_id == by.pk:
        raise NotOneself
    closed = {RecruitmentWindow.State.CLOSED, RecruitmentWindow.State.DECIDED}
    if nomination.window.state_at(now) not in closed:
        raise NotClosedYet
    changed = SelfNomination.objects.filter(pk=nomination.pk, state=State.SUBMITTED)
    # Compare and set in one statement: of two officers one answers; the person may withdraw.
    if not changed.update(state=state, closed_at=now, answer=words):
        raise AlreadyAnswered
    nomination.refresh_from_db()
    NominationStep.objects.create(nomination=nomination, new=state, by=by, at=now)
    return nomination
