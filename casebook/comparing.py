"""Cases side by side: the same question to each, and where the answers differ."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.text import Truncator

from casebook.models import Case, Municipality, OwnCitySheet
from casebook.vocabulary import CostState, QuestionKind
from portal.period import fiscal_year_label

MOST = 4
ANSWER_CHARACTERS = 140
NOT_STATED, NOT_CHECKED, NOT_TYPED = "記載なし", "未確認", "未入力"
Lines = list[str]


class Row(NamedTuple):
    """One question. ``of_case`` and ``of_own`` give lines of text; none when it is not known.

    Only what comes from a fixed list is compared word for word (``is_compared``).
    """

    code: str
    label: str
    of_case: Callable[[Case], Lines]
    of_own: Callable[[OwnCitySheet], Lines]
    unknown: str = NOT_STATED
    is_compared: bool = False


class Cell(NamedTuple):
    """``words`` say what is not known when there are no lines."""

    column: "Column"
    lines: Lines
    words: str


class Column(NamedTuple):
    """A case, or our own city on a theme (``case`` is None then)."""

    title: str
    place: str
    case: Case | None
    sheet: OwnCitySheet | None
    without: str

    @property
    def is_own(self) -> bool:
        return self.sheet is not None or self.case.is_own_city


class Line(NamedTuple):
    """A row of the table with its mark: a word, and the tone whose shape goes with it."""

    row: Row
    cells: list[Cell]
    mark: str
    tone: str


def _one(value) -> Lines:
    return [str(value)] if value not in (None, "") else []


def _typed(text: str) -> Lines:
    return [line for line in text.splitlines() if line.strip()]


def _year(value) -> Lines:
    return [fiscal_year_label(value)] if value else []


def _costs(case: Case) -> Lines:
    """None at all when the sources state none of them."""
    lines = []
    if case.cost_state == CostState.UNKNOWN:
        return lines
    for block in case.costs:
        cost = block.value
        amount = cost["amount_yen"]
        words = cost.kind_label if amount is None else f"{amount:,}円"
        lines.append(f"{cost['item']}：{words}（{cost.timing_label}）")
    return lines


def _results(case: Case) -> Lines:
    return [
        f"{each['label']}：{each['value'] or NOT_STATED}{each['unit'] or ''}（{each.kind_label}）"
        for each in (block.value for block in case.results)
    ]


def _ingenuity(case: Case) -> Lines:
    answers = [
        block.value for block in case.questions if block.value["kind"] == QuestionKind.INGENUITY
    ]
    return [
        f"{each['question']} {Truncator(' '.join(each['answer'].split())).chars(ANSWER_CHARACTERS)}"
        for each in answers
    ]


def _kind(municipality: Municipality | None) -> Lines:
    return [municipality.get_kind_display()] if municipality else []


def _people(municipality: Municipality | None) -> Lines:
    known = municipality is not None and municipality.population is not None
    return [municipality.population_words] if known else []


def _own(read: Callable[[Municipality | None], Lines]) -> Callable[[OwnCitySheet], Lines]:
    return lambda _sheet: read(Municipality.objects.own())


ROWS = [
    Row(
        "kind",
        "自治体の種類",
        lambda case: _kind(case.municipality),
        _own(_kind),
        NOT_CHECKED,
        is_compared=True,
    ),
    Row("population", "人口", lambda case: _people(case.municipality), _own(_people), NOT_CHECKED),
    Row(
        "group",
        "体制の型",
        lambda case: _one(case.get_mic_group_display()),
        lambda sheet: _one(sheet.get_mic_group_display()),
        "分類なし",
        is_compared=True,
    ),
    Row(
        "selection",
        "選出方法",
        lambda case: case.selection_labels,
        lambda sheet: sheet.selection_labels,
        is_compared=True,
    ),
    Row(
        "talent",
        "外部人材",
        lambda case: case.talent_labels,
        lambda sheet: sheet.talent_labels,
        is_compared=True,
    ),
    Row(
        "started",
        "始まった年度",
        lambda case: _year(case.started_fiscal_year),
        lambda sheet: _year(sheet.started_fiscal_year),
        NOT_CHECKED,
        is_compared=True,
    ),
    Row("cost", "費用", _costs, lambda sheet: _typed(sheet.cost), is_compared=True),
    Row(
        "funding",
        "国の支援・財源",
        lambda case: [block.value["programme"] for block in case.funding],
        lambda sheet: _typed(sheet.funding),
        is_compared=True,
    ),
    Row("results", "成果", _results, lambda sheet: _typed(sheet.results)),
    Row("ingenuity", "工夫", _ingenuity, lambda sheet: _typed(sheet.ingenuity)),
    Row(
        "difficulties",
        "困難・注意",
        lambda case: [str(block.value) for block in case.difficulties],
        lambda sheet: _typed(sheet.difficulties),
    ),
    Row(
        "department",
        "担当",
        lambda case: _one(case.department),
        lambda sheet: _one(sheet.department),
    ),
    Row(
        "source",
        "出典",
        lambda case: [block.value["document"] for block in case.sources],
        lambda sheet: _typed(sheet.source),
    ),
]
# What an officer does not type: the register of municipalities knows it, or nobody can say.
NOT_FROM_SHEET = {"kind": NOT_CHECKED, "population": NOT_CHECKED}
MARKS = {"differs": ("ちがう", "caution"), "same": ("同じ", "positive")}
UNKNOWN_MARK = ("一部は不明", "wanted")


def chosen_cases(cases, slugs: list[str]) -> list[Case]:
    """Those of ``cases`` with these words in the address, in this order, each once."""
    found = {case.slug: case for case in cases.with_municipality().filter(slug__in=slugs[:20])}
    return [found[slug] for slug in dict.fromkeys(slugs) if slug in found][:MOST]


def address_of(slugs: list[str], sheet: OwnCitySheet | None) -> str:
    """The query string of a comparison."""
    own = f"&own={sheet.pk}" if sheet else ""
    return f"?cases={','.join(slugs)}{own}"


def columns_of(cases: list[Case], sheet: OwnCitySheet | None) -> list[Column]:
    slugs = [case.slug for case in cases]
    columns = [
        Column(
            case.title,
            str(case.municipality or "自治体は未確認"),
            case,
            None,
            address_of([slug for slug in slugs if slug != case.slug], sheet),
        )
        for case in cases
    ]
    if sheet:
        place = str(Municipality.objects.own() or "")
        columns.append(Column(sheet.theme, place, None, sheet, address_of(slugs, None)))
    return columns


def lines_of(columns: list[Column]) -> list[Line]:
    """The table, row by row."""
    return [_line(row, columns) for row in ROWS]


def _line(row: Row, columns: list[Column]) -> Line:
    cells = [_cell(row, column) for column in columns]
    mark, tone = _mark(row, cells)
    return Line(row, cells, mark, tone)


def _cell(row: Row, column: Column) -> Cell:
    if column.case:
        return Cell(column, row.of_case(column.case), row.unknown)
    return Cell(column, row.of_own(column.sheet), NOT_FROM_SHEET.get(row.code, NOT_TYPED))


def _mark(row: Row, cells: list[Cell]) -> tuple[str, str]:
    """Unknown is neither the same nor different."""
    if not row.is_compared or len(cells) < 2:
        return "", ""
    known = {tuple(sorted(cell.lines)) for cell in cells if cell.lines}
    if len(known) > 1:
        return MARKS["differs"]
    return MARKS["same"] if all(cell.lines for cell in cells) else UNKNOWN_MARK
