"""Pictures of figures: five years with the target, and the months of a year."""

from decimal import Decimal

from portal.kpi.boards import Line
from portal.kpi.figures import YearFigure
from portal.kpi.models import Definition, Kind
from portal.kpi.times import Time, year_word
from portal.ui.charts import Chart, Drawing, Series, columns, lines, written


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


def months_picture(line: Line, times: list[Time], by_year: dict[int, dict]) -> Drawing:
    """Lines by month, one per fiscal year; what was not entered is a gap."""
    series = []
    for year, rows in sorted(by_year.items()):
        shifted = [_same_in(time, year) for time in times]
        values = [plain(_month_value(line, rows.get(day))) for day in shifted]
        series.append(Series(year_word(year), values))
    return lines(
        Chart(
            id=f"months-{line.indicator.slug}",
            title=f"{line.definition.name}（{'月' if len(times) > 4 else '四半期'}ごと）",
            labels=[_month_label(time) for time in times],
            series=series,
            unit=unit_of(line.definition),
            axis="月" if len(times) > 4 else "四半期",
        )
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


def _month_value(line: Line, row):
    if row is None or row.value is None:
        return None
    if line.definition.kind == Kind.RATIO:
        return row.value / row.out_of * 100
    return row.value


def _same_in(time: Time, year: int):
    return time.starts_on.replace(year=year + (time.starts_on.month < 4))


def _month_label(time: Time) -> str:
    return f"{time.starts_on.month}月" if time.span == "month" else f"第{time.quarter}"
