from datetime import UTC, date, datetime

import pytest

from portal.ui.templatetags.ui import figure, fiscal_year, wareki


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "令和8年11月20日（2026年）"),
        (date(2019, 5, 1), "令和元年5月1日（2019年）"),
        (date(2019, 4, 30), "平成31年4月30日（2019年）"),
        (date(1989, 1, 8), "平成元年1月8日（1989年）"),
        (date(1989, 1, 7), "昭和64年1月7日（1989年）"),
        (date(1926, 12, 25), "昭和元年12月25日（1926年）"),
        (date(1926, 12, 24), "1926年12月24日"),
        (None, ""),
    ],
)
def test_a_day_is_written_in_the_era_it_falls_in(day, words):
    assert wareki(day) == words


def test_a_moment_is_dated_by_the_calendar_in_tokyo():
    assert wareki(datetime(2019, 4, 30, 15, 0, tzinfo=UTC)) == "令和元年5月1日（2019年）"


@pytest.mark.parametrize(
    ("year", "words"),
    [(2021, "令和3年度（2021年度）"), (2019, "令和元年度（2019年度）"), (None, "")],
)
def test_a_fiscal_year_is_written_as_the_city_writes_it(year, words):
    assert fiscal_year(year) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(27524, "27,524"), (0, "0"), (1000000, "1,000,000"), (None, "未確認"), ("", "未確認")],
)
def test_figures_are_grouped_and_unknown_is_a_word(number, words):
    assert figure(number) == words


def test_the_word_for_unknown_can_be_chosen():
    assert figure(None, "記載なし") == "記載なし"
