"""Pictures of figures: five years with the target, and the months of a year."""

from decimal import Decimal

from portal.kpi.boards import Line
from portal.kpi.comparing import Comparison
from portal.kpi.figures import YearFigure
from portal.kpi.models import Answer, Definition, Kind
from portal.kpi.surveying import YearResult
from portal.kpi.times import year_word
from portal.ui.charts import Chart, Drawing, Series, bars, columns, written


def years_picture(line: Line, *, prefix: str = "years") -> Drawing:
    """Upright bars by fiscal year. A year that is not full is called so on the axis."""
    definition = line.definition
    years = sorted(line.years)
    labels = [axis_label(year, line.years[year]) for year in years]
    return columns(
        Chart(
            id=f"{prefix}-{line.indicator.slug}",
            title=definition.name,
            labels=labels,
            series=[Series("実績", [plain(line.years[year].value) for year in years])],
            unit=unit_of(definition),
            target=float(line.standing.goal) if _has_line(line) else None,
            target_label=f"{year_word(definition.target_year)}の目標",
        )
    )


def sections_picture(definition: Definition, compared: Comparison) -> Drawing | None:
    """Lying bars, one per section. None where there is no section."""
    if not compared.rows:
        return None
    values = [plain(figure.value) for _section, figure in compared.rows]
    return bars(
        Chart(
            id=f"sections-{definition.indicator.slug}",
            title=f"{definition.name}（課ごと）",
            labels=[section.name for section, _figure in compared.rows],
            series=[Series("実績", values)],
            unit=unit_of(definition),
            axis="課",
            summary=f"{len(values)}課のうち、入力されているのは{_entered(values)}課です。",
        )
    )


def _entered(values: list) -> int:
    return sum(value is not None for value in values)


def survey_picture(number: int, text: str, years: list[YearResult]) -> Drawing | None:
    """One question over the years, from 「そう思う」 down. None before a round is over."""
    if not years:
        return None
    return bars(
        Chart(
            id=f"question-{number}",
            title=text,
            labels=Answer.labels,
            series=[Series(year_word(year.fiscal_year), year.words()) for year in years[-5:]],
            unit="人",
            axis="答え",
            summary="。".join(_answered(year) for year in years[-5:]) + "。",
        )
    )


def _answered(year: YearResult) -> str:
    total = year.published.total
    return (
        f"{year_word(year.fiscal_year)}の回答 {total if isinstance(total, str) else f'{total}人'}"
    )


def axis_label(year: int, figure: YearFigure) -> str:
    """令和8, short enough for each year to have its label; 途中 while something is missing."""
    is_open = figure.number is not None and not figure.is_whole
    return f"{year_word(year).removesuffix('年度')}{'途中' if is_open else ''}"


def plain(value):
    """A value for a picture: a number, a word, or None."""
    if isinstance(value, Decimal):
        return round(float(value), 2)
    return value


def unit_of(definition: Definition) -> str:
    if definition.kind == Kind.RATIO:
        return "％"
    return "段階" if definition.kind == Kind.INTRODUCE else definition.unit


def table_of(rows: list[Line], years: list[int]) -> tuple[list[str], list[list]]:
    """The board as a table for a file: header, and one row per indicator. Numbers stay numbers."""
    header = ["まとまり", "指標", "単位", "基準年度", "基準値", "目標年度", "目標"]
    header += [*(year_word(year) for year in years), "状態", "説明"]
    return header, [_table_row(line, years) for line in rows]


def _table_row(line: Line, years: list[int]) -> list:
    definition, standing = line.definition, line.standing
    return [
        line.indicator.get_group_display(),
        definition.name,
        unit_of(definition),
        year_word(definition.base_year) if definition.base_year else "なし",
        _cell(standing.base) if definition.base_year else "なし",
        year_word(definition.target_year),
        written(float(standing.goal)) if standing.goal is not None else "",
        *(_cell(line.years.get(year)) for year in years),
        standing.verdict.label,
        standing.verdict.words,
    ]


def _cell(figure: YearFigure | None):
    value = plain(figure.value) if figure else None
    return "未入力" if value is None else value


def _has_line(line: Line) -> bool:
    return line.standing.goal is not None
