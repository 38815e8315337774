"""The figures of the plan, exactly as it states them. Values that it does not state stay empty."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from portal.kpi.defining import Change, Meaning, define_indicator, redefine
from portal.kpi.models import Indicator, LogicModel

CONTENT = Path(__file__).parent / "content"


@transaction.atomic
def load_indicators(*, now: datetime) -> int:
    """Make the indicators that are not there yet, with every definition of the editions at hand.

    An indicator that is there is left to its editors. Returns how many were made.
    """
    rows = json.loads((CONTENT / "indicators.json").read_text(encoding="utf-8"))
    known = set(Indicator.objects.values_list("slug", flat=True))
    missing = [(order, row) for order, row in enumerate(rows) if row["slug"] not in known]
    for order, row in missing:
        _load(row, order, now)
    return len(missing)


@transaction.atomic
def load_example() -> int:
    """Make the worked example of another city's logic model, once. Returns how many were made."""
    if LogicModel.objects.filter(is_example=True).exists():
        return 0
    row = json.loads((CONTENT / "aizuwakamatsu.json").read_text(encoding="utf-8"))
    aims = row.pop("aims")
    plan = LogicModel.objects.create(is_example=True, **row)
    for order, aim in enumerate(aims, start=1):
        efforts = aim.pop("efforts")
        made = plan.aims.create(order=order, **aim)
        for number, effort in enumerate(efforts, start=1):
            made.efforts.create(order=number, **effort)
    return 1


def _load(row: dict, order: int, now: datetime) -> None:
    first, *later = row.pop("definitions")
    indicator = Indicator(order=order, **row)
    define_indicator(indicator, _meaning(first), by=None, now=now)
    for number, words in enumerate(later, start=1):
        change = Change(words["reason"], date.fromisoformat(words["applies_on"]))
        redefine(indicator, _meaning(words), change, seen=number, by=None, now=now)


def _meaning(words: dict) -> Meaning:
    values = {name: words[name] for name in Meaning._fields if name in words}
    if "target_value" in values:
        values["target_value"] = Decimal(str(values["target_value"]))
    return Meaning(**values)
