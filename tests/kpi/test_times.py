"""Months, quarters and fiscal years as people write them."""

from datetime import date

import pytest

from portal.kpi.times import TimeRefused, from_code, last_month, month_words, read_time, times_of


@pytest.mark.parametrize(
    ("written", "code", "words"),
    [
        ("令和8年10月", "2026-10", "令和8年10月"),
        ("R8.10", "2026-10", "令和8年10月"),
        ("2026-10", "2026-10", "令和8年10月"),
        ("2026/10/1", "2026-10", "令和8年10月"),
        ("2026-10-31", "2026-10", "令和8年10月"),
        ("２０２６年１０月", "2026-10", "令和8年10月"),
        ("令和 8年 3月", "2026-03", "令和8年3月"),
        ("平成31年4月", "2019-04", "平成31年4月"),
        ("令和元年5月", "2019-05", "令和元年5月"),
        ("令和8年度", "2026", "令和8年度"),
        ("2026年度", "2026", "令和8年度"),
        ("令和8年度第2四半期", "2026Q2", "令和8年度第2四半期"),
        ("2026年度4四半期", "2026Q4", "令和8年度第4四半期"),
    ],
)
def test_a_time_is_read_as_people_write_it(written, code, words):
    time = read_time(written)

    assert (time.code, str(time), from_code(code)) == (code, words, time)


@pytest.mark.parametrize(
    "written", ["", "10月", "令和8年13月", "令和8年0月", "きのう", "2026年度第5四半期", "3026年度"]
)
def test_what_is_no_time_is_refused(written):
    with pytest.raises(TimeRefused):
        read_time(written)


@pytest.mark.parametrize("code", ["", "2026-13", "2026Q5", "1500", "2026-00", "x"])
def test_an_address_that_is_no_time_is_none(code):
    assert from_code(code) is None


def test_a_fiscal_year_goes_from_april_to_march():
    assert [time.code for time in times_of("month", 2026)][::11] == ["2026-04", "2027-03"]
    assert [time.starts_on.month for time in times_of("quarter", 2026)] == [4, 7, 10, 1]
    assert [time.fiscal_year for time in times_of("quarter", 2026)] == [2026] * 4


def test_the_month_that_is_over():
    assert last_month(date(2026, 11, 20)).code == "2026-10"
    assert last_month(date(2027, 1, 1)).code == "2026-12"
    assert month_words(date(2026, 1, 1)) == "令和8年1月"
