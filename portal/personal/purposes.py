"""What is said to people about their data: the page, and the sentence beside a field."""

from typing import NamedTuple

from portal.personal.rules import Rule, period_words
from portal.personal.table import RULES


class Line(NamedTuple):
    """One line of the page 個人情報の取扱い."""

    data: str
    details: str
    purpose: str
    readers: str
    period: str
    then: str


def purpose_sentence(label: str) -> str:
    """Why it is asked, who reads it, how long it is kept. Raises KeyError for an unknown model."""
    rule = RULES[label.lower()]
    first = next(each for each in RULES.values() if each.data == rule.data and each.purpose)
    period = period_words(label.lower(), rule)
    return f"{first.purpose}{_who_reads(first.readers)}保存期間：{period}。"


def _who_reads(readers: str) -> str:
    if not readers:
        return ""
    return f"{readers}。" if readers.endswith("ません") else f"{readers}が読みます。"


def lines() -> list[Line]:
    """One line per name of data, in the order of the table; its first model speaks for it."""
    found: dict[str, Line] = {}
    for label, rule in RULES.items():
        if rule.data not in found:
            found[rule.data] = _line(label, rule)
    return list(found.values())


def _line(label: str, rule: Rule) -> Line:
    data, _bracket, details = rule.data.partition("（")
    then = "" if not rule.is_run else rule.then.words
    period = period_words(label, rule)
    return Line(data, details.removesuffix("）"), rule.purpose, rule.readers, period, then)
