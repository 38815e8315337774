"""How far an indicator is from its target, in words that say what is known and what is not."""

from decimal import Decimal
from typing import NamedTuple

from portal.kpi.figures import NOT_ENTERED, YearFigure
from portal.kpi.models import Definition, Kind, Stage
from portal.kpi.times import year_word
from portal.ui.charts import written


class Verdict(NamedTuple):
    """A word with a shape (a tone of ``portal.ui.tones``), and what it means."""

    tone: str
    label: str
    words: str = ""


class Standing(NamedTuple):
    """Where an indicator stands. ``goal`` is the target as a value, None while unknown."""

    definition: Definition
    base: YearFigure
    goal: Decimal | None
    latest_year: int | None
    latest: YearFigure
    verdict: Verdict


MET = Verdict("positive", "目標に達しています")
NO_BASE = Verdict("wanted", "基準値 未入力", "基準年度の値を入力すると、目標と比べられます。")
NO_ACTUAL = Verdict("wanted", "実績 未入力", "まだ1つも入力されていません。")
NO_NUMBER = Verdict("neutral", "数値の目標なし", "計画に数値の目標は書かれていません。")
HIDDEN = Verdict("neutral", "人数が少ないため比べません")


def standing_of(definition: Definition, years: dict[int, YearFigure], this_year: int) -> Standing:
    """``years`` are the figures by fiscal year, the base year's among them where it is known."""
    base = years.get(definition.base_year, NOT_ENTERED)
    entered = [year for year in sorted(years) if _is_news(definition, years, year, this_year)]
    latest_year = entered[-1] if entered else None
    latest = years.get(latest_year, NOT_ENTERED)
    goal = goal_of(definition, base)
    verdict = _verdict(definition, base, goal, latest, this_year)
    return Standing(definition, base, goal, latest_year, latest, verdict)


def goal_of(definition: Definition, base: YearFigure) -> Decimal | None:
    """The target as a value of the indicator; None where base or target is not known."""
    kind, target = definition.kind, definition.target_value
    if kind == Kind.ABOLISH:
        return Decimal(0)
    if kind == Kind.INTRODUCE:
        return Decimal(Stage.INTRODUCED)
    if kind not in (Kind.CHANGE, Kind.MULTIPLE):
        return target
    if base.number is None or not base.is_whole or target is None:
        return None
    return base.number * (1 + target / 100 if kind == Kind.CHANGE else target)


def target_words(definition: Definition) -> str:
    """50％減, 完全廃止, 新規導入, 1.5倍, 45％, 1,000件; 数値の目標なし."""
    kind, target = definition.kind, definition.target_value
    if kind == Kind.ABOLISH:
        return "完全廃止"
    if kind == Kind.INTRODUCE:
        return "新規導入"
    if target is None:
        return "数値の目標なし"
    if kind == Kind.CHANGE:
        return f"{written(float(abs(target)))}％{'減' if target < 0 else '増'}"
    if kind == Kind.MULTIPLE:
        return f"{written(float(target))}倍"
    return value_words(definition, target)


def sentence(standing: Standing) -> str:
    """「再生紙の購入枚数 令和8年度の目標 50％減（令和4年度比）。基準値は未入力です。」"""
    definition = standing.definition
    against = f"（{year_word(definition.base_year)}比）" if definition.base_year else ""
    if standing.goal is None and definition.target_value is None:
        return f"{definition.name}。計画に数値の目標は書かれていません。"
    words = f"{definition.name} {year_word(definition.target_year)}の目標 "
    words += f"{target_words(definition)}{against}。"
    if definition.base_year is None:
        return words
    if standing.base.value is None:
        return f"{words}基準値は未入力です。"
    return f"{words}基準値は{value_words(definition, standing.base.value)}です。"


