"""What happens to figures by the clock."""

from django.utils import timezone

from portal.kpi.boards import city_lines
from portal.kpi.counting import count_parts
from portal.kpi.notices import decision_is_overdue, year_has_passed
from portal.kpi.reviewing import open_decisions
from portal.period import fiscal_year


def look_after_figures() -> str:
    """Tell the DX section of planned years that passed without a word, and of overdue decisions."""
    now = timezone.now()
    today = timezone.localdate(now)
    passed = [
        line.definition
        for line in city_lines(today)
        if line.standing.latest.value is None
        and line.definition.target_year
        and line.definition.target_year < fiscal_year(today)
    ]
    for definition in passed:
        year_has_passed(definition, now=now)
    overdue = [decision for decision in open_decisions() if decision.is_overdue(today)]
    for decision in overdue:
        decision_is_overdue(decision, now=now)
    return f"要確認 {len(passed)}件、期限を過ぎた決定 {len(overdue)}件"


def count_figures_of_parts() -> str:
    return f"{count_parts(timezone.now())}件"
