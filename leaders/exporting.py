"""Taking the list of raised hands out: with a reason, a mark of who and when, and an event."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leaders.models import RecruitmentWindow
from portal.audit.trail import record
from portal.staff.models import StaffMember
from portal.tables.writing import Sheet, xlsx_file

HEADER = ["氏名", "ふりがな", "所属", "申し出た日", "状態", "続けて", "所属長の意見"]
TEXTS = ["申し出た理由", "学びたいこと", "やってみたいこと"]


@transaction.atomic
def export_nominations(
    window: RecruitmentWindow,
    *,
    reason: str,
    with_motives: bool,
    by: StaffMember,
    now: datetime,
) -> bytes:
    """An XLSX file. Texts of the people are in it only when asked for."""
    rows = window.nominations.select_related("staff", "department").order_by("submitted_at", "pk")
    header = HEADER + (TEXTS if with_motives else [])
    mark = f"{timezone.localtime(now):%Y-%m-%d %H:%M} {by.name}が書き出し。理由：{reason}"
    sheets = [
        Sheet("申出", header, [_row(each, with_motives) for each in rows]),
        Sheet("この書き出しについて", ["内部資料"], [[mark]]),
    ]
    details = {"rows": len(rows), "texts": int(with_motives)}
    record("leaders.nomination.exported", actor=by, obj=window, details=details)
    return xlsx_file(sheets)


def _row(nomination, with_motives) -> list:
    row = [
        nomination.staff.name,
        nomination.staff.reading,
        nomination.department.name if nomination.department else "未入力",
        timezone.localdate(nomination.submitted_at).isoformat(),
        nomination.get_state_display(),
        "はい" if nomination.is_renewal else "いいえ",
        nomination.get_head_view_display() or "なし",
    ]
    if with_motives:
        row += [nomination.motive, nomination.wants_to_learn, nomination.wants_to_do]
    return row
