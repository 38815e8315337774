"""The city's calendar: fiscal years from 1 April, and years in 和暦."""

from datetime import date

FIRST_YEAR_OF_REIWA = 2019
FIRST_YEAR_OF_HEISEI = 1989


def fiscal_year(on: date) -> int:
    """The fiscal year (its western first year) that the day ``on`` falls in."""
    return on.year if on.month >= 4 else on.year - 1


def wareki_year(year: int) -> str:
    """A western year in Japanese era words, for fiscal years: 2019 is 令和元年.

    A fiscal year takes the era it ended up in, as city documents write it
    (the fiscal year 2019 began in 平成31年 and is called 令和元年度).
    Raises ValueError before 平成.
    """
    for era, first in (("令和", FIRST_YEAR_OF_REIWA), ("平成", FIRST_YEAR_OF_HEISEI)):
        if year >= first:
            count = year - first + 1
            return f"{era}元年" if count == 1 else f"{era}{count}年"
    raise ValueError(f"No era is known for {year}")


def fiscal_year_label(year: int) -> str:
    """令和3年度（2021年度）."""
    return f"{wareki_year(year)}度（{year}年度）"


def fiscal_year_word(year: int) -> str:
    """令和3年度, for axes and tables where the western year has no room."""
    return f"{wareki_year(year)}度"
