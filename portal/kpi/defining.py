"""Setting up an indicator, and changing what it means without losing what it meant."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from portal.audit.trail import record
from portal.errors import DomainError
from portal.kpi.models import Definition, Indicator, Kind
from portal.staff.models import StaffMember

COMPARED = {Kind.CHANGE, Kind.MULTIPLE}


class NothingChanged(DomainError):
    message = "今の定義と同じです。変えるところを入力してください。"


class ReasonForChangeMissing(DomainError):
    message = "定義を変える理由と適用日を入力してください。"


class AppliesTooEarly(DomainError):
    message = "適用日は、今の定義の適用日より後にしてください。"


class KindIsSettled(DomainError):
    message = "目標の種類を変えるときは、新しい指標を作ってください。"


class TargetDoesNotFit(DomainError):
    """The target is none that this kind can have."""


class SlugIsTaken(DomainError):
    message = "この記号は使われています。別の記号にしてください。"


class DefinedMeanwhile(DomainError):
    message = "ほかの人が先に定義を変えました。今の定義を確かめてください。"


class Meaning(NamedTuple):
    """What an indicator is called and aims at. Fields as in ``Definition``."""

    name: str
    kind: str
    unit: str = ""
    formula: str = ""
    at_start: str = ""
    base_year: int | None = None
    target_year: int | None = None
    target_value: Decimal | None = None
    is_lower_better: bool = False
    source: str = ""


class Change(NamedTuple):
    """Why a definition changes, and from which day."""

    reason: str
    applies_on: date | None


@transaction.atomic
def define_indicator(indicator: Indicator, meaning: Meaning, *, by, now: datetime) -> Indicator:
    """Save a new ``indicator`` with its first definition. Raises TargetDoesNotFit, SlugIsTaken."""
    check_target(meaning)
    if Indicator.objects.filter(slug=indicator.slug).exists():
        raise SlugIsTaken
    indicator.save(force_insert=True)
    Definition.objects.create(
        indicator=indicator, number=1, made_by=by, made_at=now, **meaning._asdict()
    )
    record("kpi.indicator.defined", actor=by, obj=indicator, details={"number": 1})
    return indicator


@transaction.atomic
def redefine(
    indicator: Indicator,
    meaning: Meaning,
    change: Change,
    *,
    seen: int,
    by: StaffMember | None,
    now: datetime,
) -> Definition:
    """Add a definition that applies from a day on; what was typed before stays with it.

    ``seen`` is the number of the definition that was shown. Raises DefinedMeanwhile,
    NothingChanged, ReasonForChangeMissing, AppliesTooEarly, KindIsSettled, TargetDoesNotFit.
    """
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    current = indicator.definitions.order_by("-number")[0]
    if current.number != seen:
        raise DefinedMeanwhile
    _check_change(current, meaning, change)
    made = Definition.objects.create(
        indicator=indicator,
        number=current.number + 1,
        reason=change.reason,
        applies_on=change.applies_on,
        made_by=by,
        made_at=now,
        **meaning._asdict(),
    )
    record("kpi.indicator.redefined", actor=by, obj=indicator, details={"number": made.number})
    return made


def check_target(meaning: Meaning) -> None:
    """Raises TargetDoesNotFit."""
    value, kind = meaning.target_value, meaning.kind
    if kind in COMPARED and (meaning.base_year is None or value is None):
        raise TargetDoesNotFit("この種類の目標には、基準年度と目標値が要ります。")
    if kind == Kind.CHANGE and not (-100 <= value <= 1000 and value != 0):
        raise TargetDoesNotFit("増減の目標は、-100から1000までの0でない％にしてください。")
    if kind == Kind.MULTIPLE and value <= 0:
        raise TargetDoesNotFit("倍率は0より大きい数にしてください。")
    if kind == Kind.RATIO and value is not None and not 0 <= value <= 100:
        raise TargetDoesNotFit("割合の目標は、0から100までの％にしてください。")
    if kind in {Kind.ABOLISH, Kind.INTRODUCE} and value is not None:
        raise TargetDoesNotFit("廃止と新規導入の目標に、目標値は要りません。")


def meaning_of(definition: Definition) -> Meaning:
    return Meaning(*(getattr(definition, field) for field in Meaning._fields))


def _check_change(current: Definition, meaning: Meaning, change: Change) -> None:
    if meaning.kind != current.kind:
        raise KindIsSettled
    if meaning == meaning_of(current):
        raise NothingChanged
    check_target(meaning)
    if not change.reason.strip() or change.applies_on is None:
        raise ReasonForChangeMissing
    if current.applies_on and change.applies_on <= current.applies_on:
        raise AppliesTooEarly


@transaction.atomic
def close_indicator(indicator: Indicator, *, is_closed: bool, by: StaffMember) -> None:
    """Stop following an indicator, or take it up again. Its figures stay; twice is once."""
    if (
        Indicator.objects.filter(pk=indicator.pk)
        .exclude(is_closed=is_closed)
        .update(is_closed=is_closed)
    ):
        act = "kpi.indicator.closed" if is_closed else "kpi.indicator.reopened"
        record(act, actor=by, obj=indicator)
