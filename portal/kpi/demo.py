"""An invented indicator with invented figures, so that pictures can be tried in demo mode.

The plan's own indicators stay empty, there too: nobody shall take a sample for a fact.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from portal.kpi.defining import Meaning, define_indicator
from portal.kpi.entering import NOTHING, Figure, Note, Slot, enter
from portal.kpi.models import Indicator, Kind, Span
from portal.kpi.times import months_of, year_of
from portal.period import fiscal_year
from portal.staff.models import Department, StaffMember

SLUG = "demo-meeting-paper"
NOTE = Note(evidence="デモの見本（実際の数字ではありません）")
FIRST, STEP = 4000, 70


@transaction.atomic
def make_demo_figures(*, now: datetime) -> int:
    """Five years of one section. Returns how many figures were made: none the second time."""
    section = Department.objects.filter(code="1010").first()
    officer = StaffMember.objects.filter(username="officer").first()
    if section is None or officer is None or Indicator.objects.filter(slug=SLUG).exists():
        return 0
    today = timezone.localdate(now)
    this_year = fiscal_year(today)
    indicator = define_indicator(
        Indicator(
            slug=SLUG, label="デモ：会議の紙", group=Indicator.Group.OTHER, span=Span.MONTH,
            by_section=True,
        ),
        Meaning(
            "デモ：会議で配った紙の枚数", Kind.CHANGE, "枚", base_year=this_year - 4,
            target_year=this_year, target_value=Decimal(-50), source="デモの見本",
        ),
        by=officer,
        now=now,
    )  # fmt: skip
    slots = list(_figures(indicator, section, today, this_year))
    for slot, value in slots:
        enter(slot, Figure(Decimal(value)), NOTE, seen=NOTHING, by=officer, now=now)
    return len(slots)


def _figures(indicator, section, today: date, this_year: int):
    for before in (4, 3, 2):
        yield (
            Slot(indicator, section, year_of(this_year - before)),
            (FIRST - 500 * (4 - before)) * 12,
        )
    months = [*months_of(this_year - 1), *months_of(this_year)]
    over = [month for month in months if month.starts_on < today.replace(day=1)]
    for number, month in enumerate(over):
        yield Slot(indicator, section, month), FIRST - 1500 - STEP * number
