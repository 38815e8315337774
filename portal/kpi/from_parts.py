"""Figures that the other parts count themselves: one line per figure, shown on board and report.

A part offers functions in its ``figures.py``; a line here names one of them, and an indicator may
draw its yearly figure from a line. None stands for 未入力, and FEW for a number of people that
would show a group under five. Nothing here asks who is looking.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

import leaders.figures
import portal.consultations.figures
import portal.guidance.figures
import training.figures
from casebook.models import Case
from portal.kpi.small_groups import LEAST, publish, publish_shares

FEW = "few"
PERCENT = "％"


class Moment(NamedTuple):
    """The fiscal year that is counted, and the moment up to which."""

    year: int
    now: datetime

    @property
    def day(self) -> date:
        return timezone.localdate(self.now)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        begins, ends = (
            timezone.make_aware(datetime.combine(date(year, 4, 1), time()))
            for year in (self.year, self.year + 1)
        )
        return begins, ends


Value = int | float | Decimal | str | None
Count = Callable[[Moment], Value]
ByDepartment = Callable[[Moment], dict[int | None, Value]]


class PartFigure(NamedTuple):
    """One figure of a part. ``url_name`` is where its part shows more.

    ``by_department`` gives the same for each department, by its key.
    """

    code: str
    label: str
    unit: str
    count: Count
    url_name: str
    by_department: ByDepartment | None = None
    counts_people: bool = False


def _cases(_moment: Moment) -> Value:
    return Case.objects.live().count()


def _training(name: str) -> Count:
    def count(moment: Moment) -> Value:
        return getattr(training.figures.figures_of(*moment), name)

    return count


def _people_trained(name: str) -> Count:
    """Of people ``training.figures`` gives none for too few."""

    def count(moment: Moment) -> Value:
        found = getattr(training.figures.figures_of(*moment), name)
        return FEW if found is None else found

    return count


def _percent(share: float | None) -> Value:
    return None if share is None else round(share * 100)


def _satisfied(moment: Moment) -> Value:
    return _percent(training.figures.figures_of(*moment).satisfaction)


def _leaders(moment: Moment) -> Value:
    return leaders.figures.figures_on(moment.day).leaders


def _sections_with_leader(moment: Moment) -> Value:
    found = leaders.figures.figures_on(moment.day)
    return _percent(found.sections_with_leader / found.sections) if found.sections else None


def _reports(moment: Moment) -> Value:
    return leaders.figures.activity_of(moment.day).reports


def _minutes(moment: Moment) -> Value:
    """Per month, as the reports say; without a single report that measured, nothing is known."""
    found = leaders.figures.activity_of(moment.day)
    return found.minutes if found.measured else None


def _asked(moment: Moment) -> Value:
    return portal.consultations.figures.volume(*moment.bounds)


def _asked_by_department(moment: Moment) -> dict[int | None, Value]:
    """As the desk counts by section, by their keys."""
    rows = portal.consultations.figures.asked(*moment.bounds).exclude(department=None)
    counts: dict[int, int] = {}
    for pk in rows.values_list("department", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return {key: FEW if isinstance(n, str) else n for key, n in publish(counts).cells.items()}


def _answered_in_time(moment: Moment) -> Value:
    return _percent(portal.consultations.figures.answered_first_in_time(*moment.bounds).rate)


def _solved_alone(moment: Moment) -> Value:
    return _percent(portal.consultations.figures.self_solved(*moment.bounds).rate)


def _ideas_done(moment: Moment) -> Value:
    return portal.consultations.figures.ideas(*moment.bounds)["done"]


def _whole(parts) -> Value:
    if not parts:
        return None
    share = publish_shares(parts)[1]
    return FEW if isinstance(share, str) else share


def _each(parts) -> dict[int | None, Value]:
    cells = publish_shares(parts)[0].items()
    return {key: FEW if isinstance(share, str) else share for key, share in cells}


def _compulsory(moment: Moment):
    return training.figures.compulsory_done(moment.now)


def _readers(_moment: Moment):
    return portal.guidance.figures.compulsory_readers()


def _of_all(parts: Callable) -> dict[str, Callable]:
    return {
        "count": lambda moment: _whole(parts(moment)),
        "by_department": lambda moment: _each(parts(moment)),
    }


FROM_PARTS = [
    PartFigure("cases", "公開している事例", "件", _cases, "casebook:case_list"),
    PartFigure("sessions", "開いた研修", "回", _training("sessions"), "training:session_list"),
    PartFigure("trained", "研修を受けた人", "人", _people_trained("participants"),
               "training:course_list", counts_people=True),
    PartFigure("completions", "研修の修了", "件", _people_trained("completions"),
               "training:course_list", counts_people=True),
    PartFigure("checked", "スキルチェックをした人", "人", _people_trained("checked"),
               "training:skills", counts_people=True),
    PartFigure("satisfied", "研修に満足した割合", PERCENT, _satisfied, "training:course_list"),
    PartFigure("compulsory", "必須の研修を終えた人の割合", PERCENT, url_name="training:course_list",
               counts_people=True, **_of_all(_compulsory)),
    PartFigure("readers", "必ず読むページを読んだ人の割合", PERCENT, url_name="guidance:index",
               counts_people=True, **_of_all(_readers)),
    PartFigure("leaders", "DXリーダー", "人", _leaders, "leaders:leaders"),
    PartFigure("led", "リーダーのいる課の割合", PERCENT, _sections_with_leader, "leaders:leaders"),
    PartFigure("reports", "リーダーの活動報告", "件", _reports, "leaders:report_list"),
    PartFigure("minutes", "報告された月あたりの減少", "分", _minutes, "leaders:report_list"),
    PartFigure("asked", "相談", "件", _asked, "consultations:consultation_list",
               by_department=_asked_by_department),
    PartFigure("in_time", "約束の時間までに最初の返事をした割合", PERCENT, _answered_in_time,
               "consultations:consultation_list"),
    PartFigure("alone", "相談の前に自分で解決した割合", PERCENT, _solved_alone,
               "faq:faq_list"),
    PartFigure("ideas", "形になったアイデア", "件", _ideas_done, "ideas:idea_list"),
]  # fmt: skip
BY_CODE = {line.code: line for line in FROM_PARTS}


def hide_few(line: PartFigure, value: Value) -> Value:
    """The rule of small groups once more, whatever the part does. Nobody is nobody."""
    is_few = line.counts_people and line.unit != PERCENT and isinstance(value, int | float)
    return FEW if is_few and 0 < value < LEAST else value
