"""The one page for 本部会議: where the plan stands, what wants a decision, what was decided."""

from datetime import date
from typing import NamedTuple

from portal.kpi.boards import Line, city_lines
from portal.kpi.counting import Counted, counted_of
from portal.kpi.models import Decision, Indicator
from portal.kpi.reviewing import open_decisions
from portal.kpi.standing import coverage, target_words, value_words
from portal.kpi.times import year_word
from portal.paper.document import HEADER, Paper
from portal.period import fiscal_year
from portal.ui.templatetags.ui import wareki

ON_PAPER, DECISIONS = 9, 5
LINE, PADDING = 4.2, 0.8
WIDTHS = (36, 24, 12, 14, 14)
OTHER = Indicator.Group.OTHER.label


class Row(NamedTuple):
    slug: str
    name: str
    target: str
    base: str
    latest: str
    tone: str
    verdict: str
    words: str


class Report(NamedTuple):
    """All of it in words. ``attention`` are the rows that want somebody to look or decide."""

    title: str
    day: str
    groups: list[tuple[str, list[Row]]]
    attention: list[Row]
    parts: Counted
    decisions: list[str]

    @property
    def known(self) -> str:
        rows = [row for _label, rows in self.groups for row in rows]
        entered = sum(row.latest != "未入力" for row in rows)
        return f"{len(rows)}指標のうち、実績が入力されているのは{entered}指標です。"


def report_on(today: date) -> Report:
    lines = city_lines(today)
    groups = [
        (label, [_row(line) for line in lines if line.indicator.group == code])
        for code, label in Indicator.Group.choices
    ]
    rows = [row for _label, rows in groups for row in rows]
    return Report(
        "DXプランの進み具合（情報システムマネジメント本部会議）",
        wareki(today),
        [(label, rows) for label, rows in groups if rows],
        [row for row in rows if row.tone in ("caution", "negative") and row.words],
        counted_of(fiscal_year(today)),
        [_decision_words(decision, today) for decision in open_decisions()[:DECISIONS]],
    )


def report_paper(report: Report) -> bytes:
    """The same on one sheet of A4, as PDF: the plan's own indicators, without the others."""
    paper = Paper(report.title, foot=f"DXポータル　{report.day}")
    paper.heading(report.title)
    paper.text_block(f"{report.day}　{report.known}", size=ON_PAPER)
    _table(paper, [row for label, rows in report.groups for row in rows if label != OTHER])
    if report.attention:
        words = "\n".join(f"・{row.name}：{row.words}" for row in report.attention)
        paper.text_block(f"確かめること\n{words}", size=ON_PAPER)
    if report.decisions:
        words = "\n".join(f"・{words}" for words in report.decisions)
        paper.text_block(f"対応中の決定\n{words}", size=ON_PAPER)
    if report.parts.lines:
        words = "　".join(f"{part.label} {part.words}" for part in report.parts.lines)
        paper.text_block(f"活動の数　{words}", size=ON_PAPER)
    return paper.content()


def _table(paper: Paper, rows: list[Row]) -> None:
    """Closer than the tables of other papers, so that the page stays one."""
    paper.set_font(size=ON_PAPER)
    with paper.table(
        col_widths=WIDTHS, line_height=LINE, padding=PADDING, headings_style=HEADER
    ) as table:
        table.row(["指標", "目標", "基準値", "最新の実績", "状態"])
        for row in rows:
            table.row([row.name, row.target, row.base, row.latest, row.verdict])
    paper.ln(LINE)


def _decision_words(decision: Decision, today: date) -> str:
    until = (
        f"{decision.due_on.month}月{decision.due_on.day}日まで" if decision.due_on else "期限 未定"
    )
    late = "、期限を過ぎています" if decision.is_overdue(today) else ""
    where = decision.department.name if decision.department else "担当 未定"
    return f"{decision.title}（{where}、{until}{late}）"


def _row(line: Line) -> Row:
    definition, standing = line.definition, line.standing
    latest = value_words(definition, standing.latest.value)
    if standing.latest_year:
        latest = f"{year_word(standing.latest_year)} {latest}"
    if standing.latest.number is not None and (words := coverage(standing.latest)):
        latest = f"{latest}（{words}）"
    against = f"（{year_word(definition.base_year)}比）" if definition.base_year else ""
    target = f"{target_words(definition)}{against}"
    if definition.target_year:
        target = f"{year_word(definition.target_year)}までに{target}"
    base = value_words(definition, standing.base.value) if definition.base_year else "なし"
    verdict = standing.verdict
    return Row(
        line.indicator.slug, definition.name, target, base, latest, verdict.tone, verdict.label,
        verdict.words,
    )  # fmt: skip
