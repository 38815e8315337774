"""Taking the desk's list out: with a reason, without names, notes and anything confidential."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import record
from portal.consultations.listing import Conditions, desk_list
from portal.staff.models import StaffMember
from portal.tables.writing import Sheet, xlsx_file

MOST_EXPORTED = 5000
HEADER = [
    *["番号", "件名", "種類", "課", "状態", "優先度", "担当", "相談した日時"],
    *["回答の期限", "最初の返事", "回答した日時", "満足度"],
]


@transaction.atomic
def export_list(conditions: Conditions, reason: str, *, by: StaffMember, now: datetime) -> bytes:
    """An XLSX file of what ``by`` may work on. Source: RIGHTS, "tickets, export"."""
    rows = desk_list(by, conditions, now).filter(is_confidential=False)[:MOST_EXPORTED]
    lines = [_line(row) for row in rows]
    mark = f"{_moment(now)} {by.name}が書き出し。理由：{reason}"
    sheets = [
        Sheet("相談", HEADER, lines),
        Sheet("この書き出しについて", ["内部資料"], [[mark]]),
    ]
    details = {"rows": len(lines), "view": conditions.view}
    record("consultation.exported", actor=by, details=details)
    return xlsx_file(sheets)


def _line(row) -> list:
    return [
        row.pk,
        row.subject,
        row.get_kind_display(),
        row.department.name if row.department else "",
        row.get_status_display(),
        row.get_priority_display(),
        row.assignee.name if row.assignee else "",
        *[_moment(getattr(row, name)) for name in MOMENTS],
        "" if row.rating is None else row.rating,
    ]


MOMENTS = ["asked_at", "resolve_due_at", "first_answered_at", "answered_at"]


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
