"""What is printed: the certificate, the list of names, and the sheet for a room without network."""

from django.utils import timezone

from portal.paper.document import Paper
from portal.ui.templatetags.ui import wareki
from training.models import Booking, Certificate, Meeting, Session

BLANK_LINES = 5


def certificate_paper(certificate: Certificate, *, address: str) -> bytes:
    """``address`` is the page where anybody in the house can see whether it holds."""
    paper = Paper("修了証", foot=f"確認番号 {certificate.code}")
    paper.ln(25)
    paper.heading("修　了　証", is_title=True, align="C")
    paper.ln(15)
    if certificate.name_reading:
        paper.text_block(certificate.name_reading, align="C", size=9)
    paper.heading(f"{certificate.name}　様", is_title=True, align="C")
    paper.ln(10)
    minutes = f"（{certificate.minutes}分）" if certificate.minutes else ""
    paper.text_block(f"科目　{certificate.course_title}{minutes}", align="C", size=13)
    paper.text_block("上記の研修を修了したことを証します。", align="C", size=13)
    paper.ln(10)
    paper.text_block(f"修了日　{wareki(certificate.completed_on)}", align="C", size=12)
    paper.text_block(f"発行日　{wareki(certificate.issued_on)}", align="C", size=12)
    paper.ln(20)
    paper.text_block(
        f"この修了証が有効かどうかは、庁内のDXポータルで確かめられます。\n"
        f"確認番号　{certificate.code}\n{address}",
        align="C",
        size=9,
    )
    return paper.content()


def name_list(session: Session, bookings: list[Booking]) -> bytes:
    paper = Paper(f"参加者名簿 {session}", foot=str(session))
    _head(paper, "参加者名簿", session)
    rows = [
        [str(number), booking.staff.name, booking.staff.reading, _section(booking), ""]
        for number, booking in enumerate(bookings, start=1)
    ]
    paper.rows(["番号", "氏名", "ふりがな", "所属", "備考"], rows, widths=[8, 24, 26, 26, 16])
    return paper.content()


def attendance_sheet(session: Session, meetings: list[Meeting], bookings: list[Booking]) -> bytes:
    """To be filled in by hand, and typed in later; with lines for people who just came."""
    paper = Paper(f"出席簿 {session}", foot=str(session))
    for number, meeting in enumerate(meetings):
        if number:
            paper.add_page()
        _head(paper, "出席簿", session)
        paper.text_block(f"日時　{_moment(meeting.starts_at)}から")
        rows = [
            [str(place), booking.staff.name, _section(booking), "□", "□", "□", "□", "□"]
            for place, booking in enumerate(bookings, start=1)
        ]
        rows += [["", "", "", "□", "□", "□", "□", "□"] for _line in range(BLANK_LINES)]
        header = ["番号", "氏名", "所属", "出席", "遅刻", "一部", "欠席", "公用等"]
        paper.rows(header, rows, widths=[8, 26, 26, 8, 8, 8, 8, 8])
        paper.text_block("あとで、開催回の「出欠の入力」に転記してください。", size=9)
    return paper.content()


def _head(paper: Paper, title: str, session: Session) -> None:
    paper.heading(title, is_title=True)
    paper.heading(str(session))
    paper.text_block(
        f"開始　{_moment(session.starts_at)}\n会場　{session.place or '未入力'}\n"
        "個人情報です。使い終わったら、DX課に返すか、細断してください。"
    )


def _section(booking: Booking) -> str:
    return booking.department.name if booking.department else "未入力"


def _moment(moment) -> str:
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
