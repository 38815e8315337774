"""Months, quarters and fiscal years: how people write them, and how they are shown."""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from portal.errors import DomainError
from portal.kpi.models import Span
from portal.period import fiscal_year, fiscal_year_word, wareki_year
from portal.tables.cells import ERAS

MONTHS_OF = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}
CODE = re.compile(r"(\d{4})(?:-(\d{2})|Q([1-4]))?")
YEAR_WORDS = r"(?:(\d{4})|(令和|平成|[RH])(元|\d{1,2}))"
MONTH = re.compile(YEAR_WORDS + r"(?:年|[-/.])(\d{1,2})(?:月|[-/.]\d{1,2})?")
QUARTER = re.compile(YEAR_WORDS + r"年度?第?([1-4])(?:四半期|Q)")
YEAR = re.compile(YEAR_WORDS + r"年度")


class TimeRefused(DomainError):
    message = "期間は 令和8年10月、令和8年度第2四半期、令和8年度 の形で入力してください。"


class Time(NamedTuple):
    """A month, a quarter of a fiscal year, or a fiscal year, by its first day."""

    span: str
    starts_on: date

    @property
    def fiscal_year(self) -> int:
        return fiscal_year(self.starts_on)

    @property
    def quarter(self) -> int:
        return (self.starts_on.month - 4) % 12 // 3 + 1

    @property
    def code(self) -> str:
        """2026-10, 2026Q3, 2026: for addresses."""
        if self.span == Span.MONTH:
            return f"{self.starts_on:%Y-%m}"
        return (
            f"{self.fiscal_year}Q{self.quarter}"
            if self.span == Span.QUARTER
            else str(self.fiscal_year)
        )

    def __str__(self):
        if self.span == Span.MONTH:
            return month_words(self.starts_on)
        year = fiscal_year_word(self.fiscal_year)
        return f"{year}第{self.quarter}四半期" if self.span == Span.QUARTER else year


def month_of(on: date) -> Time:
    return Time(Span.MONTH, on.replace(day=1))


def year_of(year: int) -> Time:
    return Time(Span.YEAR, date(year, 4, 1))


def quarter_of(year: int, number: int) -> Time:
    """Raises IndexError for a quarter there is not."""
    return Time(Span.QUARTER, months_of(year)[(number - 1) * 3].starts_on)


def months_of(year: int) -> list[Time]:
    """The twelve months of a fiscal year."""
    return [
        Time(Span.MONTH, date(year + (month < 4), month, 1))
        for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
    ]


def times_of(span: str, year: int) -> list[Time]:
    """The months, the quarters, or the one year of a fiscal year."""
    if span == Span.MONTH:
        return months_of(year)
    return [quarter_of(year, n) for n in (1, 2, 3, 4)] if span == Span.QUARTER else [year_of(year)]


def last_month(on: date) -> Time:
    """The month before the one that ``on`` lies in: the last one that is over."""
    year, month = (on.year, on.month - 1) if on.month > 1 else (on.year - 1, 12)
    return Time(Span.MONTH, date(year, month, 1))


def month_words(day: date) -> str:
    """令和8年10月."""
    era, _letter, first, _last = next(each for each in ERAS if each[2] <= day)
    count = day.year - first.year + 1
    return f"{era}{'元' if count == 1 else count}年{day.month}月"


def from_code(code: str) -> Time | None:
    """The time of an address; None for anything else."""
    found = CODE.fullmatch(code)
    if not found or not 1989 <= int(found[1]) <= 2100:
        return None
    year = int(found[1])
    if found[2]:
        return month_of(date(year, int(found[2]), 1)) if 1 <= int(found[2]) <= 12 else None
    return quarter_of(year, int(found[3])) if found[3] else year_of(year)


def read_time(text: str) -> Time:
    """令和8年10月, R8.10, 2026-10, 2026/10/1, 令和8年度第2四半期, 令和8年度. Raises TimeRefused."""
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    if found := QUARTER.fullmatch(text):
        return quarter_of(_western(*found.groups()[:3]), int(found[4]))
    if found := YEAR.fullmatch(text):
        return year_of(_western(*found.groups()))
    if found := MONTH.fullmatch(text):
        year, month = _western(*found.groups()[:3]), int(found[4])
        if 1 <= month <= 12:
            return month_of(date(year, month, 1))
    raise TimeRefused


def _western(year: str | None, era: str | None, count: str | None) -> int:
    if year:
        result = int(year)
    else:
        first = 2019 if era in ("令和", "R") else 1989
        result = first + (1 if count == "元" else int(count)) - 1
    if not 1989 <= result <= 2100:
        raise TimeRefused
    return result


def year_word(year: int | None) -> str:
    """令和8年度; 未定 for none."""
    return f"{wareki_year(year)}度" if year else "未定"
