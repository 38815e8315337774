"""A planned year that passed without a word is brought before the DX section, once."""

from datetime import date

import pytest

from portal.kpi.demo import make_demo_figures
from portal.kpi.loading import load_indicators
from portal.kpi.models import Actual, Kind, Span
from portal.kpi.reviewing import record_decision
from portal.kpi.upkeep import look_after_figures
from portal.notifications.models import Notification
from portal.staff.demo import make_demo_people
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.kpi.builders import NOW, TODAY, an_indicator, filled


@pytest.mark.django_db
def test_a_planned_year_that_passed_without_a_word_is_told_once(time_machine):
    time_machine.move_to(NOW, tick=False)
    officer = a_staff_member(role=Role.OFFICER)
    a_staff_member()
    an_indicator("late", kind=Kind.INTRODUCE, target_year=2024, name="窓口改革")
    answered = an_indicator("answered", kind=Kind.INTRODUCE, target_year=2024, span=Span.YEAR)
    filled(answered, 2025, 1)
    an_indicator("coming", kind=Kind.INTRODUCE, target_year=2026)

    assert look_after_figures() == "要確認 1件、期限を過ぎた決定 0件"
    look_after_figures()

    notice = Notification.objects.get(kind="kpi_year_passed")
    assert notice.recipient == officer
    assert notice.title == "窓口改革：目標の令和6年度を過ぎています（要確認）"


@pytest.mark.django_db
def test_an_overdue_decision_is_told_once(time_machine):
    time_machine.move_to(NOW, tick=False)
    officer = a_staff_member(role=Role.OFFICER)
    for due_on in (date(2026, 11, 19), TODAY, None):
        decided = {"title": f"期限 {due_on}", "decided_on": date(2026, 10, 1), "due_on": due_on}
        record_decision(decided, by=officer, now=NOW)

    for _ in range(2):
        assert look_after_figures() == "要確認 0件、期限を過ぎた決定 1件"

    notice = Notification.objects.get(kind="kpi_decision_overdue")
    assert (notice.recipient, notice.title) == (officer, "期限を過ぎた決定：期限 2026-11-19")


@pytest.mark.django_db
def test_demo_figures_are_called_so_and_leave_the_plans_indicators_empty():
    make_demo_people(password="demo-demo-demo", today=TODAY)
    load_indicators(now=NOW)

    assert make_demo_figures(now=NOW) > 0
    assert make_demo_figures(now=NOW) == 0

    assert set(Actual.objects.values_list("indicator__slug", flat=True)) == {"demo-meeting-paper"}
    evidence = Actual.objects.values_list("entries__evidence", flat=True).distinct()
    assert list(evidence) == ["デモの見本（実際の数字ではありません）"]
