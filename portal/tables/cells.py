"""What people write in the cells of any list, and what it means."""

import re
import unicodedata
from datetime import date

from portal.errors import DomainError

# Eras with their first and last day. Source: 元号を改める政令（平成31年政令第143号）ほか.
ERAS = [
    ("令和", "R", date(2019, 5, 1), date.max),
    ("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    ("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
]
WESTERN = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日")
JAPANESE = re.compile(
    r"(令和|平成|昭和|[RHS])(元|\d{1,2})(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})日?"
)
TEXT_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\x00")


class CellRefused(DomainError):
    """The cell does not say what its column asks for."""


def escaped(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula. Undone by ``unescaped``."""
    return "'" + text if text.lstrip("'").startswith(TEXT_SIGNS) else text


def unescaped(text: str) -> str:
    guarded = text.startswith("'") and text.lstrip("'").startswith(TEXT_SIGNS)
    return text[1:] if guarded else text


def day(text: str) -> date | None:
    """2026-04-01, 2026/4/1, 2026年4月1日, 令和8年4月1日, R8.4.1."""
    if not text:
        return None
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    try:
        if found := WESTERN.fullmatch(text):
            parts = found.group(1, 3, 4) if found[1] else found.group(5, 6, 7)
            return date(*map(int, parts))
        if found := JAPANESE.fullmatch(text):
            return _day_of_era(*found.groups())
    except ValueError:
        raise CellRefused("暦にない日付です。年月日を確かめてください。") from None
    raise CellRefused("日付は 2026-04-01 か 令和8年4月1日 の形で入力してください。")


def _day_of_era(name: str, year: str, month: str, day_of_month: str) -> date:
    era, _letter, first, last = next(era for era in ERAS if name in era[:2])
    count = 1 if year == "元" else int(year)
    result = date(first.year + count - 1, int(month), int(day_of_month))
    if count < 1 or not first <= result <= last:
        raise CellRefused(f"{era}にない日付です。西暦か正しい元号で入力してください。")
    return result
