"""Telling the office what was done and noticed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from leaders.models import ActivityReport, SmallFinding
from portal.audit.trail import record
from portal.community.announcing import announce, take_back
from portal.files.checking import CheckedFile
from portal.files.keeping import store
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged

FIELDS = ["title", "happened_on", "what", "effect", "minutes_saved", "taught_tool"]


class Told(NamedTuple):
    """What a leader reports. ``minutes_saved`` is per month, None when nobody measured it."""

    title: str
    happened_on: date
    what: str
    effect: str
    minutes_saved: int | None
    taught_tool: bool


@transaction.atomic
def report(
    told: Told, *, by: StaffMember, now: datetime, files: list[CheckedFile] | None = None
) -> ActivityReport:
    """Raises FileRefused, and then nothing is reported."""
    made = ActivityReport.objects.create(
        staff=by, section=by.department, made_at=now, changed_at=now, **told._asdict()
    )
    for upload in files or []:
        store(upload, by=by, owner=made, now=now)
    announce(made, by=by, now=now)
    record("leaders.report.made", actor=by, obj=made)
    return made


@transaction.atomic
def amend_report(
    report: ActivityReport, told: Told, *, version: str, by: StaffMember, now: datetime
) -> None:
    """Raises ChangedMeanwhile."""
    report = lock_unchanged(report, FIELDS, version)
    for name, value in told._asdict().items():
        setattr(report, name, value)
    report.changed_at = now
    report.save(update_fields=[*FIELDS, "changed_at"])
    record("leaders.report.changed", actor=by, obj=report)


@transaction.atomic
def note_finding(text: str, *, by: StaffMember, now: datetime) -> SmallFinding:
    made = SmallFinding.objects.create(staff=by, section=by.department, text=text, at=now)
    announce(made, by=by, now=now)
    record("leaders.finding.made", actor=by, obj=made)
    return made


@transaction.atomic
def remove_finding(finding: SmallFinding, *, by: StaffMember) -> None:
    take_back(finding)
    record("leaders.finding.removed", actor=by, obj=finding)
    finding.delete()


class Became(NamedTuple):
    """What a report has become, in words; ``url`` is empty where the reader cannot open it yet."""

    words: str
    url: str = ""


class NextUse(NamedTuple):
    """What a report can become elsewhere: a button on its page, and later what came of it.

    ``make(report, by=, now=)`` returns the words to thank with, or raises DomainError.
    ``became(report, staff)`` is None until it is made, or where ``staff`` may not know.
    """

    name: str
    label: str
    make: Callable[..., str]
    became: Callable[[ActivityReport, StaffMember], Became | None]


_next_uses: dict[str, NextUse] = {}


def offers_next_use(use: NextUse) -> None:
    """For ``portal.flows``: ``NextUse("case", "事例の下書きを作る", draft, became)``."""
    _next_uses[use.name] = use


def next_uses() -> list[NextUse]:
    return list(_next_uses.values())


def what_became_of(report: ActivityReport, staff: StaffMember) -> dict[str, Became]:
    """By the name of the use, as far as ``staff`` may know."""
    found = {name: use.became(report, staff) for name, use in _next_uses.items()}
    return {name: became for name, became in found.items() if became}


def next_use(name: str) -> NextUse | None:
    return _next_uses.get(name)
