"""Figures for the walk through all addresses."""

from datetime import date, timedelta

from django.utils import timezone

from portal.kpi.loading import load_example, load_indicators
from portal.kpi.models import ActualImport, Aim, Effort, Indicator, LogicModel
from portal.kpi.reviewing import Occasion, Said, note, record_decision, review
from portal.kpi.surveying import ask_staff, make_survey


def kpi(people):
    """The plan's indicators, and a file that waits: one of a section, one of the city."""
    now = timezone.now()
    load_indicators(now=now)
    for staff, department in ((people["ST"], people["ST"].department), (people["OF"], None)):
        ActualImport.objects.create(
            department=department,
            state=ActualImport.State.READY,
            file_name="10月.xlsx",
            rows=[],
            made_by=staff,
            made_at=now,
        )
    _plans()
    _words(people["OF"], people["ST"], now)


def _plans():
    """The example, which nobody edits, and one of the city's own."""
    load_example()
    plan = LogicModel.objects.create(title="市の計画", first_year=2026, last_year=2027)
    aim = Aim.objects.create(plan=plan, name="視点", outcome="成果")
    Effort.objects.create(aim=aim, name="取組", activity="事業", output="結果")


def _words(officer, staff, now):
    today = timezone.localdate(now)
    indicator = Indicator.objects.get(slug="paper")
    review(indicator, Occasion(2025, "year"), Said("unknown", "数がない"), by=officer, now=now)
    ooda = {"observe": "列", "orient": "月初", "decide": "予約", "act": ""}
    note(staff.department, ooda, by=staff, now=now)
    record_decision({"title": "決定", "decided_on": date(2026, 10, 1)}, by=officer, now=now)
    survey = make_survey("意識", "比べるため", ["関わると思う"], by=officer)
    ask_staff(survey, today, today + timedelta(days=1), by=officer)
    make_survey("まだ聞いていない", "比べるため", ["相談できる"], by=officer)
