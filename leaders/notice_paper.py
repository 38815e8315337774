"""The notice of appointment as a paper, in the manner of a 辞令."""

from datetime import date

from leaders.models import Appointment
from portal.paper.document import Paper
from portal.ui.templatetags.ui import wareki

# Who signs is not known to the portal: the room is left free.
SIGNER = "（任命者の職・氏名）"


def notice_of(appointment: Appointment) -> bytes:
    """A PDF of one page."""
    staff = appointment.staff
    section = appointment.department.name if appointment.department else "（所属）"
    paper = Paper(f"{appointment.role_name} 任命通知", foot="DXポータル")
    paper.ln(10)
    paper.heading("任命通知書", is_title=True, align="C")
    paper.ln(14)
    paper.text_block(section, size=13)
    paper.text_block(f"{staff.name}　様", size=16)
    paper.ln(12)
    paper.text_block(f"{appointment.role_name}に任命します。", size=16)
    paper.ln(6)
    paper.text_block(
        f"任期　{_day(appointment.starts_on)}から\n　　　{_day(appointment.ends_on)}まで", size=13
    )
    paper.text_block(f"（{appointment.plan_name}の期間による）", size=11)
    paper.ln(16)
    paper.text_block(_day(appointment.starts_on), size=13)
    paper.text_block(SIGNER, align="R", size=13)
    return paper.content()


def _day(day: date) -> str:
    return wareki(day).partition("（")[0]
