"""Typing a figure: one row per entry, none ever changed, and nobody writes over another unseen."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import record
from portal.errors import DomainError
from portal.kpi.models import Actual, ActualEntry, Indicator, Kind, Span, Stage
from portal.kpi.times import Time
from portal.staff.models import Department, StaffMember

GREATEST = Decimal("999999999999.99")


class TooEarly(DomainError):
    message = "まだ始まっていない期間です。期間を確かめてください。"


class NoSuchSpan(DomainError):
    message = "この指標は、この間隔では入力しません。期間を確かめてください。"


class NotANumberOfThis(DomainError):
    """The figure cannot be a value of this indicator."""


class ReasonMissing(DomainError):
    message = "入力済みの値を変えるときは、訂正の理由を入力してください。"


class EnteredMeanwhile(DomainError):
    """Somebody else typed another value since this one was shown."""

    message = "入力しているあいだに、ほかの人が値を入れました。今の値を確かめてください。"


class Figure(NamedTuple):
    """A value, and the whole it is part of where the indicator is a 割合. Empty: not entered."""

    value: Decimal | None
    out_of: Decimal | None = None


NOTHING = Figure(None)


class Slot(NamedTuple):
    """Where a figure belongs. No department: the whole city."""

    indicator: Indicator
    department: Department | None
    time: Time


class Note(NamedTuple):
    evidence: str = ""
    reason: str = ""
    way: str = ActualEntry.Way.TYPED


@transaction.atomic
def enter(
    slot: Slot, figure: Figure, note: Note, *, seen: Figure, by: StaffMember, now: datetime
) -> Actual:
    """Put ``figure`` into ``slot`` and remember what stood there. The same value is no entry.

    ``seen`` is what ``by`` was shown. Raises TooEarly, NoSuchSpan, NotANumberOfThis,
    ReasonMissing and EnteredMeanwhile, and then changes nothing.
    """
    check_time(slot.indicator, slot.time, now=now)
    actual = _locked(slot)
    current = figure_of(actual)
    if current == figure:
        return actual
    if current != seen:
        raise EnteredMeanwhile
    if current != NOTHING and not note.reason.strip():
        raise ReasonMissing
    actual.value, actual.out_of = figure
    actual.save(update_fields=["value", "out_of"])
    actual.entries.create(value=figure.value, out_of=figure.out_of, by=by, at=now, **note._asdict())
    record(
        "kpi.actual.corrected" if current != NOTHING else "kpi.actual.entered",
        actor=by,
        obj=actual,
        details={"indicator": slot.indicator.slug, "time": slot.time.code},
    )
    return actual


def check_time(indicator: Indicator, time: Time, *, now: datetime) -> None:
    """A year may always be entered as one: base years are known in no other way."""
    if time.starts_on > timezone.localdate(now):
        raise TooEarly
    if time.span not in (indicator.span, Span.YEAR):
        raise NoSuchSpan


def check_figure(kind: str, figure: Figure) -> None:
    """Whether a figure can be a value of this kind. Raises NotANumberOfThis."""
    for number in figure:
        if number is not None and not 0 <= number <= GREATEST:
            raise NotANumberOfThis("0以上の数を入力してください。")
    if kind == Kind.RATIO:
        _check_ratio(figure)
    elif figure.out_of is not None:
        raise NotANumberOfThis("分母は、割合の指標だけに入力します。")
    if kind == Kind.INTRODUCE and figure.value is not None and figure.value not in Stage.values:
        words = "、".join(f"{stage.value} {stage.label}" for stage in Stage)
        raise NotANumberOfThis(f"段階を選んでください（{words}）。")


def _check_ratio(figure: Figure) -> None:
    if (figure.value is None) != (figure.out_of is None):
        raise NotANumberOfThis("割合は、値と分母の両方を入力してください。")
    if figure.value is not None and (figure.out_of == 0 or figure.value > figure.out_of):
        raise NotANumberOfThis("値は分母以下に、分母は1以上にしてください。")


def figure_of(actual: Actual | None) -> Figure:
    return Figure(actual.value, actual.out_of) if actual else NOTHING


def _locked(slot: Slot) -> Actual:
    actual, _made = Actual.objects.get_or_create(
        indicator=slot.indicator,
        department=slot.department,
        span=slot.time.span,
        starts_on=slot.time.starts_on,
        defaults={"fiscal_year": slot.time.fiscal_year},
    )
    return Actual.objects.select_for_update().get(pk=actual.pk)
