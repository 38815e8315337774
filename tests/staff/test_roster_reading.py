"""A roster file is read as it was meant, or refused whole with a reason."""

import io
import struct
import zipfile
from datetime import date, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.staff.roster import read_rows
from portal.staff.roster_columns import DEPARTMENTS, PEOPLE
from portal.staff.roster_values import reading
from portal.tables.cells import CellRefused, day, escaped, unescaped
from portal.tables.table import FileRefused
from tests.builders import a_staff_member
from tests.staff.roster_files import (
    DEPARTMENT_HEADER,
    HANAKO,
    HEADER,
    TARO,
    a_csv,
    a_department,
    a_workbook,
    bring_in,
    roster,
    stage,
)

WITH_JIS_NAME = [*HANAKO[:1], "髙﨑 花子", *HANAKO[2:]]


def texts(data, layout=PEOPLE):
    return [list(record.texts.values()) for record in read_rows(data, layout)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_encoding_of_excel_is_read(encoding):
    data = a_csv(WITH_JIS_NAME, encoding=encoding)

    assert texts(data) == [WITH_JIS_NAME]


def test_tabs_of_unicode_text_are_read():
    data = "\r\n".join("\t".join(row) for row in [HEADER, TARO]).encode("utf-16")

    assert texts(data) == [TARO]


def test_a_workbook_keeps_zeros_and_rare_letters():
    assert texts(a_workbook(HANAKO, TARO)) == [HANAKO, TARO]


def test_a_number_that_shows_zeros_keeps_them():
    def as_number(sheet):
        sheet["A2"].value, sheet["A2"].number_format = 12, "0000"

    assert texts(a_workbook(HANAKO, change=as_number))[0][0] == "0012"


def test_dates_of_a_workbook_are_read():
    row = ["1010", "市民課", "", datetime(2026, 4, 1), None]  # noqa: DTZ001
    data = a_workbook(row, header=DEPARTMENT_HEADER, sheet="部署")

    assert texts(data, DEPARTMENTS) == [["1010", "市民課", "", "2026-04-01", ""]]


def test_the_named_sheet_is_taken_from_several():
    data = a_workbook(HANAKO, change=lambda sheet: sheet.parent.create_sheet("書き方"))

    assert texts(data) == [HANAKO]


def test_headers_have_other_names():
    data = a_csv(["0012", "花子", "ハナコ", "1010"], header=["職員コード", "名前", "ﾌﾘｶﾞﾅ", "所属"])

    assert [*read_rows(data, PEOPLE)[0].texts] == ["staff_number", "name", "reading", "department"]


def test_katakana_readings_become_hiragana():
    assert [reading("ヤマダ ハナコ"), reading("ﾔﾏﾀﾞ ﾊﾅｺ"), reading("ヴ")] == [
        "やまだ はなこ",
        "やまだ はなこ",
        "ゔ",
    ]


@pytest.mark.parametrize(
    "text",
    ["2026-04-01", "2026/4/1", "2026年4月1日", "令和8年4月1日", "R8.4.1", "令和８年４月１日"],
)
def test_dates_are_read_in_both_calendars(text):
    assert day(text) == date(2026, 4, 1)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "平成31年5月1日", "令和元年4月30日", "46113", "4/1", "令和0年5月1日"]
)
def test_dates_that_no_calendar_has_are_refused(text):
    with pytest.raises(CellRefused):
        day(text)


def test_the_first_year_of_an_era_has_two_names():
    assert day("令和元年5月1日") == day("令和1年5月1日") == date(2019, 5, 1)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_escaping_for_spreadsheets_is_undone_by_reading(text):
    assert unescaped(escaped(text)) == text


def merged(sheet):
    sheet.merge_cells("A3:B3")


def with_formula(sheet):
    sheet["B2"].value = "=1+1"


def two_sheets(sheet):
    sheet.title = "Sheet1"
    sheet.parent.create_sheet("Sheet2")


@cache
def zip_bomb() -> bytes:
    content = io.BytesIO(a_workbook(HANAKO))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet9.xml", b"\0" * 120_000_000)
    return content.getvalue()


