"""Editing a logic model: the plan, its aims, and the efforts of each."""

from typing import Any

from django.db import models, transaction

from portal.audit.trail import record
from portal.errors import DomainError
from portal.kpi.models import Aim, Effort, LogicModel
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged

PLAN_FIELDS = ["title", "first_year", "last_year", "source", "remarks"]
AIM_FIELDS = ["name", "order", "outcome", "outcome_value", "outcome_unit", "formula"]
EFFORT_FIELDS = [
    "name", "order", "cost", "funding", "activity", "output", "formula", "unit", "base_value",
    "goal_value", "owner", "schedule",
]  # fmt: skip


# What another city paid, reached and promised are its own facts: a copy starts without them.
COPIED_OF_AIM = ["name", "order", "outcome", "outcome_unit", "formula"]
COPIED_OF_EFFORT = ["name", "order", "activity", "output", "formula", "unit"]


class ExampleStays(DomainError):
    message = "見本は変えられません。自分の市のロジックモデルを作ってください。"


class EndsBeforeItBegins(DomainError):
    message = "終わりの年度は、はじめの年度と同じか、あとにしてください。"


@transaction.atomic
def add_plan(values: dict[str, Any], *, by: StaffMember) -> LogicModel:
    """Raises EndsBeforeItBegins."""
    _check_years(values)
    plan = LogicModel.objects.create(**values)
    record("kpi.plan.made", actor=by, obj=plan)
    return plan


@transaction.atomic
def copy_example(example: LogicModel, values: dict[str, Any], *, by: StaffMember) -> LogicModel:
    """A model of one's own with the words of an example, and none of its numbers.

    Raises EndsBeforeItBegins.
    """
    plan = add_plan({**values, "copied_from": example}, by=by)
    for aim in example.aims.prefetch_related("efforts"):
        copy = plan.aims.create(**{name: getattr(aim, name) for name in COPIED_OF_AIM})
        Effort.objects.bulk_create(
            Effort(aim=copy, **{name: getattr(effort, name) for name in COPIED_OF_EFFORT})
            for effort in aim.efforts.all()
        )
    return plan


@transaction.atomic
def change_plan(plan: LogicModel, values: dict[str, Any], *, version: str, by) -> LogicModel:
    """Raises ExampleStays, EndsBeforeItBegins and ChangedMeanwhile."""
    _check_years(values)
    return _changed(plan, plan, PLAN_FIELDS, values, version, by)


@transaction.atomic
def add_aim(plan: LogicModel, values: dict[str, Any], *, by: StaffMember) -> Aim:
    """Raises ExampleStays."""
    return _added(plan, plan.aims, values, by)


@transaction.atomic
def change_aim(aim: Aim, values: dict[str, Any], *, version: str, by: StaffMember) -> Aim:
    """Raises ExampleStays and ChangedMeanwhile."""
    return _changed(aim.plan, aim, AIM_FIELDS, values, version, by)


@transaction.atomic
def add_effort(aim: Aim, values: dict[str, Any], *, by: StaffMember) -> Effort:
    """Raises ExampleStays."""
    return _added(aim.plan, aim.efforts, values, by)


@transaction.atomic
def change_effort(effort: Effort, values: dict[str, Any], *, version: str, by) -> Effort:
    """Raises ExampleStays and ChangedMeanwhile."""
    return _changed(effort.aim.plan, effort, EFFORT_FIELDS, values, version, by)


def _added(plan: LogicModel, rows, values: dict[str, Any], by: StaffMember) -> models.Model:
    if plan.is_example:
        raise ExampleStays
    row = rows.create(**values)
    record("kpi.plan.changed", actor=by, obj=plan)
    return row


def _changed(plan, row, fields, values, version, by):
    if plan.is_example:
        raise ExampleStays
    row = lock_unchanged(row, fields, version)
    for name in fields:
        setattr(row, name, values[name])
    row.save(update_fields=fields)
    record("kpi.plan.changed", actor=by, obj=plan)
    return row


def _check_years(values: dict[str, Any]) -> None:
    if values["last_year"] < values["first_year"]:
        raise EndsBeforeItBegins
