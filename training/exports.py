"""Lists as files, for those who may take them out."""

from django.utils import timezone

from portal.tables.writing import Sheet, xlsx_file
from training.models import Session


def roster_file(session: Session) -> bytes:
    """Names, sections, places and attendance. No mail address and no staff number."""
    meetings = list(session.meetings.all())
    header = ["氏名", "ふりがな", "所属", "状態", "申込日時"]
    header += [f"出欠 {_moment(meeting.starts_at)}" for meeting in meetings]
    return xlsx_file([Sheet("名簿", header, _rows(session, meetings))])


def _rows(session: Session, meetings):
    live = session.bookings.live().select_related("staff", "department")
    for booking in live.prefetch_related("attendances").order_by("status", "requested_at", "pk"):
        values = {each.meeting_id: each.get_value_display() for each in booking.attendances.all()}
        section = booking.department.name if booking.department else "未入力"
        yield [
            booking.staff.name,
            booking.staff.reading,
            section,
            booking.get_status_display(),
            _moment(booking.requested_at),
            *(values.get(meeting.pk, "未入力") for meeting in meetings),
        ]


def _moment(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
