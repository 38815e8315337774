"""Reviewing figures, noting what a department sees, and following what 本部会議 decided."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import record
from portal.errors import DomainError
from portal.kpi.boards import city_line
from portal.kpi.models import Decision, FollowUp, Indicator, OodaNote, Review
from portal.kpi.standing import value_words
from portal.kpi.times import year_word
from portal.staff.models import Department, StaffMember

OPEN, DONE, DROPPED = Decision.State.OPEN, Decision.State.DONE, Decision.State.DROPPED
NEXT = {OPEN: {OPEN, DONE, DROPPED}, DONE: {OPEN}, DROPPED: {OPEN}}


class ReviewTooEarly(DomainError):
    message = "まだ点検の時期ではありません。半期は10月から、年度は翌年4月から書けます。"


class IllegalStep(DomainError):
    message = "この状態には変えられません。終わった決定は、先に対応中へ戻してください。"


class AlreadyMoved(DomainError):
    message = "ほかの人が先に状態を変えました。今の状態を確かめてください。"


class Occasion(NamedTuple):
    """When one looks back: at the half or the end of a fiscal year. Its code is 2026half."""

    fiscal_year: int
    part: str

    @property
    def code(self) -> str:
        return f"{self.fiscal_year}{self.part}"

    @property
    def begins_on(self) -> date:
        if self.part == Review.Part.HALF:
            return date(self.fiscal_year, 10, 1)
        return date(self.fiscal_year + 1, 4, 1)

    def __str__(self):
        return f"{year_word(self.fiscal_year)}{'の半期' if self.part == Review.Part.HALF else ''}"


class Said(NamedTuple):
    rating: str
    words: str
    next_step: str = ""


def occasions(today: date) -> list[Occasion]:
    """Those of the last years that have come, the newest first."""
    years = range(today.year, today.year - 5, -1)
    every = [Occasion(year, part) for year in years for part in ("year", "half")]
    begun = [occasion for occasion in every if occasion.begins_on <= today]
    return sorted(begun, key=lambda occasion: occasion.begins_on, reverse=True)


@transaction.atomic
def review(
    indicator: Indicator, occasion: Occasion, said: Said, *, by: StaffMember, now: datetime
) -> Review:
    """Write what is said of an indicator, with its figure as it is known now.

    What was said before stays. Raises ReviewTooEarly.
    """
    today = timezone.localdate(now)
    if occasion.begins_on > today:
        raise ReviewTooEarly
    made = Review.objects.create(
        indicator=indicator,
        fiscal_year=occasion.fiscal_year,
        part=occasion.part,
        figure=_figure_words(indicator, occasion, today),
        by=by,
        at=now,
        **said._asdict(),
    )
    record("kpi.review.written", actor=by, obj=made, details={"occasion": occasion.code})
    return made


@transaction.atomic
def note(department: Department, values: dict, *, by: StaffMember, now: datetime) -> OodaNote:
    made = OodaNote.objects.create(department=department, by=by, at=now, **values)
    record("kpi.ooda.noted", actor=by, obj=made)
    return made


@transaction.atomic
def record_decision(values: dict, *, by: StaffMember, now: datetime) -> Decision:
    made = Decision.objects.create(by=by, at=now, **values)
    record("kpi.decision.recorded", actor=by, obj=made)
    return made


def open_decisions() -> list[Decision]:
    """Those that are not done, the nearest day first; those without a day last."""
    rows = list(Decision.objects.filter(state=OPEN).select_related("department"))
    return sorted(rows, key=lambda row: (not row.due_on, row.due_on or row.decided_on, row.pk))


@transaction.atomic
def follow_up(
    decision: Decision, to: str, words: str, *, by: StaffMember, now: datetime
) -> FollowUp:
    """Say what became of a decision, and in which state it is now.

    Raises IllegalStep, and AlreadyMoved when somebody was faster.
    """
    old = decision.state
    if to not in NEXT[old]:
        raise IllegalStep
    if not Decision.objects.filter(pk=decision.pk, state=old).update(state=to):
        raise AlreadyMoved
    decision.state = to
    made = decision.follow_ups.create(state=to, words=words, by=by, at=now)
    record("kpi.decision.followed", actor=by, obj=decision, details={"from": old, "to": to})
    return made


def _figure_words(indicator: Indicator, occasion: Occasion, today: date) -> str:
    line = city_line(indicator, today)
    figure = line.years.get(occasion.fiscal_year)
    words = value_words(line.definition, figure.value if figure else None)
    return f"{year_word(occasion.fiscal_year)} {words}（{line.standing.verdict.label}）"