def lying_zip() -> bytes:
    """A zip whose directory says that its parts are small."""
    data = bytearray(zip_bomb())
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(data)


def with_part(name: str, content: bytes) -> bytes:
    data = io.BytesIO(a_workbook(HANAKO))
    with zipfile.ZipFile(data, "a") as parts:
        parts.writestr(name, content)
    return data.getvalue()


UNREADABLE = {
    "empty": b"",
    "blank lines": b"\r\n\r\n",
    "only a header": a_csv(),
    "no header": a_csv(header=HANAKO),
    "header of departments": a_csv(["1", "x", "", "", ""], header=DEPARTMENT_HEADER),
    "unknown column": a_csv([*HANAKO, "3"], header=[*HEADER, "等級"]),
    "column twice": a_csv([*HANAKO, "x"], header=[*HEADER, "氏名"]),
    "column missing": a_csv(["0012", "花子"], header=["職員番号", "氏名"]),
    "header twice": a_csv(HEADER, HANAKO),
    "two header rows": a_csv(["職員番号", "氏名", "", "", "", "", ""], HANAKO),
    "cell beyond the header": a_csv([*HANAKO, "余分"]),
    "open quote": a_csv(HANAKO) + b'"0013,',
    "no encoding": b"\x81\x01" * 40,
    "broken utf-16": a_csv(HANAKO, encoding="utf-16") + b"\x00\xd8",
    "too many rows": a_csv(*[HANAKO] * 20_001),
    "too many columns": a_csv(HANAKO, header=[*HEADER, *["x"] * 60]),
    "too large": b"x" * (10 * 1024 * 1024 + 1),
    "cut workbook": a_workbook(HANAKO)[:-200],
    "zip that is no workbook": b"PK\x03\x04" + b"x" * 200,
    "encrypted or old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 200,
    "zip bomb": zip_bomb(),
    "zip that lies": lying_zip(),
    "macro": with_part("xl/vbaProject.bin", b"x"),
    "entity": with_part("xl/worksheets/sheet2.xml", b"<!DOCTYPE x [<!ENTITY a 'a'>]><x/>"),
    "merged cells": a_workbook(HANAKO, TARO, change=merged),
    "formula": a_workbook(HANAKO, change=with_formula),
    "which sheet": a_workbook(HANAKO, change=two_sheets),
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_whole(data):
    with pytest.raises(FileRefused) as refusal:
        read_rows(data, PEOPLE)

    assert str(refusal.value).endswith(("。", "い。"))


@pytest.mark.parametrize(("column", "name"), [("等級", "等級"), ("パスワード", "パスワード")])
def test_an_unknown_column_is_refused_by_its_name(column, name):
    with pytest.raises(FileRefused, match=f"知らない列「{name}」"):
        read_rows(a_csv([*HANAKO, "x"], header=[*HEADER, column]), PEOPLE)


def changed(row, **cells):
    """A row with other cells, by their place: ``c0`` is the first."""
    return [cells.get(f"c{place}", cell) for place, cell in enumerate(row)]


BAD_ROWS = {
    "no number": (changed(HANAKO, c0=""), "職員番号"),
    "no name": (changed(HANAKO, c1=""), "氏名"),
    "wide number": (changed(HANAKO, c0="００１２"), "職員番号"),
    "number that became a date": (changed(HANAKO, c0="2026-04-01"), "職員番号"),
    "long number": (changed(HANAKO, c0="1" * 21), "職員番号"),
    "long name": (changed(HANAKO, c1="𠮷" * 101), "氏名"),
    "NUL": (changed(HANAKO, c1="山田\x00花子"), "氏名"),
    "line break": (changed(HANAKO, c1="山田\n花子"), "氏名"),
    "direction mark": (changed(HANAKO, c1="山田\u202e花子"), "氏名"),
    "外字": (changed(HANAKO, c1="山田\ue000"), "氏名"),
    "broken decoding": (changed(HANAKO, c1="山田\ufffd"), "氏名"),
    "bad mail": (changed(HANAKO, c3="hanako＠city"), "メールアドレス"),
    "unknown department": (changed(HANAKO, c4="9999"), "所属コード"),
    "lost zeros of a department": (changed(HANAKO, c4="20"), "所属コード"),
    "ended department": (changed(HANAKO, c4="0900"), "所属コード"),
    "department to come": (changed(HANAKO, c4="0901"), "所属コード"),
    "odd head": (changed(HANAKO, c5="課長"), "所属長"),
    "odd state": (changed(HANAKO, c6="休職"), "在籍"),
    "number twice": (changed(TARO, c0="0099"), "職員番号"),
    "mail twice": (changed(HANAKO, c3="OTHER@city.example.jp"), "メールアドレス"),
    "mail of the database": (changed(HANAKO, c3="known@CITY.example.jp"), "メールアドレス"),
    "mail of an account without number": (
        changed(HANAKO, c3="root@city.example.jp"),
        "メールアドレス",
    ),
    "lost zeros": (changed(HANAKO, c0="77"), "職員番号"),
}


@pytest.fixture
def town(db):
    """Departments and people that the bad rows stumble over."""
    a_department()
    a_department("0020", "税務課")
    a_department("0900", "旧課", ends_on=date(2026, 3, 31))
    a_department("0901", "新課", starts_on=date(2027, 4, 1))
    bring_in(a_csv(["0077", "既存", "", "known@city.example.jp", "1010", "", "○"]))
    a_staff_member("root", email="root@city.example.jp")


@pytest.mark.parametrize(("row", "column"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_one_bad_row_refuses_the_whole_file(town, row, column):
    good = ["0099", "佐藤 実", "", "other@city.example.jp", "1010", "", "○"]
    before = roster()

    staged = stage(a_csv(good, row))

    assert [(problem[0], problem[1]) for problem in staged.problems] == [(3, column)]
    assert (staged.state, roster()) == ("refused", before)


BAD_DEPARTMENTS = {
    "no code": (["", "市民課", "", "2026-04-01", ""], "部署コード"),
    "no name": (["2000", "", "", "2026-04-01", ""], "部署名"),
    "new without a first day": (["2000", "市民課", "", "", ""], "設置日"),
    "day of no calendar": (["2000", "市民課", "", "2026-02-30", ""], "設置日"),
    "ends before it starts": (["2000", "市民課", "", "2026-04-01", "2026-03-31"], "廃止日"),
    "unknown parent": (["2000", "市民課", "9999", "2026-04-01", ""], "上位コード"),
    "ended parent": (["2000", "市民課", "0900", "2026-04-01", ""], "上位コード"),
    "under itself": (["2000", "市民課", "2000", "2026-04-01", ""], "上位コード"),
    "days of two rows overlap": (["0900", "旧課", "", "2026-03-31", ""], "設置日"),
    "twice": (["3000", "別名", "", "2026-04-01", ""], "部署コード"),
}


@pytest.mark.parametrize(("row", "column"), BAD_DEPARTMENTS.values(), ids=BAD_DEPARTMENTS)
def test_one_bad_department_refuses_the_whole_file(town, row, column):
    good = ["3000", "総務部", "", "2026-04-01", ""]
    before = roster()

    staged = stage(departments=a_csv(good, row, header=DEPARTMENT_HEADER))

    assert [(problem[0], problem[1]) for problem in staged.problems] == [(3, column)]
    assert (staged.state, roster()) == ("refused", before)


def test_parents_in_a_circle_are_refused(town):
    circle = [["1", "甲", "2", "2026-04-01", ""], ["2", "乙", "1", "2026-04-01", ""]]

    staged = stage(departments=a_csv(*circle, header=DEPARTMENT_HEADER))

    assert [problem[:2] for problem in staged.problems] == [(2, "上位コード"), (3, "上位コード")]


def test_the_first_fifty_problems_are_kept_and_all_are_counted(town):
    rows = [changed(HANAKO, c0=f"5{number:03}", c3="", c4="9999") for number in range(60)]

    staged = stage(a_csv(*rows))

    assert (len(staged.problems), staged.problem_count) == (50, 60)
    assert staged.problems[0] == (
        2,
        "所属コード",
        "9999",
        "この部署コードは登録されていません。部署のファイルも選んでください。",
    )
