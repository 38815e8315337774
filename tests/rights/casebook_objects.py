"""What everybody proposed for the casebook, for the walk through the addresses."""

from django.utils import timezone

from casebook.contacting import log_contact
from casebook.models import Case
from casebook.own_city import make_sheet
from tests.casebook.builders import a_correction, a_draft, a_proposal


def casebook(people) -> None:
    """A draft of everybody; sent in by one of the staff, an officer, an editor; a correction."""
    now = timezone.now()
    for staff in people.values():
        a_draft(staff, now=now)
    for code in ("ST", "OF", "ED"):
        a_proposal(people[code], now=now)
    values = {
        "asked_on": timezone.localdate(now),
        "whom": "見本市 情報課",
        "means": "電話",
        "learnt": "募集は年2回です。",
        "details": "見本さん 内線1",
    }
    for code in ("OF", "ED", "LD"):
        log_contact(Case.objects.live().first(), values, by=people[code], now=now)
    make_sheet({"theme": "DXリーダー", "source": "計画"}, by=people["OF"], now=now)
    a_correction(Case.objects.live().first(), people["ST"], now=now)