def progress(definition: Definition, years: dict[int, YearFigure]) -> str:
    """「令和7年度は25,380枚、令和4年度比 47.1％減です。」 Empty before there is a full year."""
    base = years.get(definition.base_year, NOT_ENTERED)
    full = [
        year
        for year, figure in sorted(years.items())
        if year != definition.base_year and figure.number is not None and figure.is_whole
    ]
    if not full or not base.number or not base.is_whole:
        return ""
    value = years[full[-1]].number
    words = f"{year_word(full[-1])}は{value_words(definition, value)}"
    share = float(value / base.number)
    if definition.kind == Kind.MULTIPLE:
        return f"{words}、{year_word(definition.base_year)}の{written(round(share, 2))}倍です。"
    change = round((share - 1) * 100, 1)
    turn = "増減なし" if not change else f"{written(abs(change))}％{'減' if change < 0 else '増'}"
    return f"{words}、{year_word(definition.base_year)}比 {turn}です。"


def value_words(definition: Definition, value) -> str:
    """A value as people read it: 1,234枚, 20.5％, 運用, 5未満, 未入力."""
    if value is None or isinstance(value, str):
        return written(value)
    if definition.kind == Kind.INTRODUCE:
        return Stage(int(value)).label
    if definition.kind == Kind.RATIO:
        return f"{written(round(float(value), 1))}％"
    return written(float(value), definition.unit)


def _is_news(definition, years, year, this_year) -> bool:
    """A figure of the base year says nothing about the way to the target."""
    is_base = year == definition.base_year
    return year <= this_year and not is_base and years[year].value is not None


def _verdict(definition, base, goal, latest, this_year) -> Verdict:
    if definition.kind in (Kind.CHANGE, Kind.MULTIPLE) and base.value is None:
        return NO_BASE
    if latest.value is None:
        return _unknown(definition, this_year)
    if isinstance(latest.value, str) or isinstance(base.value, str):
        return HIDDEN
    if definition.kind == Kind.INTRODUCE:
        return _introduced(definition, latest, this_year)
    if not latest.is_whole or (goal is None and not base.is_whole and base.value is not None):
        return Verdict("info", "入力の途中", coverage(latest))
    if goal is None:
        return NO_NUMBER
    return _compared(definition, goal, latest, this_year)


def _unknown(definition, this_year) -> Verdict:
    """D19: a planned year that has passed without a word about it must be looked at."""
    if definition.target_year and definition.target_year < this_year:
        words = f"目標の{year_word(definition.target_year)}を過ぎましたが、実績が未入力です。"
        return Verdict("caution", "要確認", words)
    return NO_ACTUAL


def _introduced(definition, latest, this_year) -> Verdict:
    stage = Stage(int(latest.value))
    if stage >= Stage.INTRODUCED:
        return Verdict("positive", stage.label)
    if definition.target_year and definition.target_year < this_year:
        return Verdict("negative", stage.label, "目標の年度を過ぎています。")
    return Verdict("info", stage.label)


def _compared(definition, goal, latest, this_year) -> Verdict:
    if is_met(definition, goal, latest.value):
        return MET
    gap = value_words(definition, abs(latest.value - goal))
    if definition.target_year and definition.target_year < this_year:
        return Verdict("negative", "目標に届きませんでした", f"差は{gap}です。")
    return Verdict("caution", "目標に向けて", f"目標まで{gap}です。")


def is_met(definition: Definition, goal: Decimal, value: Decimal) -> bool:
    falls = definition.is_lower_better or definition.kind == Kind.ABOLISH
    if definition.kind == Kind.CHANGE:
        falls = definition.target_value < 0
    return value <= goal if falls else value >= goal


def coverage(figure: YearFigure) -> str:
    """「7か月分、60課のうち48課」: what a figure is still short of; nothing for a full year."""
    parts = [f"{figure.months}か月分"] if figure.months < 12 else []
    if figure.sections < figure.expected:
        parts.append(f"1年分そろった課 {figure.sections}/{figure.expected}")
    return "、".join(parts)
