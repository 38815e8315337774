"""A planned year that passed without a word is brought before the DX section, once."""

import pytest

from portal.kpi.demo import make_demo_figures
from portal.kpi.loading import load_indicators
from portal.kpi.models import Actual, Kind, Span
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

    assert look_after_figures() == "要確認 1件"
    look_after_figures()

    notice = Notification.objects.get(kind="kpi_year_passed")
    assert notice.recipient == officer
    assert notice.title == "窓口改革：目標の令和6年度を過ぎています（要確認）"


@pytest.mark.django_db
def test_demo_figures_are_called_so_and_leave_the_plans_indicators_empty():
    make_demo_people(password="demo-demo-demo", today=TODAY)
    load_indicators(now=NOW)

    assert make_demo_figures(now=NOW) > 0
    assert make_demo_figures(now=NOW) == 0

    assert set(Actual.objects.values_list("indicator__slug", flat=True)) == {"demo-meeting-paper"}
    evidence = Actual.objects.values_list("entries__evidence", flat=True).distinct()
    assert list(evidence) == ["デモの見本（実際の数字ではありません）"]
