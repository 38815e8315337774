"""Which rows are over their time, and which of them somebody holds."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.personal.models import Hold
from portal.personal.rules import Rule, days_of, period_words
from portal.personal.table import RULES

TRAIL = "audit.auditevent"


class Due(NamedTuple):
    """One model of the table: how many rows are over their time, and how many are held."""

    label: str
    data: str
    model_name: str
    period: str
    then: str
    count: int
    held: int


def dry_run(now: datetime) -> list[Due]:
    """What a run would do at ``now``, one line per model of the table that a run looks at."""
    return [_due(label, rule, now) for label, rule in run_rules().items()]


def run_rules() -> dict[str, Rule]:
    return {label: rule for label, rule in RULES.items() if rule.is_run}


def rows_due(label: str, rule: Rule, now: datetime) -> QuerySet:
    """Rows that are over their time and that nobody holds."""
    rows = rows_over(label, rule, now)
    holds = Hold.objects.in_force()
    if holds.filter(model=label).exists():
        return rows.none()
    people = holds.exclude(staff=None).values("staff")
    if not rule.of:
        return rows
    if label == TRAIL and rows.filter(**{f"{rule.of}__in": people}).exists():
        # A chain has no holes: it is kept whole while a person in it is held.
        return rows.none()
    return rows.exclude(**{f"{rule.of}__in": people})


def rows_over(label: str, rule: Rule, now: datetime) -> QuerySet:
    """Rows that are over their time; those that were blanked before are not, any more."""
    model = apps.get_model(label)
    over = {f"{rule.since}__lt": _limit(model, rule.since, now, days_of(label, rule))}
    rows = model._base_manager.filter(**over, **rule.where)
    if rule.then.fields:
        rows = rows.filter(_has_something(model, rule.then.fields))
    if label == "staff.staffmember":
        rows = rows.filter(leaving__anonymised_at=None)
    return rows


def _due(label: str, rule: Rule, now: datetime) -> Due:
    over, due = rows_over(label, rule, now).count(), rows_due(label, rule, now).count()
    return Due(
        label,
        rule.data.partition("（")[0],
        str(apps.get_model(label)._meta.verbose_name),
        period_words(label, rule),
        rule.then.words,
        due,
        over - due,
    )


def _limit(model, path: str, now: datetime, days: int):
    """The field counts in days or in moments; a period of days ends with its last day."""
    before = now - timedelta(days=days)
    field = _field(model, path)
    return before if isinstance(field, models.DateTimeField) else timezone.localdate(before)


def _field(model, path: str):
    field = None
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model
    return field


def _has_something(model, fields: tuple[str, ...]) -> Q:
    found = Q()
    for name in fields:
        field = model._meta.get_field(name)
        found |= ~Q(**{f"{name}__isnull": True}) if field.null else ~Q(**{name: empty_of(field)})
    return found


def empty_of(field):
    """What a blanked field holds."""
    if field.null:
        return None
    return field.get_default() if isinstance(field, models.JSONField) else ""
