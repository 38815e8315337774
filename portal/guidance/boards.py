"""Keeping the boards: what somebody has confirmed today, without a new edition of the plan."""

from datetime import date

from django.db import transaction

from portal.audit.trail import record
from portal.errors import DomainError
from portal.guidance.models import Edition, EnvironmentItem, LeadingProject
from portal.guidance.vocabulary import PLAN
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged

COMPARED = ["status", "status_note", "planned_year"]


class DayNotYetCome(DomainError):
    message = "確認日は、今日か今日より前の日にしてください。"


@transaction.atomic
def confirm(
    row: EnvironmentItem | LeadingProject,
    values: dict,
    *,
    version: str,
    by: StaffMember,
    on: date,
) -> None:
    """Write down how far ``row`` is, and that it was looked at today.

    Raises ChangedMeanwhile.
    """
    row = lock_unchanged(row, COMPARED, version)
    for name in COMPARED:
        if name in values:
            setattr(row, name, values[name])
    row.confirmed_on, row.confirmed_by = on, by
    row.save()
    record("guidance.board.confirmed", actor=by, obj=row)


def targets_by_edition(number: int) -> list[tuple[Edition, str]]:
    """The 目標時期 of a leading project in each edition of the plan, oldest first.

    「資料なし」 where an edition's text is not at hand, 「記載なし」 where it has no such project.
    """
    key = f"project-{number}-target"
    editions = Edition.objects.public().filter(guide__slug=PLAN).select_related("guide").by_age()
    return [(edition, _target(edition, key)) for edition in editions]


def passages_of_project(edition: Edition | None, number: int) -> list[dict]:
    """The passages about a leading project in an edition that has a text."""
    prefix = f"project-{number}-"
    return [
        each
        for each in (edition.frozen if edition else None) or []
        if each["key"].startswith(prefix)
    ]


def _target(edition: Edition, key: str) -> str:
    if not edition.has_text:
        return "資料なし"
    texts = [each["text"] for each in edition.frozen if each["key"] == key]
    return texts[0] if texts else "記載なし"
